import { setImmediate as breath } from 'node:timers/promises'
import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { mayBook, mayGiveUp, mayReverse, type TaxImportMode } from './import.ts'
import * as rows from './rows-imports.ts'

type Batch = Outcome<{ readonly batch: rows.TaxImport }>
type Known = Pick<rows.TaxImport, 'id' | 'version'>

/**
 * 入库: from now on the good rows of a checked file count. Refuses: what `mayBook` refuses, `tax-import-same-file`,
 * `stale`.
 */
export const bookImport = (store: Store, by: By, known: Known, mode: TaxImportMode) =>
  act(store, by, async (tx): Promise<Batch> => {
    const batch = await rows.importById(tx, known.id)
    if (!batch || batch.version !== known.version) return refuse('stale')
    const may = mayBook(batch, mode)
    if (!may.ok) return may
    const same = await rows.bookedWithHash(tx, batch.fileHash)
    if (same) return refuse('tax-import-same-file', { values: { number: same.number } })
    const person = present(by.person, 'who books a file').id
    return moved(tx, by, batch, { state: 'booked', mode, bookedAt: by.at, bookedBy: person })
  })

/**
 * 冲正: a whole booked file counts no more; its rows stay as history. What was stated before it counts again, and what
 * was stated after it, by another file or a correction, goes on to count. Refuses: `tax-import-moved-on`, `stale`.
 */
export const reverseImport = (store: Store, by: By, known: Known, why: string) =>
  act(store, by, async (tx): Promise<Batch> => {
    const batch = await rows.importById(tx, known.id)
    if (!batch || batch.version !== known.version) return refuse('stale')
    const may = mayReverse(batch)
    if (!may.ok) return may
    const person = present(by.person, 'who takes a file back').id
    return moved(tx, by, batch, { state: 'reversed', endedAt: by.at, endedBy: person, why })
  })

/** Gives a checked file up, or one whose reading was broken off. Refuses: `tax-import-moved-on`, `stale`. */
export const giveUpImport = (store: Store, by: By, known: Known) =>
  act(store, by, async (tx): Promise<Batch> => {
    const batch = await rows.importById(tx, known.id)
    if (!batch || batch.version !== known.version) return refuse('stale')
    const may = mayGiveUp(batch)
    if (!may.ok) return may
    const person = present(by.person, 'who gives a file up').id
    return moved(tx, by, batch, { state: 'given-up', endedAt: by.at, endedBy: person })
  })

/** So many rows between two breaths; others' pages are answered meanwhile. */
const rowsAtOnce = 1_000

async function moved(
  tx: Transaction,
  by: By,
  batch: rows.TaxImport,
  changes: Parameters<typeof rows.changeImport>[2] & { readonly state: rows.TaxImport['state'] },
): Promise<Batch> {
  const changed = await rows.changeImport(tx, batch, changes)
  if (!changed) return refuse('stale')
  if (changes.state !== 'given-up') {
    const last = await rows.lastGradeRow(tx, batch.id)
    for (let from = 1; from <= last; from += rowsAtOnce) {
      await rows.keepGradesOfRows(tx, batch.id, by.today, { from, to: from + rowsAtOnce - 1 })
      await breath()
    }
  }
  await write(tx, by, {
    happening: `tax-facts.import-${changes.state}`,
    subject: { kind: 'tax-import', id: batch.id },
    from: batch.state,
    to: changes.state,
    ...(changes.why ? { why: changes.why } : {}),
    details: { number: batch.number, file: batch.fileName, rows: batch.goodRows, firms: batch.firmCount },
  })
  return done({ batch: changed })
}
