import { assert } from './assert.ts'
import { type Day, day, daysBetween, isLeapYear, plusMonths, yearOf } from './day.ts'

/**
 * How a contract counts the time for which interest is owed.
 * `monthly` is 30/360 as Chinese contracts count it (银发〔2005〕129号): each whole month is a twelfth of a year,
 * whatever its length, and odd days beside whole months are 1/360 each.
 */
export const dayCounts = ['monthly', 'actual/360', 'actual/365', 'actual/actual'] as const
export type DayCount = (typeof dayCounts)[number]
export const isDayCount = (text: unknown): text is DayCount => dayCounts.some((one) => one === text)

/** An exact part of a year, two whole numbers; nothing is rounded until it meets an amount. */
export type Fraction = { readonly numerator: number; readonly denominator: number }

export const oneMonth: Fraction = { numerator: 1, denominator: 12 }

/** The time from `from` to `to` in years. The first day counts, the last does not. */
export function yearFraction(dayCount: DayCount, from: Day, to: Day): Fraction {
  assert(from <= to, `time runs backwards: ${from} to ${to}`)
  if (dayCount === 'monthly') return byMonths(from, to)
  if (dayCount === 'actual/actual') return byCalendarYears(from, to)
  return over(daysBetween(from, to), dayCount === 'actual/360' ? 360 : 365)
}

export const monthsAsYears = (months: number): Fraction => over(months, 12)

/**
 * What is left of a time when a part of it has passed; nothing when all of it has. The denominator is the least that
 * holds both, so it never outgrows the few that day counts have, however often a time is cut.
 */
export function restOf(time: Fraction, passed: Fraction): Fraction {
  const denominator = (time.denominator / sharedBy(time.denominator, passed.denominator)) * passed.denominator
  const numerator =
    time.numerator * (denominator / time.denominator) - passed.numerator * (denominator / passed.denominator)
  return over(Math.max(0, numerator), denominator)
}

/** The greatest common divisor. */
const sharedBy = (a: number, b: number): number => (b === 0 ? a : sharedBy(b, a % b))

export const shorterOf = (a: Fraction, b: Fraction): Fraction => (restOf(a, b).numerator === 0 ? a : b)

function over(numerator: number, denominator: number): Fraction {
  assert(Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator), 'a time is an exact fraction')
  return { numerator, denominator }
}

function byMonths(from: Day, to: Day): Fraction {
  const { months, oddDays } = monthsAndDays(from, to)
  return over(months * 30 + oddDays, 360)
}

/** The whole months that fit, anchored on `from` with the month-end clamp, and the days left over. */
export function monthsAndDays(from: Day, to: Day): { months: number; oddDays: number } {
  assert(from <= to, `time runs backwards: ${from} to ${to}`)
  const ceiling = (yearOf(to) - yearOf(from)) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))
  const months = plusMonths(from, ceiling) <= to ? ceiling : ceiling - 1
  return { months, oddDays: daysBetween(plusMonths(from, months), to) }
}

/** ISDA 2006 §4.16(b): days in leap years over 366, the others over 365; a year turns on 1 January. */
function byCalendarYears(from: Day, to: Day): Fraction {
  let leapDays = 0
  for (let year = yearOf(from); year <= yearOf(to); year += 1) {
    if (!isLeapYear(year)) continue
    const start = from > `${year}-01-01` ? from : day(`${year}-01-01`)
    // A year ends where the next begins, so 31 December still counts.
    const whole = yearOf(to) > year
    leapDays += whole ? daysBetween(start, day(`${year}-12-31`)) + 1 : daysBetween(start, to)
  }
  return over(leapDays * 365 + (daysBetween(from, to) - leapDays) * 366, 365 * 366)
}
