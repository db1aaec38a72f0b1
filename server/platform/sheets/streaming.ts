import { Readable } from 'node:stream'
import yazl from 'yazl'
import { type Day, day, daysBetween } from '../../money/day.ts'
import type { Fen } from '../../money/fen.ts'
import type { Ppm } from '../../money/rate.ts'
import type { Instant } from '../clock.ts'

/*
 * Workbooks that are written row by row and never held as a whole: a million rows cost no more memory than ten. Cells have
 * types, so that a spreadsheet adds up money and sorts days.
 */

/** A count, a sum in yuan or in 万元 (exact, as its column says), a rate, a day, or words; null leaves the cell empty. */
export type Cell =
  | string
  | number
  | null
  | { readonly fen: Fen }
  | { readonly wan: Fen }
  | { readonly ppm: Ppm }
  | { readonly day: Day }

export type StreamedSheet = {
  readonly name: string
  readonly header: readonly string[]
  /** In letters. */
  readonly widths: readonly number[]
  readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const office = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Formats by their place in the list of styles. */
const style = { plain: 0, bold: 1, money: 2, rate: 3, day: 4, guarded: 5, wan: 6 } as const
const styles = `${head}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="#,##0.00####"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf/>
<xf fontId="1" applyFont="1"/><xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="10" applyNumberFormat="1"/>
<xf numFmtId="164" applyNumberFormat="1"/><xf quotePrefix="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>`

/** What a spreadsheet can hold in one sheet, its header among them. */
export const mostSheetRows = 1_048_576

/**
 * A workbook as it is made. `at` stands on its files, so that the same rows at the same time are the same bytes. A sheet with
 * more rows than a spreadsheet can open goes on in further ones, which stand behind all others so that the second stays the
 * second; `mostRows` is that bound, headers counted.
 */
export function streamXlsx(
  sheets: readonly StreamedSheet[],
  at: Instant,
  mostRows: number = mostSheetRows,
): Readable {
  const zip = new yazl.ZipFile()
  const out = zip.outputStream as Readable
  const how = { mtime: new Date(at), mode: 0o100644 }
  zip.on('error', (error: Error) => out.destroy(error))
  const add = (name: string, text: string) => zip.addBuffer(Buffer.from(text), name, how)
  const addPart = (place: number, part: Part) =>
    new Promise<void>((resolve) =>
      zip.addReadStreamLazy(`xl/worksheets/sheet${place}.xml`, how, (take) => {
        const rows = Readable.from(sheetXml(part, mostRows), { objectMode: false })
        rows.once('error', (error) => out.destroy(error)).once('end', resolve)
        out.once('close', () => rows.destroy())
        take(null, rows)
      }),
    )
  writeParts(sheets, addPart)
    .then((names) => {
      // How many sheets there are is known behind the last row, so the list of them is the last file.
      add('[Content_Types].xml', contentTypes(names.length))
      add('_rels/.rels', relationships([[`${relations}/officeDocument`, 'xl/workbook.xml']]))
      add('xl/workbook.xml', workbook(names))
      add('xl/_rels/workbook.xml.rels', relationships(partsOf(names.length)))
      add('xl/styles.xml', styles)
      zip.end()
    })
    .catch((error: Error) => out.destroy(error))
  return out
}

/** A sheet, or what goes on of it: rows that are taken one after another from the same source. */
type Part = {
  readonly sheet: StreamedSheet
  readonly rows: AsyncIterator<readonly Cell[]>
  /** The row that was looked at to know whether there is a further part. */
  readonly first: readonly Cell[] | null
  next: readonly Cell[] | null
}

/** Writes every sheet, and then what did not fit; returns the names of all as they stand in the workbook. */
async function writeParts(
  sheets: readonly StreamedSheet[],
  write: (place: number, part: Part) => Promise<void>,
): Promise<string[]> {
  const names: string[] = []
  const waiting: Part[] = []
  for (const sheet of sheets) {
    const part: Part = { sheet, rows: rowsOf(sheet), first: null, next: null }
    names.push(sheetName(sheet.name, names))
    await write(names.length, part)
    waiting.push(part)
  }
  for (const first of waiting)
    for (let part = first; part.next; ) {
      part = { ...part, first: part.next, next: null }
      names.push(sheetName(part.sheet.name, names))
      await write(names.length, part)
    }
  return names
}

async function* rowsOf({ rows }: StreamedSheet): AsyncGenerator<readonly Cell[], undefined> {
  yield* rows
}

const partsOf = (count: number): (readonly [string, string])[] => [
  ...Array.from(
    { length: count },
    (_, at) => [`${relations}/worksheet`, `worksheets/sheet${at + 1}.xml`] as const,
  ),
  [`${relations}/styles`, 'styles.xml'],
]

const relationships = (targets: readonly (readonly [string, string])[]): string =>
  `${head}<Relationships xmlns="${packages}/relationships">${targets
    .map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

const contentTypes = (count: number): string =>
  `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${office}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${office}.styles+xml"/>${Array.from(
    { length: count },
    (_, at) =>
      `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${office}.worksheet+xml"/>`,
  ).join('')}</Types>`

const workbook = (names: readonly string[]): string =>
  `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names
    .map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
    .join('')}</sheets></workbook>`

const mostLetters = 31

/**
 * What a spreadsheet takes for a name: 31 letters at most, without the signs that it reads as something else, and none twice;
 * it does not tell large letters from small.
 */
function sheetName(name: string, taken: readonly string[]): string {
  const plain = name.replace(/[\\/?*[\]:]/g, ' ')
  const known = new Set(taken.map((one) => one.toLowerCase()))
  for (let count = 1; ; count += 1) {
    const mark = count === 1 ? '' : ` (${count})`
    const made = `${plain.slice(0, mostLetters - mark.length)}${mark}`
    if (!known.has(made.toLowerCase())) return made
  }
}

/** So many letters are handed on at once. */
const pieceLength = 65_536

async function* sheetXml(part: Part, mostRows: number): AsyncGenerator<string> {
  const { header, widths } = part.sheet
  const columns = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  )
  let piece = `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>`
  let line = 1
  piece += rowXml(line, header, (at, text) => wordsXml(at, text, style.bold))
  for (let row = part.first ?? (await nextOf(part)); row; row = await nextOf(part)) {
    if (line === mostRows) {
      part.next = row
      break
    }
    line += 1
    piece += rowXml(line, row, cellXml)
    if (piece.length < pieceLength) continue
    yield piece
    piece = ''
  }
  yield `${piece}</sheetData></worksheet>`
}

async function nextOf({ rows }: Part): Promise<readonly Cell[] | null> {
  const { done, value } = await rows.next()
  return done ? null : value
}

/** Each cell bears its address, which some readers want. */
const rowXml = <One>(line: number, row: readonly One[], xml: (at: string, one: One) => string): string =>
  `<row r="${line}">${row.map((one, column) => xml(`${lettersOf(column)}${line}`, one)).join('')}</row>`

/** A to Z, and on with AA; no sheet of ours is wider. */
const lettersOf = (column: number): string =>
  `${column < 26 ? '' : String.fromCharCode(64 + Math.floor(column / 26))}${String.fromCharCode(65 + (column % 26))}`

function cellXml(at: string, cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'string')
    return wordsXml(at, cell, /^[=+\-@\t\r＝＋－＠]/u.test(cell) ? style.guarded : style.plain)
  if (typeof cell === 'number') return valueXml(at, String(cell), style.plain)
  if ('fen' in cell) return valueXml(at, placesOf(cell.fen, 2), style.money)
  if ('wan' in cell) return valueXml(at, placesOf(cell.wan, 6), style.wan)
  if ('ppm' in cell) return valueXml(at, String(cell.ppm / 1_000_000), style.rate)
  return valueXml(at, String(daysBetween(firstDay, cell.day) + firstSerial), style.day)
}

/** A spreadsheet numbers days, and takes 1900 for a leap year: 1 March 1900 is its day 61. */
const firstDay = day('1900-03-01')
const firstSerial = 61

const valueXml = (at: string, value: string, of: number): string =>
  `<c r="${at}" s="${of}"><v>${value}</v></c>`

/** Words are never a formula: they stand in the cell as words, and where they begin like one they are marked as quoted. */
const wordsXml = (at: string, text: string, of: number): string =>
  `<c r="${at}" s="${of}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`

/** Whole fen with the point so many places from the right: two make yuan, six 万元. */
function placesOf(amount: Fen, places: number): string {
  const digits = String(Math.abs(amount)).padStart(places + 1, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML takes none of them
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const escaped = (text: string): string =>
  text
    .replace(forbidden, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
