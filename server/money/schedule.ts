import {
  type Amortisation,
  amortise,
  type Instalment,
  isRepaymentMethod,
  type RepaymentMethod,
  type Span,
} from './amortise.ts'
import { type Day, daysBetween, isDay, lastYear, monthsAfter, plusMonths, yearOf } from './day.ts'
import { type DayCount, isDayCount, oneMonth, yearFraction } from './daycount.ts'
import { type Fen, fen, isFen, noFen } from './fen.ts'
import { isPpm, type Ppm } from './rate.ts'
import { type Answer, type Refused, refused } from './refused.ts'

export { isRepaymentMethod, type RepaymentMethod, repaymentMethods } from './amortise.ts'
export { type DayCount, dayCounts, isDayCount } from './daycount.ts'

export type LoanTerms = {
  principalFen: Fen
  annualRatePpm: Ppm
  /** How many instalments, one a month; for a bullet, the months until it is due. */
  months: number
  method: RepaymentMethod
  drawnOn: Day
  dayCount: DayCount
  /** Where the first period is longer or shorter than a month; the later due days follow monthly from here. */
  firstDueOn?: Day
}

export type ScheduleRow = Instalment<Day>
export type Schedule = { rows: ScheduleRow[]; totalInterestFen: Fen }

/** Fifty years; and ten times the principal a year. Beyond these a number is a slip of the pen. */
export const longestMonths = 600
export const highestRatePpm = 10_000_000

/**
 * What is to be paid and when. Due days follow the day of drawing month by month, clamped to the month's end and
 * counted from the anchor, so 31 Jan → 28 Feb → 31 Mar. Rounding: see `amortise`.
 * Refuses `not-whole`, `not-positive`, `negative`, `too-large`, `unknown-choice`, `not-a-day`, `out-of-order`,
 * `out-of-range`, each with its field, and as `amortise` does.
 */
export function schedule(terms: LoanTerms): Answer<Schedule> {
  const fault = faultIn(terms)
  if (fault) return fault
  return rowsOver({ ...terms, periods: periodsOf(terms) })
}

/** The rows of a debt over given periods, and their interest in all. */
export function rowsOver(debt: Amortisation<Day>): Answer<Schedule> {
  const amortised = amortise(debt)
  if (!amortised.ok) return amortised
  const rows = amortised.instalments
  let totalInterestFen = noFen
  for (const { interestFen } of rows) totalInterestFen = fen(totalInterestFen + interestFen)
  return { ok: true, rows, totalInterestFen }
}

export type Period = Span<Day> & { readonly from: Day }

/** The periods of a loan, each with its length in years by the loan's day count. */
export function periodsOf({ drawnOn, months, method, dayCount, firstDueOn }: LoanTerms): Period[] {
  if (method === 'bullet') {
    const dueOn = plusMonths(drawnOn, months)
    return [{ from: drawnOn, dueOn, time: yearFraction(dayCount, drawnOn, dueOn) }]
  }
  const dueOns = firstDueOn
    ? [firstDueOn, ...monthsAfter(firstDueOn, months - 1)]
    : monthsAfter(drawnOn, months)
  const periods: Period[] = []
  let from = drawnOn
  for (const dueOn of dueOns) {
    // A month between two due days is a month, also when the clamp made it 28 days.
    const regular = dayCount === 'monthly' && !(firstDueOn && from === drawnOn)
    periods.push({ from, dueOn, time: regular ? oneMonth : yearFraction(dayCount, from, dueOn) })
    from = dueOn
  }
  return periods
}

/** What is wrong with the terms of a loan, if anything. */
export function faultIn(terms: LoanTerms): Refused | undefined {
  const { principalFen, annualRatePpm, months, method, drawnOn, dayCount, firstDueOn } = terms
  if (!isDay(drawnOn)) return refused('not-a-day', 'drawnOn')
  if (!isDayCount(dayCount)) return refused('unknown-choice', 'dayCount')
  const fault = faultInAmounts({ principalFen, annualRatePpm, months, method })
  if (fault) return fault
  if (yearOf(drawnOn) + Math.ceil(months / 12) > lastYear) return refused('out-of-range', 'drawnOn')
  if (firstDueOn === undefined) return undefined
  if (!isDay(firstDueOn)) return refused('not-a-day', 'firstDueOn')
  if (method === 'bullet') return refused('unknown-choice', 'firstDueOn')
  if (firstDueOn <= drawnOn) return refused('out-of-order', 'firstDueOn')
  // An odd first period is at most a year longer or shorter; more is another loan.
  return daysBetween(drawnOn, firstDueOn) > 366 ? refused('out-of-range', 'firstDueOn') : undefined
}

export function faultInAmounts(
  terms: Pick<LoanTerms, 'principalFen' | 'annualRatePpm' | 'months' | 'method'>,
): Refused | undefined {
  const { principalFen, annualRatePpm, months, method } = terms
  if (!isFen(principalFen)) return refused('not-whole', 'principalFen')
  if (principalFen <= 0) return refused('not-positive', 'principalFen')
  if (!isPpm(annualRatePpm)) return refused('not-whole', 'annualRatePpm')
  if (annualRatePpm < 0) return refused('negative', 'annualRatePpm')
  if (annualRatePpm > highestRatePpm) return refused('too-large', 'annualRatePpm')
  if (!Number.isSafeInteger(months)) return refused('not-whole', 'months')
  if (months <= 0) return refused('not-positive', 'months')
  if (months > longestMonths) return refused('too-large', 'months')
  return isRepaymentMethod(method) ? undefined : refused('unknown-choice', 'method')
}
