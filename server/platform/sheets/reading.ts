import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readSheet } from 'read-excel-file/universal'
import { cellText, formulasIn, numberText } from './cells.ts'
import type { Sheet, SheetBounds, SheetFault } from './sheet.ts'
import { firstSheet, unzipped } from './unzip.ts'

/* Reads the first sheet of a workbook; runs in a thread of its own, started by `read.ts`. */

export type Task = { readonly path: string; readonly bounds: SheetBounds }
export type Answer = { readonly sheet: Sheet } | { readonly fault: SheetFault; readonly rows?: number }

/** A workbook of this many letters has tens of thousands of rows; more is meant to hurt. */
const unzipBounds = { entries: 200, bytes: 64 * 1024 * 1024 }

async function answer({ path, bounds }: Task): Promise<Answer> {
  const archive = readFileSync(path)
  // The end of an archive names its entries, so a file that was cut short is none.
  if (archive.readUInt32BE(0) !== 0x504b0304) return { fault: 'sheet-not-xlsx' }
  const entries = unzipped(archive, unzipBounds)
  if (!entries) return { fault: 'sheet-not-readable' }
  const first = firstSheet(entries)
  if (first === null) return { fault: 'sheet-not-xlsx' }
  const bytes = archive.buffer.slice(archive.byteOffset, archive.byteOffset + archive.byteLength)
  // As text, so that no digit is lost before we have looked at it.
  const cells = await readSheet<string>(bytes as ArrayBuffer, { parseNumber: numberText })
  const rows = cells.map((row) => row.slice(0, bounds.columns).map(cellText))
  const filled = rows.slice(1).filter((row) => row.some((text) => text.trim() !== '')).length
  if (filled > bounds.rows) return { fault: 'sheet-too-many-rows', rows: filled }
  return { sheet: { rows, formulas: formulasIn(first.toString('utf8')) } }
}

const task: Task = workerData
answer(task).then(
  (found) => parentPort?.postMessage(found),
  // Whatever the library stumbles over, the file is at fault; the bounds above keep what it can do small.
  () => parentPort?.postMessage({ fault: 'sheet-not-readable' } satisfies Answer),
)
