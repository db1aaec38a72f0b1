import { type Day, daysBetween, plusDays } from '../money/day.ts'
import { type Calendar, plusWorkdays } from '../money/workdays.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { BridgePolicy } from './policy.ts'

/**
 * The last day on which an advance comes back in time: on it the fee counts as many days as the policy allows, on the
 * next one more. The payout day counts and the day of return does not. In a working-day pool an advance that is paid out
 * on a day off begins on the next day that is worked. Refuses `calendar-missing` with the year.
 */
export function lastDayOf(
  { dayKind, longestDays }: Pick<BridgePolicy, 'dayKind' | 'longestDays'>,
  paidOutOn: Day,
  calendar: Calendar,
): Outcome<{ readonly on: Day }> {
  if (dayKind === 'calendar') return done({ on: plusDays(paidOutOn, longestDays) })
  const found = plusWorkdays(calendar, plusDays(paidOutOn, -1), longestDays + 1)
  if (found.ok) return done({ on: found.day })
  return refuse('calendar-missing', { field: 'paidOutOn', values: { year: found.year ?? 0 } })
}

/** How many days past its last day something is on a day; 0 on the last day itself and before. */
export const daysOver = (lastOn: Day, on: Day): number => Math.max(0, daysBetween(lastOn, on))

/** Whether the pool goes to court: "more than a week overdue" begins on the eighth day. */
export const isForCourt = (
  { legalActionAfterDays }: Pick<BridgePolicy, 'legalActionAfterDays'>,
  lastOn: Day,
  today: Day,
): boolean => legalActionAfterDays !== null && daysOver(lastOn, today) > legalActionAfterDays
