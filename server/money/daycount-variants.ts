import { assert } from './assert.ts'
import { type Day, dateOf, day, daysBetween, isLeapYear, isMonthEnd, monthOf, yearOf } from './day.ts'
import { type Fraction, yearFraction } from './daycount.ts'

/**
 * Day counts of other people, kept so that their published numbers can be reproduced. No contract here uses them:
 * `excel-0` … `excel-4` are the bases of YEARFRAC (algorithm as confirmed to OASIS in 2008), and
 * `year-end/actual` is actual/actual where 31 December already belongs to the next year, as Apache Fineract counts.
 */
export const dayCountVariants = [
  'excel-0',
  'excel-1',
  'excel-2',
  'excel-3',
  'excel-4',
  'year-end/actual',
] as const
export type DayCountVariant = (typeof dayCountVariants)[number]

/** The time from `from` to `to` in years, by somebody else's count. */
export function variantFraction(variant: DayCountVariant, from: Day, to: Day): Fraction {
  assert(from <= to, `time runs backwards: ${from} to ${to}`)
  if (variant === 'excel-0') return usThirty(from, to)
  if (variant === 'excel-1') return averageYear(from, to)
  if (variant === 'excel-2') return yearFraction('actual/360', from, to)
  if (variant === 'excel-3') return yearFraction('actual/365', from, to)
  if (variant === 'excel-4') return thirty(from, to, Math.min(dateOf(from), 30), Math.min(dateOf(to), 30))
  return byYearEnds(from, to)
}

function thirty(from: Day, to: Day, fromDate: number, toDate: number): Fraction {
  const months = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from)
  return { numerator: months * 30 + toDate - fromDate, denominator: 360 }
}

/** The end of February counts as the 30th; the 31st at the end does so only after a 30th. */
function usThirty(from: Day, to: Day): Fraction {
  const february = monthOf(from) === 2 && isMonthEnd(from)
  const fromDate = february ? 30 : Math.min(dateOf(from), 30)
  if (february && monthOf(to) === 2 && isMonthEnd(to)) return thirty(from, to, 30, 30)
  return thirty(from, to, fromDate, dateOf(to) === 31 && fromDate === 30 ? 30 : dateOf(to))
}

/** Actual days over the year's length; over more than a year, over the average length of all years touched. */
function averageYear(from: Day, to: Day): Fraction {
  const days = daysBetween(from, to)
  const years = yearOf(to) - yearOf(from) + 1
  const withinAYear = years === 2 && from.slice(5) >= to.slice(5)
  if (withinAYear) return { numerator: days, denominator: leapDayIn(from, to) ? 366 : 365 }
  const length = daysBetween(day(`${yearOf(from)}-01-01`), day(`${yearOf(to) + 1}-01-01`))
  return { numerator: days * years, denominator: length }
}

function leapDayIn(from: Day, to: Day): boolean {
  return [from, to].some((end) => {
    const year = yearOf(end)
    return isLeapYear(year) && `${year}-02-29` >= from && `${year}-02-29` <= to
  })
}

function byYearEnds(from: Day, to: Day): Fraction {
  let numerator = 0
  let start = from
  for (let year = yearOf(from); year <= yearOf(to); year += 1) {
    const end = year === yearOf(to) ? to : day(`${year}-12-31`)
    numerator += daysBetween(start, end) * (isLeapYear(year) ? 365 : 366)
    start = end
  }
  return { numerator, denominator: 365 * 366 }
}
