import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readSheet } from 'read-excel-file/universal'
import { cellText, formulasIn, numberText } from './cells.ts'
import type { Sheet, SheetBounds, SheetFault } from './sheet.ts'
import { unzipped } from './unzip.ts'

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
  return { sheet: { rows, formulas: formulasIn(first) } }
}

/** The XML of the first sheet by the workbook's own list; null where there is no workbook. */
function firstSheet(entries: ReadonlyMap<string, Buffer>): string | null {
  const text = (name: string) => entries.get(name)?.toString('utf8') ?? ''
  const relation = /<(?:\w+:)?sheet\b[^>]*?\br:id="([^"]+)"/.exec(text('xl/workbook.xml'))?.[1]
  if (!relation) return null
  const relations = text('xl/_rels/workbook.xml.rels').match(/<(?:\w+:)?Relationship\b[^>]*>/g) ?? []
  const named = relations.find((one) => one.includes(`Id="${relation}"`))
  const target = /\bTarget="([^"]+)"/.exec(named ?? '')?.[1]
  return target ? text(target.startsWith('/') ? target.slice(1) : `xl/${target}`) : null
}

const task: Task = workerData
answer(task).then(
  (found) => parentPort?.postMessage(found),
  // Whatever the library stumbles over, the file is at fault; the bounds above keep what it can do small.
  () => parentPort?.postMessage({ fault: 'sheet-not-readable' } satisfies Answer),
)
