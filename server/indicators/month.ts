import type { AsOf } from '../exposures/as-of.ts'
import { type Day, day, plusDays, plusMonths } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** A month of the sheet, and the days of it that are told. */
export type Month = { readonly month: string; readonly first: Day; readonly last: Day }

/**
 * The month that was typed, as of a day: until its own last day or that one; nothing typed is the month of the day. Refuses
 * `indicators-no-month`, `indicators-month-ahead` for one that had not begun, and `exposure-day-before` for one that ended
 * before the first entry.
 */
export function monthAsked(typed: string, { asOf, firstOn }: AsOf): Outcome<Month> {
  const month = typed === '' ? asOf.slice(0, 7) : typed
  if (!/^(19|2\d)\d{2}-(0[1-9]|1[0-2])$/.test(month)) return refuse('indicators-no-month', { field: 'month' })
  const first = day(`${month}-01`)
  if (first > asOf) return refuse('indicators-month-ahead', { field: 'month', values: { day: asOf } })
  const end = plusDays(plusMonths(first, 1), -1)
  if (typed !== '' && (firstOn === null || end < firstOn) && month !== asOf.slice(0, 7))
    return refuse('exposure-day-before', { field: 'month', values: { first: firstOn ?? asOf } })
  return done({ month, first, last: end < asOf ? end : asOf })
}
