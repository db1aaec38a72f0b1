import { bankRoles, enterpriseRoles, isOneOf, type Person, poolRoles } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { unasked } from '../claims/index.ts'
import { poolsWith } from '../covers/index.ts'
import { type FileFault, uploadPage } from '../documents/index.ts'
import { documentRulesOn } from '../documents/rules.ts'
import { freeMoney } from '../ledger/index.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { SignedIn } from '../web.ts'
import { isOpenPoolClaim, isWritten } from './claim.ts'
import { answerForm, bookingForm, decisionForm, paperForm, paymentForm, recoveryForm } from './forms.ts'
import type { Sight } from './pages.ts'
import { type ClaimForms, type ClaimShown, claimPage } from './pages-claim.ts'
import { keptOf, poolClaimRuleOn, premiumOf } from './parts.ts'
import * as rows from './rows.ts'
import { sharesOfClaim } from './sharing.ts'

export const sightOf = (me: Person): Sight =>
  isOneOf(me, bankRoles)
    ? 'bank'
    : isOneOf(me, poolRoles)
      ? 'pool'
      : isOneOf(me, enterpriseRoles)
        ? 'firm'
        : 'bureau'

/** The page of a claim, with what was typed where something was refused. */
export async function dataOf(
  visit: SignedIn,
  row: rows.ShownClaim,
  typed: ClaimForms & { readonly upload?: ShownForm; readonly fault?: FileFault } = {},
) {
  const { w, me, parts, today } = visit
  const { read } = parts.store
  const { claim } = row
  const { upload, fault, ...forms } = typed
  const sight = sightOf(me)
  const writes = sight === 'bank' && isWritten(claim.state)
  const at = `/compensation/claims/${claim.id}`
  const recoveries = await rows.recoveriesOf(read, claim.id)
  return claimPage(w, {
    ...{ row, sight, me, today, recoveries, reference: parts.reference },
    papers: sight === 'firm' ? [] : await rows.papersOf(read, claim.id),
    required: poolClaimRuleOn(parts.policies, today).value.papers,
    upload: writes
      ? uploadPage(
          { w, rules: documentRulesOn(parts.policies, today).value },
          { action: `${at}/papers`, back: at, title: w('compensation.bring'), lead: '' },
          upload ?? paperForm.filled(w, {}),
          fault,
        )
      : null,
    shared: sight === 'firm' ? null : await sharedOf(visit, row),
    parts: await rows.partsOf(read, claim.id),
    trail: sight === 'firm' ? [] : await trailOf(read, 'compensation-claim', claim.id),
    forms: { ...formsFor(visit, row, recoveries), ...forms },
  })
}

/** The forms that this person may use on a claim as it stands. */
export function formsFor(
  { w, me, today }: SignedIn,
  { claim }: rows.ShownClaim,
  recoveries: readonly rows.Recovery[],
): ClaimForms {
  const isThird = ![claim.filedBy, claim.checkedBy, claim.decidedBy].includes(me.id)
  const isSecond = claim.filedBy !== me.id && claim.checkedBy !== me.id
  const looks = me.role === 'pool-operator' || me.role === 'pool-checker'
  const isPayable = claim.noticeUntil !== null && claim.noticeUntil < today
  const waits = recoveries.find(({ state }) => state === 'reported')
  const isOwnReport = waits?.reportedBy === me.id
  return {
    ...(me.role === 'pool-checker' && claim.state === 'checked' && isSecond
      ? { decision: decisionForm.filled(w, {}, { prefix: 'decision-' }) }
      : {}),
    ...(me.role === 'pool-cashier' && claim.state === 'noticed' && isThird && isPayable
      ? { payment: paymentForm.filled(w, { paidOn: today }, { prefix: 'payment-' }) }
      : {}),
    ...(looks && ['filed', 'checked', 'noticed'].includes(claim.state)
      ? { answer: answerForm.filled(w, {}, { prefix: 'answer-' }) }
      : {}),
    ...(isOneOf(me, bankRoles) && claim.state === 'paid' && !waits
      ? { recovery: unasked(recoveryForm.filled(w, { receivedOn: today }, { prefix: 'recovery-' })) }
      : {}),
    ...(me.role === 'pool-cashier' && waits && !isOwnReport
      ? {
          booking: bookingForm.filled(w, { on: today }, { prefix: 'booking-' }),
          turning: answerForm.filled(w, {}, { prefix: 'turning-' }),
        }
      : {}),
  }
}

/** Who pays what: as it was approved, or for who looks at it now, as it would be if it were approved today. */
export async function sharedOf(
  { parts, today }: Pick<SignedIn, 'parts' | 'today'>,
  { claim, terms }: rows.ShownClaim,
): Promise<ClaimShown['shared']> {
  const { read } = parts.store
  if (claim.poolFree) {
    const kept = keptOf(claim, terms, [])
    const shares = sharesOfClaim(kept)
    return shares.ok ? { kept, shares, isPlan: false } : null
  }
  if (!isOpenPoolClaim(claim.state)) return null
  const poolFree = Object.fromEntries(
    await Promise.all(
      (await poolsWith(read, claim.arrangement)).map(
        async ({ party, bookId }) => [party, await freeMoney(read, bookId, today)] as const,
      ),
    ),
  )
  const premium = await premiumOf(read, claim.arrangement, terms, today)
  const kept = { ...keptOf({ ...claim, poolFree, premium }, terms, []) }
  const shares = sharesOfClaim(kept)
  return shares.ok ? { kept, shares, isPlan: true } : null
}
