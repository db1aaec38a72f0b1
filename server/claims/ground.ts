import type { BadLoan } from '../arrangements/index.ts'
import type { FiveClass } from '../loans/five-class.ts'
import { daysSince, reverse } from '../loans/loan.ts'
import { loanOf, plan, standing } from '../loans/plan.ts'
import { type Day, plusDays } from '../money/day.ts'
import { type Fen, fen, minus, noFen, part, plus, smaller } from '../money/fen.ts'
import { type Ppm, wholePpm } from '../money/rate.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { ClaimFacts } from './claim.ts'

/** A loan and its guarantee as they stand, as far as a claim asks. */
export type Standing = {
  readonly loan: {
    readonly balanceFen: Fen
    readonly ratePpm: Ppm
    readonly overdueSince: Day | null
    readonly riskClass: FiveClass | null
    readonly firstDrawnOn: Day | null
  }
  readonly guarantee: {
    readonly state: string
    readonly balanceFen: Fen
    readonly claimedFen: Fen
    readonly coverUntil: Day | null
  }
  readonly openClaim: boolean
  readonly finalPaid: boolean
  readonly ceilingFen: Fen | null
}

type Repaid = Parameters<typeof standing>[3][number] & { readonly byGuarantor: boolean | null }

/**
 * Since when the firm is late, by what it paid itself: money of its guarantor's that the bank has booked pays the bank and
 * cures nothing. Null when it is not late. A loan that such money settled is looked at as if it had not.
 */
export function lateByItself(
  row: Parameters<typeof loanOf>[0] & Parameters<typeof plan>[0] & { readonly overdueSince: Day | null },
  drawn: Parameters<typeof plan>[1],
  repaid: readonly Repaid[],
  today: Day,
): Day | null {
  const payouts = repaid.filter(({ byGuarantor }) => byGuarantor === true)
  if (payouts.length === 0) return row.overdueSince
  const loan = reverse(loanOf(row), {
    principalFen: plus(...payouts.map(({ principalFen }) => principalFen)),
  })
  const own = repaid.filter((one) => !payouts.includes(one))
  const before = { overdueSince: row.overdueSince, clearedOn: null }
  return standing(loan, before, plan(row, drawn), own, today).overdueSince
}

/** Interest that is claimed: from its first unpaid day to the day that does not count any more. */
export type Unpaid = { readonly from: Day; readonly until: Day }

/** Without another word: since the oldest instalment that is late, until today. */
export const unpaidSince = ({ loan }: Standing, today: Day): Unpaid => ({
  from: loan.overdueSince ?? today,
  until: today,
})

/** Refuses `interest-days-wrong`: interest is unpaid between the first drawdown and today. */
export function checkUnpaid({ loan }: Standing, { from, until }: Unpaid, today: Day): Outcome<object> {
  if (loan.firstDrawnOn === null || from < loan.firstDrawnOn)
    return refuse('interest-days-wrong', { field: 'interestFrom' })
  if (until < from || until > today) return refuse('interest-days-wrong', { field: 'interestUntil' })
  return done()
}

/**
 * What a claim is held against. Principal that earlier claims took over is owed to the guarantor by now. Interest of odd
 * days is counted by the days over 360, as contracts do.
 */
export function factsOf(one: Standing, { from, until }: Unpaid, today: Day): ClaimFacts {
  const { loan, guarantee, openClaim, finalPaid, ceilingFen } = one
  const bad: BadLoan = {
    principalFen: minus(loan.balanceFen, smaller(loan.balanceFen, guarantee.claimedFen)),
    annualRatePpm: loan.ratePpm,
    dayCount: 'actual/360',
    interestFrom: from,
    until,
  }
  return {
    ...{ balanceFen: guarantee.balanceFen, openClaim, finalPaid, ceilingFen, loan: bad },
    inForce: guarantee.state === 'in-force' || guarantee.state === 'claimed',
    lateness: { days: daysSince(loan.overdueSince, today), riskClass: loan.riskClass },
    coverUntil: guarantee.coverUntil,
  }
}

/** 见贷即担: what is left under the ceiling of an agreement, of all that was guaranteed under it; down to the fen. */
export function ceilingOf(
  batch: { readonly guaranteedFen: number; readonly claimedFen: number },
  ceilingPpm: Ppm,
): Fen {
  const most = part(fen(batch.guaranteedFen), ceilingPpm, wholePpm)
  return batch.claimedFen < most ? minus(most, fen(batch.claimedFen)) : noFen
}

/** So many calendar days after a day; that day itself is still in time. */
export const dueAfter = (on: Day, days: number): Day => plusDays(on, days)
