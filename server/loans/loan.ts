import { type Day, daysBetween } from '../money/day.ts'
import { type Fen, minus, noFen, plus } from '../money/fen.ts'
import { assert } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

export const loanStates = ['signed', 'drawn', 'overdue', 'settled', 'cancelled'] as const
export type LoanState = (typeof loanStates)[number]

/** Money was paid out, whatever became of it. */
export const lentStates = ['drawn', 'overdue', 'settled'] as const satisfies readonly LoanState[]

/**
 * An overdue loan that is brought up to date is simply drawn again; the trail keeps that it was late. A settled one is
 * out again only where a repayment that was reported wrongly is reversed.
 */
export const loanMoves = {
  signed: ['drawn', 'cancelled'],
  drawn: ['overdue', 'settled'],
  overdue: ['drawn', 'settled'],
  settled: ['drawn', 'overdue'],
  cancelled: [],
} as const satisfies Record<LoanState, readonly LoanState[]>

/** Whether a loan may go from one state straight to the other. */
export function mayMoveLoan(from: LoanState, to: LoanState): boolean {
  const onward: readonly LoanState[] = loanMoves[from]
  return onward.includes(to)
}

/** The figures of one contract. The sum agreed is no revolving line: what was repaid is not drawn again. */
export type Loan = {
  readonly state: LoanState
  readonly agreedFen: Fen
  /** All parts paid out so far. */
  readonly drawnFen: Fen
  /** All principal paid back so far. */
  readonly repaidFen: Fen
  readonly signedOn: Day
  /** The day of the earliest part; null while nothing was paid out. */
  readonly firstDrawnOn: Day | null
  /** Whether both sides agreed that the rest is not drawn any more. */
  readonly drawingClosed: boolean
}

/** A contract on the day it is signed. */
export function signedLoan(agreedFen: Fen, signedOn: Day): Loan {
  return sound({
    state: 'signed',
    agreedFen,
    drawnFen: noFen,
    repaidFen: noFen,
    signedOn,
    firstDrawnOn: null,
    drawingClosed: false,
  })
}

export type Drawing = { readonly amountFen: Fen; readonly drawnOn: Day }

/**
 * Pays out a part of the loan, or all of it.
 *
 * Refusals: `not-drawable` (overdue, settled, cancelled or closed for drawing), `not-positive`, `over-limit`
 * (`leftFen` is what may still be drawn), `before-signing`, `future-day`.
 */
export function draw(
  loan: Loan,
  { amountFen, drawnOn }: Drawing,
  today: Day,
): Outcome<{ readonly loan: Loan }> {
  if (!mayBeDrawn(loan)) return refuse('not-drawable')
  if (amountFen <= 0) return refuse('not-positive', { field: 'amountFen' })
  const leftFen = leftToDraw(loan)
  if (amountFen > leftFen) return refuse('over-limit', { field: 'amountFen', values: { leftFen } })
  if (drawnOn < loan.signedOn) return refuse('before-signing', { field: 'drawnOn' })
  if (drawnOn > today) return refuse('future-day', { field: 'drawnOn' })
  const firstDrawnOn = loan.firstDrawnOn !== null && loan.firstDrawnOn < drawnOn ? loan.firstDrawnOn : drawnOn
  const drawn = { ...loan, state: 'drawn', drawnFen: plus(loan.drawnFen, amountFen), firstDrawnOn } as const
  return done({ loan: sound(drawn) })
}

export type Repayment = { readonly principalFen: Fen; readonly interestFen: Fen; readonly paidOn: Day }

/**
 * Books what came back. The loan settles when no principal is left and nothing can be drawn any more; a
 * part payment leaves an overdue loan overdue until `markOverdue` finds no late instalment.
 *
 * Refusals: `not-repayable` (nothing is out, or all is done), `negative` (either part), `not-positive` (both
 * parts nil), `over-balance` (`balanceFen` is the principal still out), `over-interest` (more interest at once than the
 * whole sum agreed, `agreedFen`: a slip of the hand), `before-drawing`, `future-day`.
 */
export function repay(
  loan: Loan,
  { principalFen, interestFen, paidOn }: Repayment,
  today: Day,
): Outcome<{ readonly loan: Loan }> {
  if (!isOut(loan) || loan.firstDrawnOn === null) return refuse('not-repayable')
  if (principalFen < 0) return refuse('negative', { field: 'principalFen' })
  if (interestFen < 0) return refuse('negative', { field: 'interestFen' })
  if (principalFen + interestFen === 0) return refuse('not-positive', { field: 'principalFen' })
  const balanceFen = balance(loan)
  if (principalFen > balanceFen)
    return refuse('over-balance', { field: 'principalFen', values: { balanceFen } })
  const { agreedFen } = loan
  if (interestFen > agreedFen) return refuse('over-interest', { field: 'interestFen', values: { agreedFen } })
  if (paidOn < loan.firstDrawnOn) return refuse('before-drawing', { field: 'paidOn' })
  if (paidOn > today) return refuse('future-day', { field: 'paidOn' })
  return done({ loan: settledIfDone({ ...loan, repaidFen: plus(loan.repaidFen, principalFen) }) })
}

/**
 * Takes back a repayment that was reported wrongly: its principal is out again, and a loan that it settled is. How late
 * the loan then is, `markOverdue` says. The sums are those of the repayment, above zero; that it was booked, and is
 * reversed once, the rows know.
 */
export function reverse(loan: Loan, { principalFen }: Pick<Repayment, 'principalFen'>): Loan {
  assert(principalFen >= 0 && principalFen <= loan.repaidFen, 'Only what came back is taken back.')
  const state = loan.state === 'settled' ? 'drawn' : loan.state
  return sound({ ...loan, state, repaidFen: minus(loan.repaidFen, principalFen) })
}

/**
 * Gives up what was not drawn, so that the loan can settle below the sum agreed.
 * Refusals: `not-out` (nothing drawn: then cancel it; or all is done), `already-closed`.
 */
export function closeDrawing(loan: Loan): Outcome<{ readonly loan: Loan }> {
  if (!isOut(loan)) return refuse('not-out')
  if (loan.drawingClosed || leftToDraw(loan) === 0) return refuse('already-closed')
  return done({ loan: settledIfDone({ ...loan, drawingClosed: true }) })
}

/** Ends a contract of which nothing was drawn. Refusal: `not-cancellable`. */
export function cancel(loan: Loan): Outcome<{ readonly loan: Loan }> {
  if (!mayMoveLoan(loan.state, 'cancelled')) return refuse('not-cancellable')
  return done({ loan: sound({ ...loan, state: 'cancelled' }) })
}

/** Sets or lifts the mark of lateness by the days counted today; a loan that is not out stays as it is. */
export function markOverdue(loan: Loan, days: number): Loan {
  return isOut(loan) ? sound({ ...loan, state: days > 0 ? 'overdue' : 'drawn' }) : loan
}

/** Principal still out. */
export function balance(loan: Loan): Fen {
  return minus(loan.drawnFen, loan.repaidFen)
}

/** What may still be drawn; nil once drawing is closed. */
export function leftToDraw(loan: Loan): Fen {
  return loan.drawingClosed ? noFen : minus(loan.agreedFen, loan.drawnFen)
}

export type Due = { readonly dueOn: Day; readonly paymentFen: Fen }

/**
 * The day of the oldest instalment that is late: not paid in full, and due before today. Null when none is. Money counts
 * towards the oldest instalment first, whatever it was meant for. An instalment is not late on its own day; the day after
 * is the first. `dues` in the order of their days; `paidFen` is all that came in, interest too.
 */
export function lateSince(dues: readonly Due[], paidFen: Fen, on: Day): Day | null {
  let owedFen = 0
  let lastDueOn: Day | null = null
  for (const { dueOn, paymentFen } of dues) {
    assert(lastDueOn === null || lastDueOn <= dueOn, 'Instalments come in the order of their days.')
    lastDueOn = dueOn
    owedFen += paymentFen
    if (owedFen > paidFen) return dueOn < on ? dueOn : null
  }
  return null
}

/** Whole days since that day, 0 when no instalment is late. */
export const daysSince = (overdueSince: Day | null, on: Day): number =>
  overdueSince !== null && overdueSince < on ? daysBetween(overdueSince, on) : 0

/** Whole days since the oldest instalment that is not paid in full, 0 when none is late; see `lateSince`. */
export const overdueDays = (dues: readonly Due[], paidFen: Fen, on: Day): number =>
  daysSince(lateSince(dues, paidFen, on), on)

/** Whether principal is out on the loan, so that it can be paid back. */
export const isOut = (loan: Loan): boolean => loan.state === 'drawn' || loan.state === 'overdue'

const mayBeDrawn = (loan: Loan): boolean =>
  (loan.state === 'signed' || loan.state === 'drawn') && !loan.drawingClosed

/** Whether a part may be paid out now, and there is something left to pay out. */
export const mayDraw = (loan: Loan): boolean => mayBeDrawn(loan) && leftToDraw(loan) > 0

function settledIfDone(loan: Loan): Loan {
  const isDone = balance(loan) === 0 && leftToDraw(loan) === 0
  return sound(isDone ? { ...loan, state: 'settled' } : loan)
}

// Stated wherever a loan leaves this file, because a figure that is wrong once is wrong in every report.
function sound(loan: Loan): Loan {
  assert(loan.agreedFen > 0, 'A loan is agreed over a sum.')
  assert(0 <= loan.repaidFen && loan.repaidFen <= loan.drawnFen, 'No more comes back than was drawn.')
  assert(loan.drawnFen <= loan.agreedFen, 'No more is drawn than was agreed.')
  assert((loan.firstDrawnOn === null) === (loan.drawnFen === 0), 'The first drawing has a day.')
  return loan
}
