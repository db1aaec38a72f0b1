import type { Store } from '../../db/index.ts'
import type { By } from '../accounts/by.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { act } from './act.ts'
import { type TrailFilter, type TrailRow, trailRows } from './rows.ts'
import { write } from './trail.ts'

/** More rows than a spreadsheet is good for; a narrower filter is the better answer. */
export const exportLimit = 20_000

/**
 * Hands rows out of the platform, and leaves in the trail who took which ones.
 * Refuses: `trail-export-too-large`, `trail-export-empty`.
 */
export const exportTrail = (
  store: Store,
  by: By,
  filter: TrailFilter,
): Promise<Outcome<{ rows: readonly TrailRow[] }>> =>
  act(store, by, async (tx) => {
    const rows = await trailRows(tx, filter, null, exportLimit + 1)
    if (rows.length > exportLimit) return refuse('trail-export-too-large', { values: { max: exportLimit } })
    if (rows.length === 0) return refuse('trail-export-empty')
    await write(tx, by, {
      happening: 'audit.exported',
      subject: { kind: 'trail', id: 'export' },
      details: { ...filter, rows: rows.length },
    })
    return done({ rows })
  })
