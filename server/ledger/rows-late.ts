import { and, type Column, gte, lte, type SQL } from 'drizzle-orm'
import { type Day, plusDays } from '../money/day.ts'
import { startOf } from '../platform/clock.ts'
import { lateSince } from './period.ts'

/** A row of the books: the day that it bears there, and when it was written down. */
export type BookedRow = { readonly happenedOn: Column; readonly at: Column }

/**
 * What was written down after the end of `knownOn` for days until `last`. A sum until `last` less the same sum of these is what
 * was known at the end of `knownOn`, and says the same whenever it is asked. Null where none can be: the days are closed.
 */
export function cameLate({ happenedOn, at }: BookedRow, last: Day, knownOn: Day): SQL | null {
  const since = lateSince(knownOn)
  if (since > last) return null
  return and(gte(happenedOn, since), lte(happenedOn, last), gte(at, startOf(plusDays(knownOn, 1)))) ?? null
}
