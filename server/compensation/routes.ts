import { bankRoles, bureauRoles, poolRoles } from '../accounts/index.ts'
import { fundedParties } from '../covers/pool.ts'
import { type FileFault, sent, withFiles } from '../documents/index.ts'
import { withExport } from '../exports/index.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import {
  type Answer,
  type Anyone,
  formAgain,
  get,
  go,
  mend,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import * as actions from './actions.ts'
import { checkPapers } from './actions-review.ts'
import { isPoolClaimState } from './claim.ts'
import { paperForm } from './forms.ts'
import { listPage, noticesPage } from './pages.ts'
import { claimFor, claimReaders, scopeOf } from './parts.ts'
import { dataOf, sightOf } from './parts-page.ts'
import { change, draft, showCandidates, showEdit, showNew, showOfCover } from './routes-filing.ts'
import { agreed, booked, dropped, openOne, showOpening, showPool } from './routes-pools.ts'
import { printStatement, showStatement } from './routes-statement.ts'
import { bookBack, decide, giveBack, pay, reportBack, turnBack } from './routes-steps.ts'
import * as rows from './rows.ts'

const poolReaders = [...poolRoles, ...bureauRoles]
const paperReaders = [...bankRoles, ...poolRoles, ...bureauRoles]

export const compensationRoutes = routes(
  get('/compensation/notices', 'public', showNotices),
  get('/compensation/pools/new', ['bureau-head'], showOpening),
  post('/compensation/pools', ['bureau-head'], openOne),
  get('/compensation/pools/:id', poolReaders, showPool),
  ...withExport('/compensation/pools/:id/statement', poolReaders, 'pool-statement', showStatement, {
    print: printStatement,
  }),
  post('/compensation/pools/:id/fundings', ['pool-operator'], agreed),
  post('/compensation/fundings/:id/booking', ['pool-cashier'], booked),
  post('/compensation/fundings/:id/dropping', ['pool-operator'], dropped),
  get('/compensation/claims', claimReaders, showList),
  get('/compensation/claims/new', bankRoles, showCandidates),
  get('/covers/:id/claim', claimReaders, showOfCover),
  get('/covers/:id/claim/new', bankRoles, showNew),
  post('/covers/:id/claims', bankRoles, draft),
  get('/compensation/claims/:id', claimReaders, showOne),
  get('/compensation/claims/:id/edit', bankRoles, showEdit),
  post('/compensation/claims/:id', bankRoles, change),
  post('/compensation/claims/:id/papers', bankRoles, bring, withFiles),
  get('/compensation/claims/:id/papers/:paper/content', paperReaders, (visit) => send(visit, 'shown')),
  get('/compensation/claims/:id/papers/:paper/download', paperReaders, (visit) => send(visit, 'downloaded')),
  post('/compensation/claims/:id/papers/:paper/removal', bankRoles, takeAway),
  post('/compensation/claims/:id/filing', bankRoles, (visit) => step(visit, actions.fileClaim, 'filed')),
  post('/compensation/claims/:id/withdrawal', bankRoles, (visit) =>
    step(visit, actions.withdrawClaim, 'withdrawn'),
  ),
  post('/compensation/claims/:id/check', ['pool-operator'], (visit) => step(visit, checkPapers, 'checked')),
  post('/compensation/claims/:id/return', ['pool-operator', 'pool-checker'], giveBack),
  post('/compensation/claims/:id/decision', ['pool-checker'], decide),
  post('/compensation/claims/:id/payment', ['pool-cashier'], pay),
  post('/compensation/claims/:id/recoveries', bankRoles, reportBack),
  post('/compensation/recoveries/:id/booking', ['pool-cashier'], bookBack),
  post('/compensation/recoveries/:id/turning', ['pool-cashier'], turnBack),
)

async function showList({ me, w, parts, query, path, today }: SignedIn): Promise<Answer> {
  const asked = one(query.state) ?? ''
  const state = isPoolClaimState(asked) ? asked : null
  const number = pageNumber(query.page)
  const found = await rows.claimsIn(parts.store.read, scopeOf(me), state, perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  const about = { me, reference: parts.reference, today }
  return page('compensation/list', listPage(w, about, { rows: shown, state, pager, sight: sightOf(me) }))
}

/** 公示, for everybody. */
async function showNotices({ w, parts, query, path, today }: Anyone): Promise<Answer> {
  const number = pageNumber(query.page)
  const found = await rows.noticesOn(parts.store.read, today, perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  return page('compensation/notices', noticesPage(w, shown, fundedParties, pager))
}

const found = ({ me, parts, params }: SignedIn) => claimFor(parts.store.read, me, params.id ?? '')

async function showOne(visit: SignedIn): Promise<Answer> {
  return page('compensation/claim', await dataOf(visit, await found(visit)))
}

/** A step that asks for nothing but the button. */
async function step(visit: SignedIn, action: typeof actions.fileClaim, flash: string): Promise<Answer> {
  const { parts, by } = visit
  const { claim } = await found(visit)
  const outcome: Outcome<object> = await action(parts, by, claim.id)
  const back = `/compensation/claims/${claim.id}`
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, `compensation.${flash}-flash`)
}

async function bring(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body, uploads } = visit
  const row = await found(visit)
  const back = `/compensation/claims/${row.claim.id}`
  const again = async (upload: ShownForm, fault?: FileFault) =>
    formAgain('compensation/claim', await dataOf(visit, row, { upload, ...(fault ? { fault } : {}) }))
  const read = paperForm.read(body)
  if (!read.ok) return again(paperForm.again(w, read.typed, read.faults))
  const outcome = await actions.bringClaimPapers(parts, by, row.claim.id, uploads, read.value.kind)
  if (outcome.ok) return go(back, 'compensation.brought-flash')
  if (outcome.refusal.field !== 'file') throw new Refusing(outcome.refusal, back)
  const shown = await again(paperForm.again(w, Object(body), {}), outcome)
  return mend(outcome.refusal, back, () => shown)
}

async function paperOf(visit: SignedIn) {
  const { claim } = await found(visit)
  const papers = await rows.papersOf(visit.parts.store.read, claim.id)
  return { claim, paper: papers.find(({ id }) => id === visit.params.paper) }
}

async function send(visit: SignedIn, how: 'shown' | 'downloaded'): Promise<Answer> {
  const { paper } = await paperOf(visit)
  if (!paper) throw new NotFound(`paper ${visit.params.paper}`)
  return sent(visit, paper, how)
}

async function takeAway(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const { claim, paper } = await paperOf(visit)
  const back = `/compensation/claims/${claim.id}`
  // A colleague was quicker: what was wanted is so.
  if (!paper) return go(back, 'compensation.taken-flash')
  const outcome = await actions.takePaper(parts, by, claim.id, paper)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'compensation.taken-flash')
}
