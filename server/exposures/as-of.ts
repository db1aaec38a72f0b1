import { type Day, isDay } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** A day as of which figures are asked for: `on` is null for today, of which all is counted that is known by now. */
export type AsOf = { readonly asOf: Day; readonly on: Day | null; readonly firstOn: Day | null }

/**
 * Whether there are figures of a day as it was typed; nothing typed is today. `firstOn` is the day of the first entry, null
 * before there is one. Refuses `exposure-no-day` for what is no day, `exposure-day-ahead` for one that is still to come, and
 * `exposure-day-before` with the day of the first entry.
 */
export function dayAsked(typed: string, firstOn: Day | null, today: Day): Outcome<AsOf> {
  if (typed === '' || typed === today) return done({ asOf: today, on: null, firstOn })
  if (!isDay(typed)) return refuse('exposure-no-day', { field: 'on' })
  if (typed > today) return refuse('exposure-day-ahead', { field: 'on', values: { today } })
  if (firstOn === null || typed < firstOn)
    return refuse('exposure-day-before', { field: 'on', values: { first: firstOn ?? today } })
  return done({ asOf: typed, on: typed, firstOn })
}
