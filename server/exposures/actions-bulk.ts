import { insertAll } from '../../db/bulk.ts'
import type { Transaction } from '../../db/index.ts'
import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { type Exposed, placedOf, standOf } from './actions.ts'
import { between, nothing, type Stand } from './exposure.ts'
import * as rows from './rows.ts'
import { bearersIn, Tally } from './tally.ts'

/** A thing with all that it stood at, in the order of the days on which that became known. */
export type Past = {
  readonly exposed: Exposed
  readonly stands: readonly { readonly on: Day; readonly at: Instant; readonly stand: Stand }[]
}

/**
 * What `keepExposure` does, for many things of which nothing is written yet: their rows and entries in bulk, and each figure
 * moved once. For what is taken over with its past.
 */
export async function exposeMany(tx: Transaction, pasts: readonly Past[]): Promise<void> {
  const tally = new Tally()
  const written = { exposures: [] as rows.Exposure[], entries: [] as rows.Entry[] }
  for (const { exposed, stands } of pasts) {
    let before: Stand = nothing
    const handle = tally.handleOf(exposed, bearersIn(...stands.map(({ stand }) => stand.bearings)))
    for (const { on, at, stand } of stands) {
      const moved = between(before, stand)
      if (!moved) continue
      before = stand
      const entry = { id: newId<'exposure-entry'>(), exposureId: exposed.id, recordedOn: on, at }
      written.entries.push({ ...entry, ...moved })
      tally.add(handle, moved, on)
    }
    if (before !== nothing) written.exposures.push({ ...placedOf(exposed), ...standOf(before) })
  }
  await insertAll(tx, rows.tables.exposures, written.exposures)
  await insertAll(
    tx,
    rows.tables.parties,
    written.exposures.flatMap(({ id, bearings }) =>
      [...new Set(bearings.map(({ party }) => party))].map((party) => ({ party, exposureId: id })),
    ),
  )
  await insertAll(tx, rows.tables.entries, written.entries)
  await rows.moveMany(tx, tally.figures(), [...tally.days()])
  for (const { place, enterpriseId, balanceFen } of tally.firms()) {
    const after = await rows.moveFirm(tx, enterpriseId, [place], balanceFen)
    await rows.moveSquares(tx, after, balanceFen)
  }
}
