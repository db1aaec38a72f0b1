import { setTimeout as pause } from 'node:timers/promises'
import type { Store } from '../../db/index.ts'
import type { Day } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { type Instant, millisecondsOf } from '../platform/clock.ts'
import type { Language, Words } from '../platform/web/words.ts'
import type { PolicyRow } from '../policies/index.ts'
import type { CockpitFigures, ToldFrom } from './figures.ts'
import { gathered } from './parts-gathering.ts'
import * as rows from './rows.ts'

type With = Pick<Parts, 'store' | 'policies' | 'reference' | 'clock'>

/** Figures as a page shows them, with what was drawn of them: each language once. */
export type Shown = {
  readonly figures: CockpitFigures
  /** When they were gathered. */
  readonly at: Instant
  readonly told: ToldFrom | 'now'
  drawn<Model>(w: Words, draw: () => Promise<Model>): Promise<Model>
}

type Kept = {
  /** Of this day, after this entry of the trail, by these policies: as long as nothing moves, nothing is gathered. */
  readonly of: string
  readonly terms: readonly PolicyRow[]
  readonly gatheredAt: number
  readonly took: number
  readonly shown: Shown
}

/** Figures are not gathered oftener than this, and never longer than a twentieth of the time. */
const restMilliseconds = 60_000
const restTimes = 19
/** Gathering that took no longer is waited for; a longer one goes on behind the page, which says when its figures are from. */
const waitedMilliseconds = 200
/** So long the first page of a region waits for its figures. */
const firstMilliseconds = 5_000

const kept = new WeakMap<Store, Map<string, Kept>>()
const under = new WeakMap<Store, Map<string, Promise<Kept>>>()

/**
 * What an office's cockpit shows now: kept in the process until the trail, the policies or the day move, and then gathered
 * anew, at most once a minute. Null while it is counted for the first time and that takes long.
 */
export async function shownNow(parts: With, region: string, today: Day): Promise<Shown | null> {
  const { store, policies, clock } = parts
  const own = kept.get(store) ?? new Map<string, Kept>()
  kept.set(store, own)
  const known = own.get(region)
  const now = millisecondsOf(clock.now())
  if (known) {
    const age = now - known.gatheredAt
    const rests = age < Math.max(restMilliseconds, known.took * restTimes)
    const isToday = known.shown.figures.on === today
    if (isToday && (rests || isSame(known, await markOf(store, today), policies.rows))) return known.shown
  }
  const fresh = gathering(parts, region, today, own)
  // What went wrong is asked again by the next reader.
  fresh.catch(() => undefined)
  if (known) return known.took > waitedMilliseconds ? known.shown : (await fresh).shown
  const stopped = new AbortController()
  const late = pause(firstMilliseconds, null, { signal: stopped.signal, ref: false }).catch(() => null)
  const first = await Promise.race([fresh, late])
  stopped.abort()
  return first?.shown ?? null
}

const isSame = (known: Kept, of: string, terms: readonly PolicyRow[]): boolean =>
  known.of === of && known.terms === terms

const markOf = async ({ read }: Store, today: Day): Promise<string> => `${today} ${await rows.lastMark(read)}`

/** One gathering at a time for each region: whoever asks meanwhile waits for the same. */
function gathering(parts: With, region: string, today: Day, own: Map<string, Kept>): Promise<Kept> {
  const { store, policies, clock } = parts
  const running = under.get(store) ?? new Map<string, Promise<Kept>>()
  under.set(store, running)
  const begun = running.get(region)
  if (begun) return begun
  const work = (async () => {
    const terms = policies.rows
    const of = await markOf(store, today)
    const began = millisecondsOf(clock.now())
    const figures = await gathered(parts, region, today, true)
    const at = clock.now()
    const took = millisecondsOf(at) - began
    const one = { of, terms, took, gatheredAt: millisecondsOf(at), shown: shownOf(figures, at, 'now') }
    own.set(region, one)
    return one
  })()
  running.set(
    region,
    work.finally(() => running.delete(region)),
  )
  return work
}

export function shownOf(figures: CockpitFigures, at: Instant, told: Shown['told']): Shown {
  const models = new Map<Language, Promise<unknown>>()
  return {
    ...{ figures, at, told },
    drawn<Model>({ language }: Words, draw: () => Promise<Model>) {
      const known = models.get(language)
      if (known) return known as Promise<Model>
      const model = draw()
      models.set(language, model)
      model.catch(() => models.delete(language))
      return model
    },
  }
}

/** Pages of days that are over, so that one that is read again is not drawn again. */
const past = new WeakMap<Store, Map<string, Shown>>()
const mostPast = 60

/** An entry that was kept of a day that is over. */
export function shownThen(store: Store, entry: rows.KeptDay): Shown {
  const own = past.get(store) ?? new Map<string, Shown>()
  past.set(store, own)
  const known = own.get(entry.id)
  if (known) return known
  if (own.size >= mostPast) own.clear()
  const shown = shownOf(entry.figures, entry.keptAt, entry.told)
  own.set(entry.id, shown)
  return shown
}
