import { z } from 'zod'
import type { Day } from '../money/day.ts'
import { plusWorkdays } from '../money/workdays.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { InForce, PolicyBook } from './book.ts'
import { calendarOf, calendarVersions } from './calendar.ts'

/** Policy `clocks`: the time that each step may take (design §6), and how long a need stays open. */
export const clocksShape = z.strictObject({
  acceptWorkdays: z.number().int().positive(),
  firstContactWorkdays: z.number().int().positive(),
  decisionWorkdays: z.number().int().positive(),
  decisionHardStopDays: z.number().int().positive(),
  /** From the firm's acceptance to the contract. */
  signingWorkdays: z.number().int().positive(),
  /** From the contract to the report of the first drawdown. */
  drawdownReportWorkdays: z.number().int().positive(),
  needOpenDays: z.number().int().positive(),
})
export type Clocks = z.infer<typeof clocksShape>

export const clocksOn = (book: PolicyBook, on: Day): InForce<Clocks> => book.read('clocks', on, clocksShape)

/** The steps that have a clock in working days. */
export type WorkdayClock = {
  [Name in keyof Clocks]: Name extends `${string}Workdays` ? Name : never
}[keyof Clocks]

/** A day by which somebody owes something, and the versions of the policies by which it was counted. */
export type DueDay = { readonly on: Day; readonly policies: readonly string[] }

/**
 * The last working day of a clock that starts on a day, by the clocks in force on that day.
 * Refuses: `calendar-missing`, naming the year of which no calendar is known.
 */
export function dueBy(book: PolicyBook, from: Day, clock: WorkdayClock): Outcome<{ readonly due: DueDay }> {
  const { value, version } = clocksOn(book, from)
  return dueIn(book, from, value[clock], version)
}

/** The day so many working days after another, by a version of a policy. Refuses as `dueBy`. */
export function dueIn(
  book: PolicyBook,
  from: Day,
  workdays: number,
  version: string,
): Outcome<{ readonly due: DueDay }> {
  const found = plusWorkdays(calendarOf(book), from, workdays)
  if (!found.ok) return refuse('calendar-missing', { values: { year: found.year ?? 0 } })
  return done({ due: { on: found.day, policies: [version, ...calendarVersions(book, from, found.day)] } })
}
