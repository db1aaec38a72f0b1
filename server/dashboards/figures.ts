import { type Day, daysBetween } from '../money/day.ts'
import { halfUp } from '../money/rounding.ts'
import { dayOf, type Instant } from '../platform/clock.ts'

/** How long things took, in calendar days of Shanghai. */
export type Spread = { readonly count: number; readonly median: number; readonly ninetieth: number }

/**
 * Median and 90th percentile of whole days; null where there is nothing to measure. The median of an even count
 * is the mean of the two in the middle; the percentile is the nearest rank, a case that really was. Both are
 * counted here and nowhere in SQL, so that both databases say the same.
 */
export function spreadOf(days: readonly number[]): Spread | null {
  const sorted = days.toSorted((one, other) => one - other)
  const at = (index: number) => sorted[index] ?? 0
  const count = sorted.length
  if (count === 0) return null
  const middle = Math.floor(count / 2)
  const median = count % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2
  return { count, median, ninetieth: at(Math.ceil(count * 0.9) - 1) }
}

/** Whole days from one moment to another, or to a day, by the calendar on the wall. */
export const daysFrom = (from: Instant, to: Instant | Day): number =>
  daysBetween(dayOf(from), isMoment(to) ? dayOf(to) : to)

const isMoment = (at: Instant | Day): at is Instant => at.length > 10

/** '34.5%' of a whole, rounded half up; null of nothing. */
export function shareOf(part: number, whole: number): string | null {
  if (whole === 0) return null
  const thousandths = halfUp(BigInt(part) * 1000n, BigInt(whole))
  return `${thousandths / 10n}.${thousandths % 10n}%`
}
