import { bankRoles, enterpriseRoles } from '../accounts/index.ts'
import { applicationFor, movedOn, renewedInCase } from '../applications/index.ts'
import { trailOf } from '../audit/index.ts'
import { loansAskingPayer } from '../guarantees/index.ts'
import { fen, noFen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { Outcome, Refusal } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, formAgain, get, go, mend, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { cancelLoan, endDrawing, writeOffLoan } from './actions-ends.ts'
import {
  claimedRepaymentForm,
  drawdownForm,
  endingForm,
  renewalSigningForm,
  repaymentForm,
  signingForm,
} from './forms.ts'
import { isOut, leftToDraw, loanStates, mayDraw, mayMoveLoan } from './loan.ts'
import { listPage, reportPage, signingPage } from './pages.ts'
import { loanPage } from './pages-loan.ts'
import { loanFor, queueMoves } from './parts.ts'
import { loanOf as figuresOf } from './plan.ts'
import { renewalRuleOn } from './policies.ts'
import { inYuan } from './refused.ts'
import { renewable } from './renewed.ts'
import * as rows from './rows.ts'
import { classesOfLoan } from './rows-classes.ts'
import { coverOfLoan, loansOwingPools } from './rows-covers.ts'
import { renewalLinks, renewalsOf } from './rows-renewals.ts'
import { checkLoanWriteOff } from './write-off.ts'

const parties = [...enterpriseRoles, ...bankRoles] as const

export const loanRoutes = routes(
  get('/applications/:id/signing', bankRoles, showSigning),
  post('/applications/:id/signing', bankRoles, sign),
  get('/loans', parties, showList),
  get('/loans/:id', parties, showLoan),
  get('/loans/:id/drawdowns/new', bankRoles, showDrawdown),
  post('/loans/:id/drawdowns', bankRoles, reportDrawdown),
  get('/loans/:id/repayments/new', bankRoles, showRepayment),
  post('/loans/:id/repayments', bankRoles, reportRepayment),
  get('/loans/:id/drawing-end', bankRoles, (visit) => showEnding(visit, 'drawing-end')),
  post('/loans/:id/drawing-end', bankRoles, (visit) => end(visit, 'drawing-end')),
  get('/loans/:id/cancellation', bankRoles, (visit) => showEnding(visit, 'cancellation')),
  post('/loans/:id/cancellation', bankRoles, (visit) => end(visit, 'cancellation')),
  get('/loans/:id/write-off', ['bank-manager'], (visit) => showEnding(visit, 'write-off')),
  post('/loans/:id/write-off', ['bank-manager'], (visit) => end(visit, 'write-off')),
)

const caseOf = ({ me, parts, params }: SignedIn) => applicationFor(parts.store.read, me, params.id ?? '')
const loanOf = ({ me, parts, params }: SignedIn) => loanFor(parts.store.read, me, params.id ?? '')

async function showSigning(visit: SignedIn): Promise<Answer> {
  const application = await caseOf(visit)
  if (application.state !== 'agreed') return movedOn(application)
  const renewed = await renewedInCase(visit.parts.store.read, application.id)
  const values = { signedOn: visit.today }
  const shown = renewed ? renewalSigningForm.filled(visit.w, values) : signingForm.filled(visit.w, values)
  return page('loans/signing', signingPage(visit.w, application, shown, renewed))
}

async function sign(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const application = await caseOf(visit)
  const renewed = await renewedInCase(parts.store.read, application.id)
  const again = (shown: ShownForm) => formAgain('loans/signing', signingPage(w, application, shown, renewed))
  const form = renewed ? renewalSigningForm : signingForm
  const read = form.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults))
  const outcome = await actions.sign(parts, by, application.id, read.value)
  if (outcome.ok) return go(`/loans/${outcome.loan.id}`, 'loans.signed-flash')
  if (!outcome.refusal.field) throw new Refusing(inYuan(outcome.refusal), `/applications/${application.id}`)
  return again(form.refused(w, body, outcome.refusal))
}

async function showList({ me, w, parts, query, path }: SignedIn): Promise<Answer> {
  const state = loanStates.find((known) => known === one(query.state)) ?? null
  const number = pageNumber(query.page)
  const whose = me.enterpriseId
    ? { enterpriseId: me.enterpriseId }
    : { institutionId: present(me.institutionId, 'the bank of its own people') }
  const found = await rows.listLoans(parts.store.read, whose, state, perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  return page('loans/list', listPage(w, me, state, shown, pager))
}

async function showLoan(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, today } = visit
  const { read } = parts.store
  const loan = await loanOf(visit)
  const renewals = await renewalsOf(read, [loan.id])
  const isOwed = loan.state === 'signed' || loan.state === 'overdue' || renewals[0]?.state === 'wished'
  return page('loans/loan', {
    moves: queueMoves(visit, loan.id, isOwed),
    ...loanPage(
      w,
      { me, today, reference: parts.reference, rule: renewalRuleOn(parts.policies, today).value },
      {
        loan,
        parties: present(await rows.partiesOf(read, loan), 'the parties of a loan'),
        drawdowns: await rows.drawdownsOf(read, loan.id),
        repayments: await rows.repaymentsOf(read, loan.id),
        classes: await classesOfLoan(read, loan.id),
        renewals,
        links: await renewalLinks(read, loan),
        trail: await trailOf(read, 'loan', loan.id),
        cover: await coverOfLoan(read, loan.id),
        claimId: await recoveryClaimOf(visit, loan),
      },
    ),
  })
}

/** A form whose report the loan no longer takes: back to the loan, which says what is next. */
const notNow = ({ id }: rows.LoanRow): Answer =>
  go(`/loans/${id}`, { tone: 'warn', key: 'applications.moved-on-flash' })

async function showDrawdown(visit: SignedIn): Promise<Answer> {
  const loan = await loanOf(visit)
  if (!mayDraw(figuresOf(loan))) return notNow(loan)
  const { old } = await renewalLinks(visit.parts.store.read, loan)
  const leftFen = fen(loan.amountFen - loan.drawnFen)
  const shown = drawdownForm.filled(visit.w, {
    amountFen: old ? renewable(leftFen, old) : leftFen,
    drawnOn: visit.today,
    version: String(loan.version),
  })
  return page('loans/report', reportPage(visit.w, 'drawdowns', loan, shown, old))
}

async function showRepayment(visit: SignedIn): Promise<Answer> {
  const loan = await loanOf(visit)
  if (!isOut(figuresOf(loan))) return notNow(loan)
  const claimId = await recoveryClaimOf(visit, loan)
  if (claimId)
    return go(`/compensation/claims/${claimId}`, { tone: 'warn', key: 'loans.recovery-instead-flash' })
  const values = { paidOn: visit.today, version: String(loan.version) }
  const shown = (await asksPayer(visit, loan))
    ? claimedRepaymentForm.filled(visit.w, values)
    : repaymentForm.filled(visit.w, values)
  return page('loans/report', reportPage(visit.w, 'repayments', loan, shown))
}

type Shown = ReturnType<typeof drawdownForm.filled>

/** After a report: the loan again, or the form with what is to be mended, limits in yuan. */
function answered(
  visit: SignedIn,
  what: 'drawdowns' | 'repayments',
  loan: rows.LoanRow,
  outcome: Outcome<object>,
  refused: (refusal: Refusal) => Shown,
): Answer {
  if (outcome.ok) return go(`/loans/${loan.id}`, `loans.${what}-flash`)
  const refusal = inYuan(outcome.refusal)
  if (!refusal.field && refusal.code !== 'stale' && refusal.code !== 'already-submitted') {
    throw new Refusing(refusal, `/loans/${loan.id}`)
  }
  return mend(refusal, `/loans/${loan.id}`, () =>
    formAgain('loans/report', reportPage(visit.w, what, loan, refused(refusal))),
  )
}

async function reportDrawdown(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const loan = await loanOf(visit)
  const read = drawdownForm.read(body)
  if (!read.ok) {
    return formAgain(
      'loans/report',
      reportPage(w, 'drawdowns', loan, drawdownForm.again(w, read.typed, read.faults)),
    )
  }
  const { version, ...drawing } = read.value
  const outcome = await actions.reportDrawdown(parts, by, loan.id, { ...drawing, seen: Number(version) })
  return answered(visit, 'drawdowns', loan, outcome, (refusal) => drawdownForm.refused(w, body, refusal))
}

/** The claim on pools at which the bank reports what comes back; where a guarantor pays as well, its form asks who paid. */
async function recoveryClaimOf(visit: SignedIn, loan: rows.LoanRow) {
  if (await asksPayer(visit, loan)) return null
  return (await loansOwingPools(visit.parts.store.read, [loan.id])).get(loan.id) ?? null
}

/** Whether the bank has to say whose money comes back: from the first claim on. */
const asksPayer = async ({ parts }: SignedIn, { id }: rows.LoanRow): Promise<boolean> =>
  (await loansAskingPayer(parts.store.read, [id])).has(id)

async function reportRepayment(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const loan = await loanOf(visit)
  const asks = await asksPayer(visit, loan)
  const form = asks ? claimedRepaymentForm : repaymentForm
  const again = (shown: Shown) => formAgain('loans/report', reportPage(w, 'repayments', loan, shown))
  const claimed = asks ? claimedRepaymentForm.read(body) : null
  const read = claimed ?? repaymentForm.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults))
  const { paidOn, principalFen, interestFen, reference, version } = read.value
  const repayment = {
    ...{ paidOn, reference, seen: Number(version), payer: claimed?.ok ? claimed.value.payer : null },
    ...{ principalFen: principalFen ?? noFen, interestFen: interestFen ?? noFen },
  }
  const outcome = await actions.reportRepayment(parts, by, loan.id, repayment)
  return answered(visit, 'repayments', loan, outcome, (refusal) => form.refused(w, body, refusal))
}

/** Each way of ending a contract early, or of giving up on it: whether it is open now, what it does, and what is said then. */
const endings = {
  'drawing-end': {
    isOpen: (row: rows.LoanRow) => isOut(figuresOf(row)) && leftToDraw(figuresOf(row)) > 0,
    act: endDrawing,
    flash: 'loans.drawing-closed-flash',
  },
  cancellation: {
    isOpen: (row: rows.LoanRow) => mayMoveLoan(row.state, 'cancelled'),
    act: cancelLoan,
    flash: 'loans.cancelled-flash',
  },
  'write-off': {
    isOpen: (row: rows.LoanRow) => checkLoanWriteOff(row).ok,
    act: writeOffLoan,
    flash: 'loans.written-off-flash',
  },
} as const
type Ending = keyof typeof endings

async function showEnding(visit: SignedIn, ending: Ending): Promise<Answer> {
  const loan = await loanOf(visit)
  if (!endings[ending].isOpen(loan)) return notNow(loan)
  return page('loans/report', reportPage(visit.w, ending, loan, endingForm.filled(visit.w, {})))
}

async function end(visit: SignedIn, ending: Ending): Promise<Answer> {
  const { w, parts, by, body } = visit
  const loan = await loanOf(visit)
  const read = endingForm.read(body)
  if (!read.ok) {
    const shown = endingForm.again(w, read.typed, read.faults)
    return formAgain('loans/report', reportPage(w, ending, loan, shown))
  }
  const outcome = await endings[ending].act(parts, by, loan.id, read.value.why)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/loans/${loan.id}`)
  return go(`/loans/${loan.id}`, endings[ending].flash)
}
