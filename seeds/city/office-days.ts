import { type Day, plusDays, weekdayOf, yearOf } from '../../server/money/day.ts'
import { type Calendar, isWorkday, knowsYear } from '../../server/money/workdays.ts'
import { type Instant, instantOf, millisecondsOf, startOf } from '../../server/platform/clock.ts'
import type { Random } from './random.ts'

/** When people of the demo city are at their desks. */
export type OfficeDays = {
  /** The first day from here on that is worked. */
  readonly onOrAfter: (day: Day) => Day
  /** So many working days later. */
  readonly after: (day: Day, count: number) => Day
  /** A moment within the hours of an office. */
  readonly moment: (day: Day) => Instant
  /** A moment at which a firm's owner finds time: evenings too. */
  readonly anyTime: (day: Day) => Instant
}

/**
 * The demo city reaches back before the calendar does. Its past may guess what the rules may not: in a year without
 * a notice Monday to Friday are worked. Nothing that is owed today is counted by it.
 */
export function officeDays(calendar: Calendar, random: Random): OfficeDays {
  const known = new Map<Day, boolean>()
  const isWorked = (day: Day): boolean => {
    const found =
      known.get(day) ?? (knowsYear(calendar, yearOf(day)) ? isWorkday(calendar, day) : weekdayOf(day) <= 5)
    known.set(day, found)
    return found
  }
  const onOrAfter = (day: Day): Day => (isWorked(day) ? day : onOrAfter(plusDays(day, 1)))
  const after = (day: Day, count: number): Day =>
    count === 0 ? onOrAfter(day) : after(onOrAfter(plusDays(day, 1)), count - 1)
  const within = (day: Day, fromHour: number, toHour: number): Instant =>
    instantOf(millisecondsOf(startOf(day)) + random.whole(fromHour * 3_600_000, toHour * 3_600_000 - 1))
  return {
    onOrAfter,
    after,
    moment: (day) => within(day, 9, 17),
    anyTime: (day) => within(day, 8, 21),
  }
}
