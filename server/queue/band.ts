import type { Day } from '../money/day.ts'
import type { Answer } from '../money/refused.ts'
import { type Calendar, plusWorkdays } from '../money/workdays.ts'

/** How pressing a duty is for its bank; the last one waits for the firm. */
export const bands = ['late', 'today', 'soon', 'later', 'firm'] as const
export type Band = (typeof bands)[number]

/** Working days after today that still count as soon. */
export const soonWorkdays = 3

/** Where a duty stands: whether the next step is the firm's, and the day by which it is owed. */
export type Standing = { readonly waits: boolean; readonly dueOn: Day | null }

/** The last day that is still soon. Refuses `calendar-missing`. */
export const soonUntil = (calendar: Calendar, today: Day): Answer<{ day: Day }> =>
  plusWorkdays(calendar, today, soonWorkdays)

/** A duty without a day is never late: its bank has it among what comes later. */
export function bandOf({ waits, dueOn }: Standing, today: Day, soon: Day): Band {
  if (waits) return 'firm'
  if (dueOn === null || dueOn > soon) return 'later'
  if (dueOn > today) return 'soon'
  return dueOn === today ? 'today' : 'late'
}
