import { setImmediate as breath } from 'node:timers/promises'
import type { Store } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import { dayOf } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { type CockpitFigures, datedPart, type ToldFrom } from './figures.ts'
import { gathered, type With } from './parts-gathering.ts'
import * as rows from './rows.ts'

/** So far back a night tells days of which nothing was kept, and looks whether something was reported late. */
const daysBack = 10

/**
 * Closes the day before: keeps the figures of every office as they stand, tells missing days from the rows, and writes an entry
 * behind the first where something of a day was reported late. Bears being repeated.
 */
export async function closeCockpitDay(parts: With, by: By): Promise<void> {
  for (const region of await rows.officeRegions(parts.store.read)) {
    const first = await rows.firstPosted(parts.store.read, region)
    if (first === null) continue
    for (let back = daysBack; back > 0; back -= 1) {
      const on = plusDays(by.today, -back)
      if (on >= dayOf(first)) await closeDay(parts, by, region, on, back === 1)
      await breath()
    }
  }
}

async function closeDay(parts: With, by: By, region: string, on: Day, isYesterday: boolean): Promise<void> {
  const { store } = parts
  const entries = await rows.entriesOf(store.read, region, on)
  const newest = entries.at(-1)
  const figures = await gathered(parts, region, on, isYesterday && !newest)
  if (!newest) {
    await keep(store, by, { region, on, entry: 1, told: isYesterday ? 'closing' : 'rows', figures })
    return
  }
  const [then, now] = [datedPart(newest.figures), datedPart(figures)]
  if (JSON.stringify(then) === JSON.stringify(now)) return
  const { funnel, inclusion } = figures
  const mended = { ...newest.figures, funnel, inclusion }
  await keep(store, by, { region, on, entry: newest.entry + 1, told: 'correction', figures: mended })
}

type Entry = {
  readonly region: string
  readonly on: Day
  readonly entry: number
  readonly told: ToldFrom
  readonly figures: CockpitFigures
}

/** Of two programs that close the same day the second changes nothing. */
const keep = (store: Store, by: By, entry: Entry) =>
  act(store, { ...by, once: null }, async (tx): Promise<Outcome<object>> => {
    if ((await rows.entriesOf(tx, entry.region, entry.on)).length >= entry.entry) return done()
    await rows.addDay(tx, { id: newId<'cockpit-day'>(), ...entry, keptAt: by.at })
    return done()
  })

/** Tells days of an office from the rows, for a city that has a past before it has nights. */
export async function tellDays(parts: With, by: By, region: string, days: readonly Day[]): Promise<void> {
  for (const on of days) {
    await closeDay(parts, by, region, on, false)
    await breath()
  }
}
