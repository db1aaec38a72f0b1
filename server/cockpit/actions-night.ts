import { setImmediate as breath } from 'node:timers/promises'
import type { Store } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { firstPosted } from '../dashboards/index.ts'
import { openSince } from '../ledger/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import { dayOf, startOf } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { type CockpitFigures, datedPart, type ToldFrom } from './figures.ts'
import { datedBetween } from './parts-dated.ts'
import { gathered, type With } from './parts-gathering.ts'
import * as rows from './rows.ts'

/** So far back the first night of an office tells days; later nights go back to the first day that is still open. */
const firstNights = 10

/**
 * Closes the day before: keeps the figures of every office as they stand, tells missing days from the rows, and writes an entry
 * behind the first where something of a day was reported late: of every day that the ledger still takes entries for. Where
 * something has moved since midnight the rows do not stand any more as the day closed, and it is told like a missing one.
 * Bears being repeated.
 */
export async function closeCockpitDay(parts: With, by: By): Promise<void> {
  const { read } = parts.store
  const isInTime = !(await rows.movedSince(read, startOf(by.today)))
  const yesterday = plusDays(by.today, -1)
  for (const region of await rows.officeRegions(read)) {
    const posted = await firstPosted(read, region)
    if (posted === null || dayOf(posted) > yesterday) continue
    const kept = (await rows.firstKept(read, region)) ?? plusDays(by.today, -firstNights)
    const first = latest(dayOf(posted), kept, openSince(by.today))
    const dated = await datedBetween(read, { region, from: first, to: yesterday })
    for (let on = first; on <= yesterday; on = plusDays(on, 1)) {
      await closeDay(parts, by, { region, on, live: on === yesterday && isInTime }, dated)
      await breath()
    }
  }
}

const latest = (...days: readonly Day[]): Day => days.reduce((one, other) => (other > one ? other : one))

type Closing = { readonly region: string; readonly on: Day; readonly live: boolean }

async function closeDay(
  parts: With,
  by: By,
  { region, on, live }: Closing,
  dated: Awaited<ReturnType<typeof datedBetween>>,
): Promise<void> {
  const { store } = parts
  const newest = (await rows.entriesOf(store.read, region, on)).at(-1)
  if (!newest) {
    const figures = await gathered(parts, region, on, live)
    await keep(store, by, { region, on, entry: 1, told: live ? 'closing' : 'rows', figures })
    return
  }
  const { funnel, inclusion } = await dated(on)
  const mended = { ...newest.figures, funnel, inclusion }
  if (JSON.stringify(datedPart(newest.figures)) === JSON.stringify(datedPart(mended))) return
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
