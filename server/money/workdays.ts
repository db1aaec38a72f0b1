import { assert, fail } from './assert.ts'
import { type Day, day, firstYear, lastYear, plusDays, weekdayOf, yearOf } from './day.ts'
import type { Answer, Refused } from './refused.ts'

/**
 * Days off and make-up working days (调休), from the State Council's yearly notice. `years` says for which years
 * the notice is in; a day of another year is refused, because nobody knows it yet.
 */
export type Calendar = { years: ReadonlySet<number>; kinds: ReadonlyMap<Day, 'off' | 'work'> }

export const knowsYear = (calendar: Calendar, year: number): boolean => calendar.years.has(year)

/**
 * Whether a day is worked: what the notice says, else Monday to Friday.
 * A day of a year without data is a bug here, because no boolean would be true; ask `knowsYear` first.
 */
export function isWorkday(calendar: Calendar, on: Day): boolean {
  assert(knowsYear(calendar, yearOf(on)), `no calendar for ${yearOf(on)}`)
  const kind = calendar.kinds.get(on)
  return kind === undefined ? weekdayOf(on) <= 5 : kind === 'work'
}

/**
 * The day `count` working days after `from` (before it, when negative). `from` itself does not count (民法典 201);
 * with 0 the answer is `from`, worked or not. Refuses `calendar-missing` with the year as soon as a day is needed
 * of which nothing is known.
 */
export function plusWorkdays(calendar: Calendar, from: Day, count: number): Answer<{ day: Day }> {
  assert(Number.isSafeInteger(count), `not a whole number of working days: ${count}`)
  const step = count < 0 ? -1 : 1
  let on = from
  for (let left = Math.abs(count); left > 0; ) {
    const missing = missingYear(calendar, on, step)
    if (missing) return missing
    on = plusDays(on, step)
    if (isWorkday(calendar, on)) left -= 1
  }
  return { ok: true, day: on }
}

/** The day itself when it is worked, else the next that is: a term that ends on a holiday (民法典 203). */
export function workdayOnOrAfter(calendar: Calendar, on: Day): Answer<{ day: Day }> {
  if (!knowsYear(calendar, yearOf(on))) return missingData(yearOf(on))
  return isWorkday(calendar, on) ? { ok: true, day: on } : plusWorkdays(calendar, on, 1)
}

/**
 * How many working days lie after `from` up to and with `to`, so that `plusWorkdays` from `from` by that count
 * comes no later than `to`. Negative when `to` is earlier: then the days from `to` up to, without, `from`.
 */
export function workdaysBetween(calendar: Calendar, from: Day, to: Day): Answer<{ days: number }> {
  if (to < from) {
    const back = workdaysFrom(calendar, to, from)
    return back.ok ? { ok: true, days: 0 - back.days } : back
  }
  if (to === from) return { ok: true, days: 0 }
  const year = yearOf(from)
  if (year !== yearOf(to) || !knowsYear(calendar, year))
    return workdaysFrom(calendar, plusDays(from, 1), plusDays(to, 1))
  const counted = workdaysOfYear(calendar, year)
  return { ok: true, days: counted(to) - counted(from) }
}

/** How many working days from `first`, which counts, until `until`, which does not (算头不算尾). */
export function workdaysFrom(calendar: Calendar, first: Day, until: Day): Answer<{ days: number }> {
  if (first >= until) return { ok: true, days: 0 }
  const last = plusDays(until, -1)
  let days = 0
  for (let year = yearOf(first); year <= yearOf(last); year += 1) {
    if (!knowsYear(calendar, year)) return missingData(year)
    const counted = workdaysOfYear(calendar, year)
    const before = year === yearOf(first) ? counted(first) - Number(isWorkday(calendar, first)) : 0
    const upTo = year === yearOf(last) ? last : day(`${year}-12-31`)
    days += counted(upTo) - before
  }
  return { ok: true, days }
}

const counts = new WeakMap<Calendar, Map<number, (on: Day) => number>>()

/**
 * How many days of a year are worked up to and with a day of it. Each year is counted once for a calendar, which is never
 * changed: a page of a bank's queue asks sixty times how many days are left.
 */
function workdaysOfYear(calendar: Calendar, year: number): (on: Day) => number {
  const known = counts.get(calendar) ?? new Map<number, (on: Day) => number>()
  counts.set(calendar, known)
  let counted = known.get(year)
  if (!counted) {
    const upTo = new Map<Day, number>()
    let days = 0
    const last = day(`${year}-12-31`)
    for (let on = day(`${year}-01-01`); upTo.get(last) === undefined; on = on < last ? plusDays(on, 1) : on) {
      if (isWorkday(calendar, on)) days += 1
      upTo.set(on, days)
    }
    counted = (on) => upTo.get(on) ?? fail(`not a day of ${year}: ${on}`)
    known.set(year, counted)
  }
  return counted
}

const missingData = (year: number): Refused => ({
  ok: false,
  code: 'calendar-missing',
  field: 'calendar',
  year,
})

function missingYear(calendar: Calendar, on: Day, step: 1 | -1): Refused | undefined {
  const edge = on.slice(5) === (step === 1 ? '12-31' : '01-01')
  const year = yearOf(on) + (edge ? step : 0)
  return knowsYear(calendar, year) && year >= firstYear && year <= lastYear ? undefined : missingData(year)
}
