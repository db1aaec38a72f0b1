import type { Reader } from '../../db/index.ts'
import { bankRoles, enterpriseRoles, guarantorRoles, isOneOf, type Person } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { withFiles } from '../documents/index.ts'
import type { Day } from '../money/day.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
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
import { answerForm, decisionForm, paymentForm } from './forms.ts'
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
  post('/claims/:id/withdrawal', bankRoles, (visit) => step(visit, actions.withdrawClaim, 'withdrawn')),
  post('/claims/:id/check', ['guarantor-officer'], (visit) => step(visit, actions.checkPapers, 'checked')),
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
  return page('claims/list', listPage(w, shown, today, pager, sideOf(me)))
}

/** The forms that this person may use on a claim as it stands. */
function formsFor({ w, me, today }: SignedIn, { claim }: rows.ShownClaim): ClaimForms {
  const ofGuarantor = isOneOf(me, guarantorRoles)
  const isThird = claim.checkedBy !== me.id && claim.decidedBy !== me.id
  return {
    ...(me.role === 'guarantor-manager' && claim.state === 'checked'
      ? { decision: decisionForm.filled(w, {}, { prefix: 'decision-' }) }
      : {}),
    ...(ofGuarantor && claim.state === 'approved' && isThird
      ? { payment: paymentForm.filled(w, { paidOn: today }, { prefix: 'payment-' }) }
      : {}),
    ...(ofGuarantor && (claim.state === 'filed' || claim.state === 'checked' || claim.state === 'approved')
      ? { answer: answerForm.filled(w, {}, { prefix: 'answer-' }) }
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

type Step = typeof actions.checkPapers

/** A step that asks for nothing but the button. */
async function step(visit: SignedIn, action: Step, flash: string): Promise<Answer> {
  const { parts, by } = visit
  const { claim } = await found(visit)
  const outcome = await action(parts, by, claim.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/claims/${claim.id}`)
  return go(`/claims/${claim.id}`, `claims.${flash}-flash`)
}

/** A step with a form on the page of the claim. */
async function withForm(
  visit: SignedIn,
  name: keyof ClaimForms,
  fault: ShownForm | null,
  act: () => Promise<Outcome<object>>,
  refused: (outcome: Outcome<object> & { readonly ok: false }) => ShownForm,
  flash: string,
): Promise<Answer> {
  const row = await found(visit)
  const back = `/claims/${row.claim.id}`
  const again = async (shown: ShownForm) =>
    formAgain('claims/claim', await dataOf(visit, row, { ...formsFor(visit, row), [name]: shown }))
  if (fault) return again(fault)
  const outcome = await act()
  if (outcome.ok) return go(back, `claims.${flash}-flash`)
  if (outcome.refusal.field === undefined) throw new Refusing(outcome.refusal, back)
  const page = await again(refused(outcome))
  return mend(outcome.refusal, back, () => page)
}

async function giveBack(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const { claim } = await found(visit)
  const read = answerForm.read(body)
  const more = { prefix: 'answer-' }
  return withForm(
    visit,
    'answer',
    read.ok ? null : answerForm.again(w, read.typed, read.faults, more),
    () => actions.returnClaim(parts, by, claim.id, read.ok ? read.value.answer : ''),
    ({ refusal }) => answerForm.refused(w, body, refusal, more),
    'returned',
  )
}

async function decide(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const { claim } = await found(visit)
  const read = decisionForm.read(body)
  const more = { prefix: 'decision-' }
  return withForm(
    visit,
    'decision',
    read.ok ? null : decisionForm.again(w, read.typed, read.faults, more),
    () =>
      actions.decideClaim(
        parts,
        by,
        claim.id,
        read.ok
          ? { outcome: read.value.outcome, answer: read.value.answer ?? '' }
          : { outcome: 'refused', answer: '' },
      ),
    ({ refusal }) => decisionForm.refused(w, body, refusal, more),
    'decided',
  )
}

async function pay(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body, today } = visit
  const { claim } = await found(visit)
  const read = paymentForm.read(body)
  const more = { prefix: 'payment-' }
  return withForm(
    visit,
    'payment',
    read.ok ? null : paymentForm.again(w, read.typed, read.faults, more),
    () => payClaim(parts, by, claim.id, read.ok ? read.value : { paidOn: today, reference: '' }),
    ({ refusal }) => paymentForm.refused(w, body, refusal, more),
    'paid',
  )
}
