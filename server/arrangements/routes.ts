import { bureauRoles } from '../accounts/index.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { inForce, mayPropose, type PolicyRow, proposalFor, proposalStateWords } from '../policies/index.ts'
import { type Answer, type Anyone, get, NotFound, page, post, routes, type SignedIn } from '../web.ts'
import { type Arrangement, arrangementShape } from './arrangement.ts'
import { withVariant } from './check.ts'
import { trialForm } from './forms.ts'
import { listPage, onePage, type Trial, trialTable } from './pages.ts'
import * as writing from './routes-writing.ts'
import { splitLoss } from './split-loss.ts'

const heads = ['bureau-head'] as const

/** Who shares a loss, for everybody; and how the bureau writes another arrangement. */
export const arrangementRoutes = routes(
  get('/arrangements', 'public', showList),
  get('/arrangements/new', heads, writing.showNew),
  post('/arrangements/new', heads, writing.writeNew),
  get('/arrangements/proposals/:id', bureauRoles, showProposal),
  get('/arrangements/:code', 'public', showOne),
  get('/arrangements/:code/versions/new', heads, writing.showNext),
  post('/arrangements/:code/versions', heads, writing.writeNext),
)

function showList({ w, me, parts, today }: Anyone): Answer {
  const { rows } = parts.policies
  const codes = new Set(rows.map(({ code }) => code).filter((code) => code.startsWith('arrangement-')))
  const found = [...codes].flatMap((code) => inForce(rows, code, today) ?? [])
  return page('arrangements/list', listPage(w, found, mayPropose(me)))
}

function showOne(visit: Anyone): Answer {
  const { w, parts, params, today } = visit
  const code = params.code ?? ''
  const row = inForce(parts.policies.rows, `arrangement-${code}`, today)
  if (!row) throw new NotFound(code)
  const links = [
    { href: `/policies/${row.code}`, label: w('arrangements.see-policy') },
    { href: `/calculators/risk-sharing?arrangement=${code}`, label: w('arrangements.see-calculator') },
  ]
  return tried(visit, row, `/arrangements/${code}`, { links, proposal: null })
}

/** What is proposed, drawn and tried before it is approved. */
async function showProposal(visit: SignedIn): Promise<Answer> {
  const { w, me, parts, params } = visit
  const proposal = await proposalFor(parts.store.read, me, params.id ?? '')
  if (!proposal.code.startsWith('arrangement-')) throw new NotFound(proposal.id)
  const isOpen = proposal.state === 'open'
  const decided = {
    href: `/policies/proposals/${proposal.id}`,
    label: w(isOpen ? 'arrangements.decide' : 'arrangements.see-proposal'),
    words: w(isOpen ? 'arrangements.is-proposed' : proposalStateWords(proposal.state)),
  }
  return tried(visit, proposal, `/arrangements/proposals/${proposal.id}`, { links: [], proposal: decided })
}

/** The page of an arrangement, with the answer to the sum that its address asks about. */
function tried(
  { w, query }: Anyone,
  row: Pick<PolicyRow, 'code' | 'value' | 'certainty'>,
  address: string,
  more: Parameters<typeof onePage>[4],
): Answer {
  const arrangement = arrangementShape.parse(row.value)
  const { shown, trial } = trialAsked(w, query, arrangement)
  const data = onePage(w, row, arrangement, { shown, trial, address }, more)
  return page('arrangements/one', data, shown.errors.length ? 422 : 200)
}

function trialAsked(
  w: Anyone['w'],
  query: Anyone['query'],
  arrangement: Arrangement,
): { readonly shown: ShownForm; readonly trial: Trial | null } {
  if (Object.keys(query).length === 0) return { shown: trialForm.filled(w, {}), trial: null }
  const read = trialForm.read(query)
  if (!read.ok) return { shown: trialForm.again(w, read.typed, read.faults), trial: null }
  const { loss, poolFree, recovered, recoveryCost, variant } = read.value
  const chosen = withVariant(arrangement, variant)
  const found = chosen.ok
    ? splitLoss(chosen.arrangement, {
        lossFen: loss,
        poolFreeFen: poolFree ?? undefined,
        recoveredFen: recovered ?? undefined,
        recoveryCostFen: recoveryCost ?? undefined,
      })
    : chosen
  if (!found.ok) {
    const field = (found.refusal.field ?? '').replace(/Fen$/, '')
    return { shown: trialForm.refused(w, query, { ...found.refusal, field }), trial: null }
  }
  return { shown: trialForm.again(w, query, {}), trial: trialTable(w, found) }
}
