import type { ApplicationState } from '../applications/application.ts'
import type { Day } from '../money/day.ts'
import type { Answer } from '../money/refused.ts'
import { type Calendar, plusWorkdays } from '../money/workdays.ts'

/** How pressing a case is for its bank; the last one waits for the firm. */
export const bands = ['late', 'today', 'soon', 'later', 'firm'] as const
export type Band = (typeof bands)[number]

/** Working days after today that still count as soon. */
export const soonWorkdays = 3

export type Standing = {
  readonly state: ApplicationState
  /** Papers that the firm was asked for and has not brought. */
  readonly asked: boolean
  readonly dueOn: Day | null
}

/** Whether the next step is the firm's: it chooses among offers, or owes papers. */
export const waitsForFirm = ({ state, asked }: Pick<Standing, 'state' | 'asked'>): boolean =>
  state === 'offered' || asked

/** The last day that is still soon. Refuses `calendar-missing`. */
export const soonUntil = (calendar: Calendar, today: Day): Answer<{ day: Day }> =>
  plusWorkdays(calendar, today, soonWorkdays)

/** A case without a day is never late: its bank has it among what comes later. */
export function bandOf(standing: Standing, today: Day, soon: Day): Band {
  if (waitsForFirm(standing)) return 'firm'
  const { dueOn } = standing
  if (dueOn === null || dueOn > soon) return 'later'
  if (dueOn > today) return 'soon'
  return dueOn === today ? 'today' : 'late'
}
