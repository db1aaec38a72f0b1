import { type Day, plusDays, yearOf } from '../money/day.ts'
import { type Calendar, isWorkday, knowsYear, plusWorkdays, workdayOnOrAfter } from '../money/workdays.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { BridgePolicy } from './policy.ts'

type Terms = Pick<BridgePolicy, 'daysOff'>

/**
 * Whether the account of a pool takes money on a day: on any where its terms say so, else only on days that are worked.
 * Refuses `bridge-day-off` with the next working day, and `calendar-missing` with the year of which nothing is known.
 */
export function checkTakesMoney(
  { daysOff }: Terms,
  on: Day,
  calendar: Calendar,
  field: string,
): Outcome<object> {
  if (daysOff === 'taken') return done()
  const next = workdayOnOrAfter(calendar, on)
  if (!next.ok) return refuse('calendar-missing', { field, values: { year: next.year ?? yearOf(on) } })
  return next.day === on ? done() : refuse('bridge-day-off', { field, values: { day: on, next: next.day } })
}

/**
 * The day on which money comes in that is expected on a day: that day, or the next that is worked where the account takes
 * none on days off. A day of a year of which nothing is known stays as it is: a forecast guesses no calendar.
 */
export function takenOn({ daysOff }: Terms, on: Day, calendar: Calendar): Day {
  if (daysOff === 'taken') return on
  const next = workdayOnOrAfter(calendar, on)
  return next.ok ? next.day : on
}

/**
 * The day by which money has to be there that is due on `lastOn`: that day, or the working day before it where the account
 * takes none on it. The fee's own last day is not moved, for the contract names days.
 */
export function lastTaken({ daysOff }: Terms, lastOn: Day, calendar: Calendar): Day {
  if (daysOff === 'taken' || !knowsYear(calendar, yearOf(lastOn)) || isWorkday(calendar, lastOn))
    return lastOn
  const before = plusWorkdays(calendar, lastOn, -1)
  return before.ok ? before.day : lastOn
}

/** A day to begin with when a return is planned for `on`: the next on which money is taken, but none after `last`. */
export function plannedBack(terms: Terms, on: Day, last: Day, calendar: Calendar): Day {
  const wanted = on < last ? on : last
  if (checkTakesMoney(terms, wanted, calendar, 'backOn').ok) return wanted
  for (let next = plusDays(wanted, 1); next <= last; next = plusDays(next, 1))
    if (checkTakesMoney(terms, next, calendar, 'backOn').ok) return next
  return lastTaken(terms, wanted, calendar)
}
