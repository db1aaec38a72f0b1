import { type Day, daysBetween, yearOf } from '../money/day.ts'
import { type Fen, fenOf, isFen, minus, noFen, plus } from '../money/fen.ts'
import { million } from '../money/rate.ts'
import { halfUp } from '../money/rounding.ts'
import { split } from '../money/split.ts'
import { type Calendar, workdaysFrom } from '../money/workdays.ts'
import { assert } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { BridgePolicy } from './policy.ts'

export type Advance = { readonly principalFen: Fen; readonly paidOutOn: Day; readonly repaidOn: Day }

/** Days that cost the same. Overdue days stand in lines of their own, at their multiplied rate. */
export type FeeTier = { readonly days: number; readonly ratePpmPerDay: number; readonly feeFen: Fen }

export type BridgeFee = {
  readonly days: number
  readonly feeFen: Fen
  readonly tiers: readonly FeeTier[]
  readonly overdueDays: number
}

/**
 * What an advance costs. The payout day counts, the day of return does not, and it is one day at least, for part of a
 * day is a day (Wenzhou 2018). In a working-day pool only working days count. Days after the longest cost the multiple
 * of their tier. The fee is rounded once, half up, at the end; its lines add up to it by largest remainder.
 *
 * Refuses `principal-wrong`, `repaid-before-payout`, `calendar-missing` with its year, `fee-too-large`.
 */
export function bridgeFee(policy: BridgePolicy, advance: Advance, calendar: Calendar): Outcome<BridgeFee> {
  const { principalFen, paidOutOn, repaidOn } = advance
  if (!isFen(principalFen) || principalFen <= 0) return refuse('principal-wrong', { field: 'principalFen' })
  if (repaidOn < paidOutOn) return refuse('repaid-before-payout', { field: 'repaidOn' })
  const counted = daysOut(policy, advance, calendar)
  if (!counted.ok) return counted
  const { days } = counted
  const lines = linesOf(policy, days)
  const weights = lines.map((line) => line.days * line.ratePpmPerDay)
  const product = BigInt(principalFen) * weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  const feeFen = fenOf(halfUp(product, million))
  if (feeFen === undefined) return refuse('fee-too-large', { field: 'principalFen' })
  const parts = feeFen === 0 ? [] : split(feeFen, weights)
  const tiers = lines.map((line, at) => ({ ...line, feeFen: parts[at] ?? noFen }))
  assert(plus(...tiers.map((tier) => tier.feeFen)) === feeFen, 'the lines add up to the fee')
  return done({ days, feeFen, tiers, overdueDays: Math.max(0, days - policy.longestDays) })
}

/** What the same days would have cost on the market, half up, less the fee; below zero once overdue days pass it. */
export function bridgeSaving(
  policy: BridgePolicy,
  principalFen: Fen,
  fee: BridgeFee,
): Outcome<{ savingFen: Fen }> {
  const days = BigInt(fee.days) * BigInt(policy.marketRatePpmPerDay)
  const marketFen = fenOf(halfUp(BigInt(principalFen) * days, million))
  return marketFen === undefined
    ? refuse('fee-too-large', { field: 'principalFen' })
    : done({ savingFen: minus(marketFen, fee.feeFen) })
}

function daysOut(
  { dayKind }: BridgePolicy,
  { paidOutOn, repaidOn }: Advance,
  calendar: Calendar,
): Outcome<{ days: number }> {
  if (dayKind === 'calendar') return done({ days: Math.max(1, daysBetween(paidOutOn, repaidOn)) })
  const counted = workdaysFrom(calendar, paidOutOn, repaidOn)
  if (counted.ok) return done({ days: Math.max(1, counted.days) })
  const { year = yearOf(repaidOn) } = counted
  const field = year === yearOf(paidOutOn) ? 'paidOutOn' : 'repaidOn'
  return refuse('calendar-missing', { field, values: { year } })
}

/** The days by rate, those in time first, then those overdue. Lines without a day are left out. */
function linesOf(policy: BridgePolicy, days: number): { days: number; ratePpmPerDay: number }[] {
  const { tiers, longestDays, overdueBasisPoints } = policy
  const between = (from: number, to: number, times: number) =>
    tiers.map(({ throughDay, ratePpmPerDay }, at) => {
      const first = Math.max(from, tiers[at - 1]?.throughDay ?? 0)
      const last = Math.min(to, throughDay ?? to)
      const rate = (ratePpmPerDay * times) / 10_000
      assert(Number.isSafeInteger(rate), 'a day costs whole ppm')
      return { days: Math.max(0, last - first), ratePpmPerDay: rate }
    })
  const lines = [
    ...between(0, Math.min(days, longestDays), 10_000),
    ...between(longestDays, days, overdueBasisPoints),
  ].filter((line) => line.days > 0)
  assert(lines.reduce((sum, line) => sum + line.days, 0) === days, 'every day has its rate')
  return lines
}
