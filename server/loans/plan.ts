import { type Day, plusMonths } from '../money/day.ts'
import { type Fen, larger, minus, noFen, plus, smaller } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import { type RepaymentMethod, schedule } from '../money/schedule.ts'
import { present } from '../platform/assert.ts'
import { daysSince, isOut, type Loan, lateSince, markOverdue, overdueDays } from './loan.ts'

type Agreed = { readonly ratePpm: Ppm; readonly months: number; readonly method: RepaymentMethod }
type Part = { readonly amountFen: Fen; readonly drawnOn: Day }
type Paid = {
  readonly principalFen: Fen
  readonly interestFen: Fen
  readonly paidOn: Day
  /** 追回 that this was, where pools have paid for the loan. */
  readonly recoveryId?: string | null
}

/**
 * What was paid by the plan. Money that is collected of a loan that pools have paid for pays the bank and the pools and cures
 * nothing: with it a loan in court would be 正常 again, while the pool's line still has it as bad.
 */
const byPlan = (paid: readonly Paid[]): readonly Paid[] => paid.filter(({ recoveryId }) => !recoveryId)

export type Due = {
  /** Which drawing the instalment pays back, counted from one, and the day of that drawing. */
  readonly part: number
  readonly drawnOn: Day
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
      ...{ part: index + 1, drawnOn },
      ...row,
    }))
  })
  return dues.toSorted((one, other) =>
    one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : one.part - other.part,
  )
}

type Account = { readonly dues: readonly Due[]; readonly paid: readonly Paid[] }

/**
 * What of plan and payments still counts. When no principal is out at all, nothing is owed any more: what the plan asked for
 * later was interest on money that had come back. So a day on which the balance is nil closes the drawings and payments
 * up to it, and a later drawing of the rest begins anew. On one day repayments count before drawings, for the money that
 * came back on the day of a new drawing was for an old one; if it is more than the old ones, all of the day counts.
 */
export function openAccount(dues: readonly Due[], paid: readonly Paid[]): Account {
  // Most loans are on their way: not even the first drawing came back.
  const [first] = dues
  if (!first || outIn(paid) < principalOf(dues.filter(({ part }) => part === first.part)))
    return { dues, paid }
  const drawnBy = (isIn: (drawnOn: Day) => boolean): Fen =>
    principalOf(dues.filter(({ drawnOn }) => isIn(drawnOn)))
  for (const on of [...new Set(paid.map(({ paidOn }) => paidOn))].toSorted().toReversed()) {
    const back = outIn(paid.filter(({ paidOn }) => paidOn <= on))
    const isOld = [(drawnOn: Day) => drawnOn <= on, (drawnOn: Day) => drawnOn < on].find(
      (isIn) => drawnBy(isIn) === back,
    )
    if (isOld && back > 0)
      return {
        dues: dues.filter(({ drawnOn }) => !isOld(drawnOn)),
        paid: paid.filter(({ paidOn }) => paidOn > on),
      }
  }
  return { dues, paid }
}

const principalOf = (dues: readonly Due[]): Fen => plus(...dues.map(({ principalFen }) => principalFen))
const outIn = (paid: readonly Paid[]): Fen => plus(...paid.map(({ principalFen }) => principalFen))

/** Days late, by all that was paid against the plan; 0 when nothing is. */
export function daysLate(dues: readonly Due[], paid: readonly Paid[], on: Day): number {
  const open = openAccount(dues, paid)
  return overdueDays(open.dues, paidIn(byPlan(open.paid)), on)
}

/**
 * What is late: all instalments due before a day, less all that was paid by the plan, and no more than the plan still asks for;
 * nothing while none is.
 */
export function arrears(all: readonly Due[], allPaid: readonly Paid[], on: Day): Fen {
  const { dues, paid } = openAccount(all, allPaid)
  const lateFen = minus(dueIn(dues.filter(({ dueOn }) => dueOn < on)), paidIn(byPlan(paid)))
  return larger(noFen, smaller(lateFen, minus(dueIn(dues), paidIn(paid))))
}

const dueIn = (dues: readonly Due[]): Fen => plus(...dues.map(({ paymentFen }) => paymentFen))

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
  const open = openAccount(dues, paid)
  const overdueSince = isOut(loan) ? lateSince(open.dues, paidIn(byPlan(open.paid)), today) : null
  const caughtUp = before.overdueSince !== null && overdueSince === null
  return {
    loan: markOverdue(loan, daysSince(overdueSince, today)),
    overdueSince,
    clearedOn: overdueSince ? null : caughtUp ? today : before.clearedOn,
  }
}

/**
 * Instalments that fell due since a loan caught up and are paid, where nothing is late. One that is due today may still be
 * unpaid: it counts when its day is over.
 */
export const paidSince = (dues: readonly Due[], clearedOn: Day | null, today: Day): number =>
  clearedOn ? dues.filter(({ dueOn }) => clearedOn < dueOn && dueOn < today).length : 0

export type NextDue = { readonly dueOn: Day; readonly owedFen: Fen; readonly ofFen: Fen }

/**
 * What is owed next: the first day whose instalments, of all drawings together, are not covered by what was paid
 * so far, with what of them is still open and what they are in all. Null when nothing is left to pay.
 */
export function nextDue(all: readonly Due[], allPaid: readonly Paid[]): NextDue | null {
  const { dues, paid } = openAccount(all, allPaid)
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
