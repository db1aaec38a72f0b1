import { numberText } from './cells.ts'
import type { SheetLine } from './line.ts'

/*
 * A large sheet read from its XML in one pass: a library that builds every cell takes many times as long, and a file of a
 * whole city has millions. Days stay the numbers that the sheet has: who reads the row knows which column is a day.
 */

/** So much XML is looked at in one piece; rows are never cut. */
const pieceBytes = 1024 * 1024
const rowEnd = Buffer.from('</row>')

/** The shared texts of a workbook by their number; readings of Chinese words (`rPh`) are no text. */
export function sharedTexts(xml: Buffer | undefined): string[] {
  if (!xml) return []
  const found: string[] = []
  for (const [, item = ''] of xml.toString('utf8').matchAll(/<si(?:\s[^>]*)?>([\s\S]*?)<\/si>|<si\s*\/>/g))
    found.push(textIn(item.replace(/<rPh[\s\S]*?<\/rPh>/g, '')))
  return found
}

/** How many rows a sheet has, empty ones included. */
export function rowsIn(xml: Buffer): number {
  let count = 0
  for (let at = xml.indexOf('<row'); at !== -1; at = xml.indexOf('<row', at + 4)) count += 1
  return count
}

/** The rows of a sheet in their order; at most so many columns of each. */
export function* sheetLines(xml: Buffer, shared: readonly string[], columns: number): Iterable<SheetLine> {
  let last = 0
  for (let from = 0; from < xml.length; ) {
    const cut = xml.indexOf(rowEnd, Math.min(from + pieceBytes, xml.length))
    const to = cut === -1 ? xml.length : cut + rowEnd.length
    for (const [, attributes = '', body = ''] of xml.toString('utf8', from, to).matchAll(row)) {
      last = Number(/\br="(\d+)"/.exec(attributes)?.[1] ?? last + 1)
      yield lineOf(last, body, shared, columns)
    }
    from = to
  }
}

const row = /<row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/row>)/g
const cell = /<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g

function lineOf(number: number, body: string, shared: readonly string[], columns: number): SheetLine {
  const cells: string[] = []
  const formulas: number[] = []
  for (const [, attributes = '', content = ''] of body.matchAll(cell)) {
    const letters = /\br="([A-Z]{1,3})/.exec(attributes)?.[1]
    const at = letters ? columnOf(letters) : cells.length
    if (at >= columns) continue
    while (cells.length < at) cells.push('')
    if (/<f[\s/>]/.test(content)) formulas.push(at)
    cells[at] = cellValue(/\bt="(\w+)"/.exec(attributes)?.[1], content, shared)
  }
  return { row: number, cells, formulas }
}

function columnOf(letters: string): number {
  let at = 0
  for (let one = 0; one < letters.length; one += 1) at = at * 26 + letters.charCodeAt(one) - 64
  return at - 1
}

function cellValue(type: string | undefined, content: string, shared: readonly string[]): string {
  if (type === 'inlineStr') return textIn(content)
  const value = /<v(?:\s[^>]*)?>([^<]*)<\/v>/.exec(content)?.[1] ?? ''
  if (type === 's') return shared[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (type === undefined || type === 'n') return value === '' ? '' : numberText(value)
  return plainText(value)
}

function textIn(xml: string): string {
  let text = ''
  for (const [, piece = ''] of xml.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)) text += piece
  return plainText(text)
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const plainText = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(#x?[\da-fA-F]{1,6}|\w{2,4});/g, (whole, name) => signOf(name) ?? whole)
    : text

function signOf(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name]
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}
