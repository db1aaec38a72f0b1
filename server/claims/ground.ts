import type { BadLoan } from '../arrangements/index.ts'
import type { FiveClass } from '../loans/five-class.ts'
import { daysSince } from '../loans/loan.ts'
import { type Day, plusDays } from '../money/day.ts'
import { type Fen, fen, minus, noFen, part, smaller } from '../money/fen.ts'
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
