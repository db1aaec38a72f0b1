import type { Store } from '../../db/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { millisecondsOf, startOf } from '../platform/clock.ts'
import { calendarOf } from '../policies/index.ts'
import { finishedSteps } from './rows-times.ts'
import { type Taken, takenBy } from './times.ts'

/** A year of cases is enough to be fair, and short enough to show who became quicker. */
export const daysBack = 365

type Figures = ReadonlyMap<string, Taken>
type Kept = { readonly until: number; readonly figures: Promise<Figures> }

/** They read every case of a year, and one case more or less does not move them: a minute old is new enough. */
const keptMilliseconds = 60_000
const kept = new WeakMap<Store, Map<string, Kept>>()

/**
 * How long banks took, of the cases of a region or of all, in the year until a day and as it was known at the end of it; worked out
 * at most once a minute.
 */
export function timesTaken(parts: Parts, region: string | null, on: Day): Promise<Figures> {
  const { store, clock, policies } = parts
  const now = millisecondsOf(clock.now())
  const own = kept.get(store) ?? new Map<string, Kept>()
  kept.set(store, own)
  const key = `${on} ${region ?? 'all'}`
  const known = own.get(key)
  if (known && now < known.until) return known.figures
  for (const [name, { until }] of own) if (until <= now) own.delete(name)
  const scope = { region, since: startOf(plusDays(on, -daysBack)), until: startOf(plusDays(on, 1)) }
  const figures = finishedSteps(store.read, scope).then((all) => takenBy(calendarOf(policies), all))
  own.set(key, { until: now + keptMilliseconds, figures })
  // What went wrong is asked again by the next reader.
  figures.catch(() => own.delete(key))
  return figures
}
