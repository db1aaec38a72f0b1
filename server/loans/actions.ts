import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { type Application, applicationById, moveCase, offersOf, owedOn } from '../applications/index.ts'
import { act, write } from '../audit/index.ts'
import { followCovers } from '../exposures/index.ts'
import { type FollowParts, followLoan, payerOf } from '../guarantees/index.ts'
import type { Paid } from '../guarantees/payer.ts'
import type { Day } from '../money/day.ts'
import { noFen } from '../money/fen.ts'
import { moveNeed, needById } from '../needs/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { dayOf } from '../platform/clock.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { dueBy } from '../policies/index.ts'
import { newsOf, tellOfLoan } from './actions-notices.ts'
import { maySign, renewalDrawn } from './actions-renewed.ts'
import type { RegisterSays } from './first-loan.ts'
import {
  balance,
  type Drawing,
  draw,
  type Loan,
  leftToDraw,
  type Repayment,
  repay,
  signedLoan,
} from './loan.ts'
import { firstLoanFound } from './parts-first-loan.ts'
import { loanOf, maturityOf, plan, standing } from './plan.ts'
import * as rows from './rows.ts'
import { loansOwingPools } from './rows-covers.ts'
import { numbersTaken } from './rows-imports.ts'

type Signing = {
  readonly signedOn: Day
  readonly contractNumber: string
  /** What the bank found in the credit register; nobody asks it for a renewal, which is nobody's first loan. */
  readonly register?: RegisterSays
}
export type With = Pick<Parts, 'store' | 'policies' | 'config'>
export type Kept = Outcome<{ readonly loan: rows.LoanRow }>

/**
 * 签约: the agreed case becomes a loan on the terms of the offer that was accepted. Whether it is the firm's
 * first loan is flagged now and never computed again. The report of the first drawdown is due next, counted from the
 * day on which the platform learns of the contract.
 *
 * A renewal keeps which loan it pays back; the flag of that one stays, and its own is no.
 *
 * Refuses: `move-not-allowed`, `future-day`, `before-case` (a day before the case was opened), as `checkRenewed`,
 * `checkTotalCap`, `calendar-missing`, `stale`.
 */
export const sign = (
  { store, policies }: Pick<Parts, 'store' | 'policies'>,
  by: By,
  id: Application['id'],
  { signedOn, contractNumber, register }: Signing,
) =>
  act(store, by, async (tx): Promise<Kept> => {
    const application = await applicationById(tx, id)
    const offer = (await offersOf(tx, id)).find(({ state }) => state === 'accepted')
    if (application?.state !== 'agreed' || !offer) return refuse('move-not-allowed')
    if (signedOn > by.today) return refuse('future-day', { field: 'signedOn' })
    const openedOn = dayOf(application.submittedAt)
    if (signedOn < openedOn) return refuse('before-case', { field: 'signedOn', values: { openedOn } })
    const clock = dueBy(policies, by.today, 'drawdownReportWorkdays')
    if (!clock.ok) return clock
    const renewed = await maySign(tx, { policies }, by, application, { signedOn, amountFen: offer.amountFen })
    if (!renewed.ok) return renewed
    const { renewalOf } = renewed
    const { agreedFen, drawnFen, drawingClosed, state } = signedLoan(offer.amountFen, signedOn)
    const { enterpriseId, institutionId, needId } = application
    const { months, ratePpm, method } = offer
    const loanId = newId<'loan'>()
    const found = renewalOf ? null : await firstLoanFound(tx, enterpriseId, register)
    await rows.addLoan(tx, {
      ...{ enterpriseId, institutionId, needId, months, ratePpm, method, state, drawnFen, drawingClosed },
      ...{ id: loanId, contractNumber, signedOn, renewalOf },
      number: await nextNumber(tx, 'DK', by.today),
      applicationId: id,
      offerId: offer.id,
      amountFen: agreedFen,
      balanceFen: drawnFen,
      reportDueOn: clock.due.on,
      reportDuePolicies: clock.due.policies,
      firstLoan: found?.finding === 'first',
      firstLoanFound: found,
      version: 1,
    })
    const moved = await moveCase(tx, by, application, 'signed', 'institution', owedOn(null))
    if (!moved.ok) return moved
    await write(tx, by, { happening: 'loans.signed', subject: { kind: 'loan', id: loanId }, to: 'signed' })
    return done({ loan: present(await rows.loanById(tx, loanId), 'the loan just signed') })
  })

/**
 * The version of the loan that the reporter had before him; a loan that has moved on since refuses his report as `stale`.
 * Programs leave it out: the name that they give each write does the same for them.
 */
type Seen = { readonly seen?: number }
export type DrawdownReport = Drawing & Seen

const isBehind = ({ version }: rows.LoanRow, seen: number | undefined): boolean =>
  seen !== undefined && seen !== version

/**
 * 放款, whole or in parts, as the bank reports it. The first one finances the need. By when the bank owed the report is
 * kept with it; where the calendar of that day is not known yet, nothing is, for a drawdown is a fact.
 *
 * A renewal is drawn once; the same sum pays the old loan back on the same day, without cash of the firm's.
 *
 * Refuses: what `draw` refuses, for a renewal as `checkRenewedBy`, and `stale`.
 */
export const reportDrawdown = (parts: With, by: By, id: Id<'loan'>, drawing: DrawdownReport) =>
  act(parts.store, by, (tx) => drawdown(tx, parts, by, id, drawing))

/** The same within a transaction that is open already. */
export async function drawdown(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  id: Id<'loan'>,
  { seen, ...drawing }: DrawdownReport,
): Promise<Kept> {
  const row = present(await rows.loanById(tx, id), 'the loan of a report')
  if (isBehind(row, seen)) return refuse('stale')
  const drawn = draw(loanOf(row), drawing, by.today)
  if (!drawn.ok) return drawn
  const { renewalOf } = row
  const may = renewalOf ? await renewalDrawn(tx, renewalOf, drawing) : done()
  if (!may.ok) return may
  await rows.addDrawdown(tx, {
    ...drawing,
    id: newId<'drawdown'>(),
    loanId: id,
    ...reportDue(parts.policies, drawing.drawnOn),
    ...reporter(by),
  })
  const maturesOn = maturityOf(row.months, await rows.drawdownsOf(tx, id))
  const details = { fen: drawing.amountFen }
  // What a renewal leaves undrawn would be new money, which nobody agreed to.
  const after = renewalOf ? { ...drawn.loan, drawingClosed: leftToDraw(drawn.loan) > 0 } : drawn.loan
  const told = { happened: 'drawn', more: { maturesOn }, details, on: drawing.drawnOn }
  const kept = await reported(tx, parts, by, row, after, told)
  if (kept.ok && renewalOf) return paysBack(tx, parts, by, kept.loan, renewalOf, drawing)
  return kept.ok && row.state === 'signed' ? financed(tx, by, kept.loan) : kept
}

/** The old loan is paid back by its renewal: the answer is the new one. Refuses: as `repayment`. */
async function paysBack(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  loan: rows.LoanRow,
  oldId: Id<'loan'>,
  { amountFen, drawnOn }: Drawing,
): Promise<Kept> {
  const back = {
    principalFen: amountFen,
    interestFen: noFen,
    paidOn: drawnOn,
    renewedBy: loan.id,
    payer: 'firm' as const,
  }
  const paid = await repayment(tx, parts, by, oldId, back)
  return paid.ok ? done({ loan }) : paid
}

function reportDue(policies: Parts['policies'], drawnOn: Day) {
  const clock = dueBy(policies, drawnOn, 'drawdownReportWorkdays')
  return clock.ok ? { reportDueOn: clock.due.on, reportDuePolicies: clock.due.policies } : {}
}

/** Who reported, and when. */
const reporter = (by: By) => ({
  reportedAt: by.at,
  reportedBy: by.person?.id ?? null,
  keyId: by.program?.keyId ?? null,
})

async function financed(tx: Transaction, by: By, loan: rows.LoanRow): Promise<Kept> {
  const need = present(await needById(tx, loan.needId), 'the need of a loan')
  const moved = await moveNeed(tx, by, need, 'financed')
  return moved.ok ? done({ loan }) : moved
}

/** A repayment as it is reported: besides the payment the bank's own number of it, or the renewal or 追回 that it is of. */
export type RepaymentReport = Repayment &
  Seen &
  Paid & {
    readonly reference?: string | null
    readonly renewedBy?: Id<'loan'>
    readonly recoveryId?: Id<'compensation-recovery'>
  }

/**
 * 还款, as the bank reports it. Refuses: what `repay` refuses, `reference-taken` (the bank reported a payment under that
 * number before), `repayment-is-recovery` (pools paid for the loan: what its firm pays is reported at the claim, so that they
 * get their parts of it), what `payerOf` refuses, and `stale`.
 */
export const reportRepayment = (parts: With, by: By, id: Id<'loan'>, report: RepaymentReport) =>
  act(parts.store, by, (tx) => repayment(tx, parts, by, id, report))

/** The same within a transaction that is open already. */
export async function repayment(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  id: Id<'loan'>,
  { reference = null, seen, payer = null, ...payment }: RepaymentReport,
): Promise<Kept> {
  const row = present(await rows.loanById(tx, id), 'the loan of a report')
  if (isBehind(row, seen)) return refuse('stale')
  const repaid = repay(loanOf(row), payment, by.today)
  if (!repaid.ok) return repaid
  if (reference !== null && (await numbersTaken(tx, row.institutionId, [reference])).length > 0) {
    return refuse('reference-taken', { field: 'reference' })
  }
  // A guarantor's money is of its own claims and no 追回 of the pools.
  if (!payment.recoveryId && payer !== 'guarantor' && (await loansOwingPools(tx, [id])).has(id))
    return refuse('repayment-is-recovery')
  const paid = await payerOf(tx, row, payer, payment.principalFen)
  if (!paid.ok) return paid
  await rows.addRepayment(tx, {
    ...payment,
    reference,
    byGuarantor: paid.byGuarantor,
    id: newId<'repayment'>(),
    loanId: id,
    ...reporter(by),
  })
  const dues = plan(row, await rows.drawdownsOf(tx, id))
  const stands = standing(repaid.loan, row, dues, await rows.repaymentsOf(tx, id), by.today)
  const { overdueSince, clearedOn } = stands
  const settledOn = stands.loan.state === 'settled' ? payment.paidOn : null
  const details = { principalFen: payment.principalFen, interestFen: payment.interestFen }
  return reported(tx, parts, by, row, stands.loan, {
    happened: 'repaid',
    more: { overdueSince, clearedOn, settledOn },
    details,
    on: payment.paidOn,
  })
}

export type Told = {
  readonly happened: string
  readonly why?: string
  readonly details?: Readonly<Record<string, unknown>>
  /** The day of what is reported; today where it has none. */
  readonly on?: Day
  readonly more?: Partial<Omit<rows.LoanRow, 'id' | 'version'>>
}

/** Writes what the pure rules decided, and the trail. Refuses: `stale`. */
export async function keep(
  tx: Transaction,
  by: By,
  row: rows.LoanRow,
  after: Loan,
  { happened, why, details, more = {} }: Told,
): Promise<Kept> {
  const { state, drawnFen, firstDrawnOn, drawingClosed } = after
  const changes = { state, drawnFen, firstDrawnOn, drawingClosed, balanceFen: balance(after), ...more }
  const changed = await rows.changeLoan(tx, row, changes)
  if (!changed) return refuse('stale')
  await write(tx, by, {
    happening: `loans.${happened}`,
    subject: { kind: 'loan', id: row.id },
    from: row.state,
    to: state,
    ...(why ? { why } : {}),
    ...(details ? { details } : {}),
  })
  await tellOfLoan(tx, by, newsOf(row.state, state, happened), changed)
  return done({ loan: changed })
}

/** The same for what moves money: the guarantee of the loan and what pools cover of it come along. Refuses: `stale`. */
export async function reported(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  row: rows.LoanRow,
  after: Loan,
  told: Told,
): Promise<Kept> {
  const kept = await keep(tx, by, row, after, told)
  if (!kept.ok) return kept
  const followed = await followLoan(tx, parts, by, kept.loan, told.on ?? by.today)
  if (followed.ok) await followCovers(tx, by, [kept.loan])
  return followed.ok ? kept : followed
}
