import type { Reader } from '../../db/index.ts'
import {
  bankRoles,
  bureauRoles,
  enterpriseRoles,
  guarantorRoles,
  isOneOf,
  type Person,
} from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { withFiles } from '../documents/index.ts'
import { inYuan } from '../loans/index.ts'
import type { Day } from '../money/day.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import type { Form, Reading, ShownForm } from '../platform/web/forms.ts'
import { paged, pageNumber, perPage } from '../platform/web/paging.ts'
import {
  type Answer,
  formAgain,
  get,
  go,
  mend,
  page,
  post,
  printed,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import * as actions from './actions.ts'
import { payClaim } from './actions-paying.ts'
import { isOpenClaim } from './claim.ts'
import { answerForm, decisionForm, paymentForm, stepForm } from './forms.ts'
import { type ClaimForms, type ClaimShown, claimPage, listPage } from './pages.ts'
import { printPage } from './pages-print.ts'
import { claimFor, claimReaders, scopeOf, sharingOf } from './parts.ts'
import { bringPapers, fileAnew, fileNew, showAgain, showNew } from './routes-filing.ts'
import * as rows from './rows.ts'
import { papersAt } from './rows-papers.ts'
import { settlementsOf } from './rows-settlements.ts'
import { type Sharing, share } from './sharing.ts'

export const claimRoutes = routes(
  get('/claims', claimReaders, showList),
  get('/claims/:id', claimReaders, showOne),
  get('/claims/:id/print', claimReaders, printOne),
  get('/guarantees/:id/claims/new', bankRoles, showNew),
  post('/guarantees/:id/claims', bankRoles, fileNew),
  post('/guarantees/:id/claims/papers', bankRoles, bringPapers, withFiles),
  get('/claims/:id/again', bankRoles, showAgain),
  post('/claims/:id/again', bankRoles, fileAnew),
  post('/claims/:id/withdrawal', bankRoles, withdraw),
  post('/claims/:id/check', ['guarantor-officer'], check),
  post('/claims/:id/return', guarantorRoles, giveBack),
  post('/claims/:id/decision', ['guarantor-manager'], decide),
  post('/claims/:id/payment', guarantorRoles, pay),
)

const sideOf = (me: Person): string =>
  isOneOf(me, bankRoles)
    ? 'bank'
    : isOneOf(me, guarantorRoles)
      ? 'guarantor'
      : isOneOf(me, enterpriseRoles)
        ? 'firm'
        : 'others'

async function showList({ me, w, parts, query, path, today }: SignedIn): Promise<Answer> {
  const number = pageNumber(query.page)
  const found = await rows.claimsIn(parts.store.read, scopeOf(me), perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  return page('claims/list', listPage(w, shown, today, pager, sideOf(me), isOneOf(me, bureauRoles)))
}

/** The forms that this person may use on a claim as it stands. */
function formsFor({ w, me, today }: SignedIn, { claim }: rows.ShownClaim): ClaimForms {
  const ofGuarantor = isOneOf(me, guarantorRoles)
  const version = String(claim.version)
  const isThird = claim.checkedBy !== me.id && claim.decidedBy !== me.id
  return {
    ...(me.role === 'guarantor-manager' && claim.state === 'checked'
      ? { decision: decisionForm.filled(w, { version }, { prefix: 'decision-' }) }
      : {}),
    ...(ofGuarantor && claim.state === 'approved' && isThird
      ? { payment: paymentForm.filled(w, { paidOn: today, version }, { prefix: 'payment-' }) }
      : {}),
    ...(ofGuarantor && (claim.state === 'filed' || claim.state === 'checked' || claim.state === 'approved')
      ? { answer: answerForm.filled(w, { version }, { prefix: 'answer-' }) }
      : {}),
  }
}

const dataOf = async (visit: SignedIn, row: rows.ShownClaim, forms: ClaimForms) =>
  claimPage(visit.w, await seenOf(visit, row, forms))

async function seenOf(visit: SignedIn, row: rows.ShownClaim, forms: ClaimForms): Promise<ClaimShown> {
  const { me, parts, today } = visit
  const { read } = parts.store
  const guarantee = await rows.guaranteeById(read, row.claim.guaranteeId)
  if (!guarantee) throw new Error('the guarantee of a claim')
  const { sharing, moves } = await sharingOf(read, guarantee)
  return {
    ...{ row, guarantee, forms, me, today },
    sharers: await rows.sharersOf(read, guarantee.id),
    moves,
    coming: comingOf(row.claim, guarantee, sharing),
    papers: await papersAt(read, { claimId: row.claim.id }),
    booked: await bookedElsewhere(read, row.claim),
    settlements: isOneOf(me, enterpriseRoles) ? [] : await settlementsOf(read, guarantee.id),
    trail: isOneOf(me, enterpriseRoles) ? [] : await trailOf(read, 'claim', row.claim.id),
  }
}

async function showOne(visit: SignedIn): Promise<Answer> {
  const row = await found(visit)
  return page('claims/claim', await dataOf(visit, row, formsFor(visit, row)))
}

/** What everybody would pay and bear by it, so that whoever decides knows; null where nothing is decided any more. */
function comingOf({ state, claimedFen }: rows.Claim, { terms }: rows.Guaranteed, before: Sharing) {
  const found = isOpenClaim(state) ? share(terms, before, { kind: 'claim', lossFen: claimedFen }) : null
  return found?.ok ? found.shared.moves : null
}

/** 代偿申请书 with its papers, what everybody paid and bears, and what was settled. */
async function printOne(visit: SignedIn): Promise<Answer> {
  const row = await found(visit)
  return printed('claims/claim-print', printPage(visit.w, await seenOf(visit, row, {})))
}

/** The day of the books where it is another than that of the payout. */
async function bookedElsewhere(read: Reader, { id, guaranteeId, paidOn }: rows.Claim): Promise<Day | null> {
  if (paidOn === null) return null
  const event = (await rows.eventsOf(read, guaranteeId)).find(({ subjectId }) => subjectId === id)
  return event && event.on !== paidOn ? event.on : null
}

const found = ({ me, parts, params }: SignedIn) => claimFor(parts.store.read, me, params.id ?? '')

async function withdraw(visit: SignedIn): Promise<Answer> {
  const { claim } = await found(visit)
  return stepped(claim, await actions.withdrawClaim(visit.parts, visit.by, claim.id), 'withdrawn')
}

async function check(visit: SignedIn): Promise<Answer> {
  const { parts, by, body } = visit
  const { claim } = await found(visit)
  const read = stepForm.read(body)
  if (!read.ok) throw new Refusing(refuse('stale').refusal, `/claims/${claim.id}`)
  return stepped(claim, await actions.checkPapers(parts, by, claim.id, seenIn(read.value)), 'checked')
}

/** A step that asks for nothing but the button. */
function stepped({ id }: rows.Claim, outcome: Outcome<object>, flash: string): Answer {
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/claims/${id}`)
  return go(`/claims/${id}`, `claims.${flash}-flash`)
}

const seenIn = ({ version }: { readonly version: string }): actions.Seen => ({ seen: Number(version) })

type Asking<Value> = Pick<Form<never>, 'again' | 'refused'> & { read(body: unknown): Reading<Value> }

/** A step with a form on the page of the claim; what is refused comes back with what was typed. */
async function withForm<Value>(
  visit: SignedIn,
  name: keyof ClaimForms,
  form: Asking<Value>,
  flash: string,
  act: (claim: rows.Claim, value: Value) => Promise<Outcome<object>>,
): Promise<Answer> {
  const { w, body } = visit
  const row = await found(visit)
  const back = `/claims/${row.claim.id}`
  const more = { prefix: `${name}-` }
  const again = async (shown: ShownForm) =>
    formAgain('claims/claim', await dataOf(visit, row, { ...formsFor(visit, row), [name]: shown }))
  const read = form.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults, more))
  const outcome = await act(row.claim, read.value)
  if (outcome.ok) return go(back, `claims.${flash}-flash`)
  const refusal = inYuan(outcome.refusal)
  if (refusal.field === undefined) throw new Refusing(refusal, back)
  const refused = await again(form.refused(w, body, refusal, more))
  return mend(refusal, back, () => refused)
}

function giveBack(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  return withForm(visit, 'answer', answerForm, 'returned', ({ id }, { answer, ...seen }) =>
    actions.returnClaim(parts, by, id, answer, seenIn(seen)),
  )
}

function decide(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  return withForm(visit, 'decision', decisionForm, 'decided', ({ id }, { outcome, answer, ...seen }) =>
    actions.decideClaim(parts, by, id, { outcome, answer: answer ?? '', ...seenIn(seen) }),
  )
}

function pay(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  return withForm(visit, 'payment', paymentForm, 'paid', ({ id }, { paidOn, reference, ...seen }) =>
    payClaim(parts, by, id, { paidOn, reference, ...seenIn(seen) }),
  )
}
