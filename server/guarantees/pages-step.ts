import type { Person } from '../accounts/index.ts'
import { newId } from '../platform/ids.ts'
import type { Words } from '../platform/web/words.ts'
import type { GuaranteeShown, Side } from './pages.ts'
import { isNamed } from './parts.ts'

type Doing = { readonly href?: string; readonly action?: string; readonly once?: string }

/** What this reader does next, or whom the guarantee waits for. */
export function stepOf(w: Words, me: Person, side: Side, shown: GuaranteeShown) {
  const key = keyOf(me, side, shown)
  const doing = doingOf(key, shown)
  return {
    title: w(`guarantees.step.${key}`),
    text: w(`guarantees.step-text.${key}`),
    ...(doing ? { ...doing, label: w(`guarantees.step-label.${key}`) } : {}),
  }
}

/** Steps that somebody does; every other one is only said. */
function doingOf(key: string, { guarantee: { id, guarantorId } }: GuaranteeShown): Doing | null {
  const at = `/guarantees/${id}`
  const post = (path: string): Doing => ({ action: `${at}/${path}`, once: newId() })
  const steps: Readonly<Record<string, Doing>> = {
    'take-up': post('acceptance'),
    sheet: { href: `${at}/sheet` },
    approve: { href: `${at}/approval` },
    sign: post('letter'),
    file: post('filing'),
    confirm: post('filing-confirmation'),
    consent: { href: `/consents/new?bank=${guarantorId}` },
  }
  return steps[key] ?? null
}

function keyOf(me: Person, side: Side, shown: GuaranteeShown): string {
  if (side === 'guarantor') return guarantorKey(me, shown)
  const { state, filing } = shown.guarantee
  if (me.role === 'reguarantor' && filing === 'sent') return 'confirm'
  const isOpen = state === 'applied' || state === 'underwriting'
  if (side === 'firm' && isOpen && !shown.consented) return 'consent'
  if (isOpen) return 'waits-guarantor'
  return `is-${state}`
}

function guarantorKey(me: Person, { guarantee, consented }: GuaranteeShown): string {
  const { state, filing, underwrittenAt } = guarantee
  if (state === 'applied') return 'take-up'
  if (state === 'underwriting') {
    if (!underwrittenAt) return consented ? 'sheet' : 'waits-consent'
    return me.role === 'guarantor-manager' ? 'approve' : 'waits-manager'
  }
  if (state === 'approved') return 'sign'
  // One that was repaid or claimed to its end within the month has to be filed as well.
  if (isNamed(state) && (filing === 'due' || filing === 'returned')) return 'file'
  return `is-${state}`
}
