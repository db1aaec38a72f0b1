import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import type { Refusal } from '../platform/outcome.ts'
import { commaLines } from '../platform/sheets/comma.ts'
import type { SheetLine } from '../platform/sheets/line.ts'
import { rowsIn, sharedTexts, sheetLines } from '../platform/sheets/scan.ts'
import { firstSheet, unzipped } from '../platform/sheets/unzip.ts'
import { mostTaxRows } from './import.ts'
import { contradicted, type Repeats, repeatFinder } from './import-repeats.ts'
import { codeIn, type ReadTaxRow, readTaxRow, type TaxRowFault } from './import-row.ts'
import { type Layout, layoutOf, type TaxLabels } from './import-sheet.ts'

/* Reads a file of the tax bureau piece by piece; runs in a thread of its own, started by `actions-reading.ts`. */

export type ReadingTask = {
  readonly path: string
  readonly languages: readonly TaxLabels[]
  readonly today: Day
}
export type ReadingPiece =
  | { readonly refusal: Refusal }
  | { readonly header: readonly string[] }
  /** `ReadTaxRow`s as JSON: handed over as objects they would take three times as long. */
  | { readonly rows: string }

/** A file at its bound of rows with a few years of taxes unfolds into so much. */
const unzipBounds = { entries: 200, bytes: 320 * 1024 * 1024 }
const mostColumns = 60
const rowsAtOnce = 750

function* pieces({ path, languages, today }: ReadingTask): Iterable<ReadingPiece> {
  const found = linesOf(readFileSync(path))
  if ('refusal' in found) return yield found
  // Counted before anything of it is kept: a file that is too long leaves nothing behind.
  const rows = found.atMost > mostTaxRows + 1 ? counted(nonEmpty(found.lines())) - 1 : 0
  if (rows > mostTaxRows)
    return yield { refusal: { code: 'sheet-too-many-rows', values: { max: mostTaxRows, rows } } }
  const filled = nonEmpty(found.lines())
  const [header] = take(filled, 1)
  const layout = layoutOf(header?.cells ?? [], languages)
  if (!layout.ok) return yield { refusal: layout.refusal }
  yield { header: layout.layout.header }
  const refused = contradictedIn(() => afterHeader(found.lines()), layout.layout, today)
  const repeats = repeatFinder(layout.layout)
  let count = 0
  for (let lines = take(filled, rowsAtOnce); lines.length > 0; lines = take(filled, rowsAtOnce)) {
    count += lines.length
    const read: ReadTaxRow[] = lines.map((line) => {
      const one = repeats(readTaxRow(line, layout.layout, today))
      const more = refused.get(line.row)
      return more ? { ...one, faults: [...one.faults, ...more] } : one
    })
    yield { rows: JSON.stringify(read) }
  }
  if (count === 0) yield { refusal: { code: 'import-no-rows' } }
}

function afterHeader(lines: Iterator<SheetLine>): Iterator<SheetLine> {
  const filled = nonEmpty(lines)
  filled.next()
  return filled
}

/**
 * What is wrong with rows that a later one contradicts. It has to be known before the first is written, so a file that names a
 * firm twice is read beforehand; of the others only the codes are looked at.
 */
function contradictedIn(
  lines: () => Iterator<SheetLine>,
  layout: Layout,
  today: Day,
): ReadonlyMap<number, readonly TaxRowFault[]> {
  if (!namesTwice(lines(), layout.at.code ?? 0)) return new Map()
  const again: Repeats = new Map()
  const repeats = repeatFinder(layout, again)
  for (const line of each(lines())) repeats(readTaxRow(line, layout, today))
  const wanted = new Set([...again].flat(2))
  const rows = new Map<number, ReadTaxRow>()
  if (wanted.size > 0)
    for (const line of each(lines()))
      if (wanted.has(line.row)) rows.set(line.row, readTaxRow(line, layout, today))
  return contradicted(layout, rows, again)
}

function namesTwice(lines: Iterator<SheetLine>, at: number): boolean {
  const seen = new Set<string>()
  for (const { cells } of each(lines)) {
    const code = codeIn(cells[at])
    if (code !== '' && seen.has(code)) return true
    seen.add(code)
  }
  return false
}

function* each(lines: Iterator<SheetLine>): Iterable<SheetLine> {
  for (let next = lines.next(); !next.done; next = lines.next()) yield next.value
}

type Found =
  | { readonly refusal: Refusal }
  | {
      /** How many rows there can be at most; cheap to know. */
      readonly atMost: number
      readonly lines: () => Iterator<SheetLine>
    }

/** What the file is shows in its first bytes, not in its name. */
function linesOf(bytes: Buffer): Found {
  if (bytes.length < 4 || bytes.readUInt32BE(0) !== 0x504b0304) {
    const lines = commaLines(bytes)
    if (!lines) return { refusal: { code: 'sheet-not-readable' } }
    return { atMost: bytes.filter((byte) => byte === 10 || byte === 13).length + 1, lines }
  }
  const entries = unzipped(bytes, unzipBounds)
  const sheet = entries && firstSheet(entries)
  if (!entries || !sheet) return { refusal: { code: 'sheet-not-readable' } }
  const book = entries.get('xl/workbook.xml')?.toString('utf8') ?? ''
  // Days would be four years off, and nothing would show it.
  if (/date1904="(1|true)"/.test(book)) return { refusal: { code: 'sheet-not-readable' } }
  const shared = sharedTexts(entries.get('xl/sharedStrings.xml'))
  const lines = () => sheetLines(sheet, shared, mostColumns)[Symbol.iterator]()
  return { atMost: rowsIn(sheet), lines }
}

function* nonEmpty(lines: Iterator<SheetLine>): Iterator<SheetLine> {
  for (let next = lines.next(); !next.done; next = lines.next())
    if (next.value.cells.some((text) => text.trim() !== '')) yield next.value
}

function counted(lines: Iterator<SheetLine>): number {
  let count = 0
  while (!lines.next().done) count += 1
  return count
}

function take(lines: Iterator<SheetLine>, count: number): SheetLine[] {
  const taken: SheetLine[] = []
  while (taken.length < count) {
    const next = lines.next()
    if (next.done) break
    taken.push(next.value)
  }
  return taken
}

const port = present(parentPort, 'the thread that asked')
const task: ReadingTask = workerData
try {
  for (const piece of pieces(task)) {
    port.postMessage(piece)
    await once(port, 'message')
  }
} catch {
  // Whatever a file makes us stumble over, the file is at fault; the bounds above keep what it can do small.
  port.postMessage({ refusal: { code: 'sheet-not-readable' } } satisfies ReadingPiece)
  await once(port, 'message')
}
port.postMessage(null)
