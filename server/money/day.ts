import { assert, fail } from './assert.ts'
import { type Answer, refused } from './refused.ts'

/** A day of the Gregorian calendar, 'YYYY-MM-DD', 1900 to 2999. As text it sorts and compares as days do. */
export type Day = string & { readonly unit: 'day' }

const dayText = /^\d{4}-\d{2}-\d{2}$/u
export const firstYear = 1900
export const lastYear = 2999

export function isDay(text: unknown): text is Day {
  if (typeof text !== 'string' || !dayText.test(text)) return false
  const [year, month, date] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  if (year < firstYear || year > lastYear || month < 1 || month > 12) return false
  return date >= 1 && date <= daysInMonth(year, month)
}

/** Text that is known to be a day; a day that does not exist is a bug. Text from outside goes through `parseDay`. */
export function day(text: string): Day {
  assert(isDay(text), `not a day: ${text}`)
  return text
}

/** A day as people type it: 2026-01-05, 2026/1/5, 2026.1.5, 20260105, 2026年1月5日. Refuses: `empty`, `not-a-day`. */
export function parseDay(text: string): Answer<{ day: Day }> {
  const typed = text.normalize('NFKC').replace(/\s+/gu, '')
  if (typed === '') return refused('empty')
  const found =
    /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)$/u.exec(typed) ?? []
  const [, year = '', , month = found[5] ?? found[7] ?? '', date = found[6] ?? found[8] ?? ''] = found
  const asDay = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return isDay(asDay) ? { ok: true, day: asDay } : refused('not-a-day')
}

export const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function daysInMonth(year: number, month: number): number {
  const length = monthLengths[month - 1]
  if (length === undefined) fail(`not a month: ${month}`)
  return month === 2 && isLeapYear(year) ? 29 : length
}

export const yearOf = (on: Day): number => Number(on.slice(0, 4))
export const monthOf = (on: Day): number => Number(on.slice(5, 7))
export const dateOf = (on: Day): number => Number(on.slice(8, 10))

/** The days from `from` to `to`; negative when `to` is earlier. The first day does not count, the last does. */
export const daysBetween = (from: Day, to: Day): number => serial(to) - serial(from)

export function plusDays(from: Day, days: number): Day {
  assert(Number.isSafeInteger(days), `not whole days: ${days}`)
  return fromSerial(serial(from) + days)
}

/**
 * The same date `months` later, or the month's last day where there is none: 31 Jan, 28 Feb, 31 Mar.
 * Always counted from the anchor, never from the clamped day, so the 31st comes back.
 */
export function plusMonths(anchor: Day, months: number): Day {
  if (!Number.isSafeInteger(months)) fail(`not whole months: ${months}`)
  return inMonth(yearOf(anchor) * 12 + monthOf(anchor) - 1 + months, dateOf(anchor))
}

/** The day in each of so many months that follow: `plusMonths` by 1, 2, 3 and so on. */
export function monthsAfter(anchor: Day, count: number): Day[] {
  const begun = yearOf(anchor) * 12 + monthOf(anchor) - 1
  const date = dateOf(anchor)
  const days: Day[] = []
  for (let month = 1; month <= count; month += 1) days.push(inMonth(begun + month, date))
  return days
}

/** A date of a month counted from the year 0, or that month's last day. */
function inMonth(count: number, date: number): Day {
  const year = Math.floor(count / 12)
  const month = count - year * 12 + 1
  return written(year, month, Math.min(date, daysInMonth(year, month)))
}

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (on: Day): number => ((((serial(on) + 3) % 7) + 7) % 7) + 1

export const isMonthEnd = (on: Day): boolean => dateOf(on) === daysInMonth(yearOf(on), monthOf(on))

/** A day by its numbers: a month from 1 to 12, and a date that this month has. */
function written(year: number, month: number, date: number): Day {
  if (year < firstYear || year > lastYear) fail(`not a day: in ${year}`)
  const text = year + (monthAndDate[month * 32 + date] ?? fail(`not a day: ${month}-${date}`))
  return isWritten(text) ? text : fail(`not a day: ${text}`)
}

/** Of text made of a year, a month and a date that are all known to be in order. */
const isWritten = (text: string): text is Day => text.length === 10

const twoDigits = (count: number): string => String(count).padStart(2, '0')

/** '-01-31' by month and date: a schedule writes a day for every instalment, and one piece is quicker than five. */
const monthAndDate = Array.from({ length: 13 * 32 }, (_, at) =>
  at >= 32 && at % 32 > 0 ? `-${twoDigits(Math.floor(at / 32))}-${twoDigits(at % 32)}` : undefined,
)

/** Days since 1970-01-01. Years begin in March here, so that the leap day is a year's last and needs no case. */
function serial(on: Day): number {
  const shifted = yearOf(day(on)) - (monthOf(on) <= 2 ? 1 : 0)
  const monthFromMarch = (monthOf(on) + 9) % 12
  const century = Math.floor(shifted / 100)
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + dateOf(on) - 1
  return 365 * shifted + Math.floor(shifted / 4) - century + Math.floor(century / 4) + dayOfYear - 719_468
}

function fromSerial(count: number): Day {
  const shifted = count + 719_468
  const era = Math.floor(shifted / 146_097)
  const inEra = shifted - era * 146_097
  const yearInEra = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  )
  const dayOfYear = inEra - (365 * yearInEra + Math.floor(yearInEra / 4) - Math.floor(yearInEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = ((monthFromMarch + 2) % 12) + 1
  return written(yearInEra + era * 400 + (month <= 2 ? 1 : 0), month, date)
}
