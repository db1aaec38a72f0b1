import { type Day, day, monthOf, plusDays, yearOf } from '../money/day.ts'

/** A stretch of time that the bureau looks at: `2026-q1`, `2026`, or `all`. The first and last day are in it. */
export type Period = { readonly code: string; readonly from: Day | null; readonly to: Day | null }

const everything: Period = { code: 'all', from: null, to: null }

const yearPeriod = (year: number): Period => ({
  code: String(year),
  from: day(`${year}-01-01`),
  to: day(`${year}-12-31`),
})

function quarterPeriod(year: number, quarter: number): Period {
  const first = (half: number, of: number) => day(`${of}-${String(half * 3 - 2).padStart(2, '0')}-01`)
  const next = quarter === 4 ? first(1, year + 1) : first(quarter + 1, year)
  return { code: `${year}-q${quarter}`, from: first(quarter, year), to: plusDays(next, -1) }
}

/** What can be chosen on a day: this quarter and the seven before, this year and the two before, and all. */
export function periodsOn(today: Day): readonly Period[] {
  const year = yearOf(today)
  const latest = year * 4 + Math.ceil(monthOf(today) / 3) - 1
  const quarters = Array.from({ length: 8 }, (_, back) =>
    quarterPeriod(Math.floor((latest - back) / 4), ((latest - back) % 4) + 1),
  )
  return [everything, ...[year, year - 1, year - 2].map(yearPeriod), ...quarters]
}

/** The period of a code, this year where the code is none that can be chosen. */
export const periodOf = (code: string, today: Day): Period =>
  periodsOn(today).find((period) => period.code === code) ?? yearPeriod(yearOf(today))
