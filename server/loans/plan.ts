import { type Day, plusMonths } from '../money/day.ts'
import { type Fen, larger, minus, noFen, plus } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import { type RepaymentMethod, schedule } from '../money/schedule.ts'
import { present } from '../platform/assert.ts'
import { daysSince, isOut, type Loan, lateSince, markOverdue, overdueDays } from './loan.ts'

type Agreed = { readonly ratePpm: Ppm; readonly months: number; readonly method: RepaymentMethod }
type Part = { readonly amountFen: Fen; readonly drawnOn: Day }
type Paid = { readonly principalFen: Fen; readonly interestFen: Fen }

export type Due = {
  /** Which drawing the instalment pays back, counted from one. */
  readonly part: number
  readonly dueOn: Day
  readonly principalFen: Fen
  readonly interestFen: Fen
  readonly paymentFen: Fen
  readonly balanceFen: Fen
}

/**
 * 还款计划: each drawing is paid back over the agreed months from its own day, by the agreed method, counted by
 * months (30/360); the instalments of all drawings in the order of their days.
 */
export function plan({ ratePpm, months, method }: Agreed, parts: readonly Part[]): Due[] {
  const dues = parts.flatMap(({ amountFen, drawnOn }, index) => {
    const made = schedule({
      principalFen: amountFen,
      annualRatePpm: ratePpm,
      months,
      method,
      drawnOn,
      dayCount: 'monthly',
    })
    // The offer's cost was computed from the same terms, so they are known to repay.
    return present(made.ok ? made.rows : null, 'a schedule of agreed terms').map((row) => ({
      part: index + 1,
      ...row,
    }))
  })
  return dues.toSorted((one, other) =>
    one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : one.part - other.part,
  )
}

/** Days late, by all that was paid against the plan; 0 when nothing is. */
export const daysLate = (dues: readonly Due[], paid: readonly Paid[], on: Day): number =>
  overdueDays(dues, paidIn(paid), on)

/** What is late: all instalments due before a day, less all that was paid; nothing while none is. */
export function arrears(dues: readonly Due[], paid: readonly Paid[], on: Day): Fen {
  const owed = dues.filter(({ dueOn }) => dueOn < on).map(({ paymentFen }) => paymentFen)
  return larger(noFen, minus(plus(...owed), paidIn(paid)))
}

const paidIn = (paid: readonly Paid[]): Fen =>
  plus(...paid.flatMap(({ principalFen, interestFen }) => [principalFen, interestFen]))

/** What of a loan's lateness is kept with it. */
export type Lateness = { readonly overdueSince: Day | null; readonly clearedOn: Day | null }

/** How a loan stands on a day, after whatever was reported: late or not, since when, and when it last caught up. */
export function standing(
  loan: Loan,
  before: Lateness,
  dues: readonly Due[],
  paid: readonly Paid[],
  today: Day,
): { readonly loan: Loan } & Lateness {
  const paidFen = paidIn(paid)
  const overdueSince = isOut(loan) ? lateSince(dues, paidFen, today) : null
  const caughtUp = before.overdueSince !== null && overdueSince === null
  return {
    loan: markOverdue(loan, daysSince(overdueSince, today)),
    overdueSince,
    clearedOn: overdueSince ? null : caughtUp ? today : before.clearedOn,
  }
}

export type NextDue = { readonly dueOn: Day; readonly owedFen: Fen; readonly ofFen: Fen }

/**
 * What is owed next: the first day whose instalments, of all drawings together, are not covered by what was paid
 * so far, with what of them is still open and what they are in all. Null when nothing is left to pay.
 */
export function nextDue(dues: readonly Due[], paid: readonly Paid[]): NextDue | null {
  let leftFen = paidIn(paid)
  for (const dueOn of new Set(dues.map((due) => due.dueOn))) {
    const ofFen = plus(...dues.filter((due) => due.dueOn === dueOn).map(({ paymentFen }) => paymentFen))
    if (ofFen > leftFen) return { dueOn, owedFen: minus(ofFen, leftFen), ofFen }
    leftFen = minus(leftFen, ofFen)
  }
  return null
}

/** The last day of the last drawing's plan. */
export const maturityOf = (months: number, parts: readonly Part[]): Day | null => {
  const last = parts
    .map(({ drawnOn }) => drawnOn)
    .toSorted()
    .at(-1)
  return last ? plusMonths(last, months) : null
}

type Row = {
  readonly state: Loan['state']
  readonly amountFen: Fen
  readonly drawnFen: Fen
  readonly balanceFen: Fen
  readonly signedOn: Day
  readonly firstDrawnOn: Day | null
  readonly drawingClosed: boolean
}

/** The row as the pure rules read it. */
export const loanOf = (row: Row): Loan => ({
  state: row.state,
  agreedFen: row.amountFen,
  drawnFen: row.drawnFen,
  repaidFen: minus(row.drawnFen, row.balanceFen),
  signedOn: row.signedOn,
  firstDrawnOn: row.firstDrawnOn,
  drawingClosed: row.drawingClosed,
})
