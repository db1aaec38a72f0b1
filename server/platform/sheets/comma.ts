import type { SheetLine } from './line.ts'

/**
 * Comma-separated text row by row (RFC 4180), in UTF-8 or, as Chinese spreadsheets save it, GB 18030; null where it is
 * neither. Rows are numbered by lines of the table; a cell that begins with an equals sign is a formula to whoever
 * opens the file in a spreadsheet.
 */
export function commaLines(bytes: Uint8Array): (() => Iterator<SheetLine>) | null {
  const text = decoded(bytes)
  return text === null || text.includes('\u0000') ? null : () => linesOf(text)
}

function decoded(bytes: Uint8Array): string | null {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // Not this one; the next knows more signs.
    }
  }
  return null
}

function* linesOf(text: string): Generator<SheetLine, void> {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy
  let [row, cells] = [1, [] as string[]]
  for (let at = 0; at < text.length; at = cell.lastIndex) {
    cell.lastIndex = at
    const found = cell.exec(text)
    // A quote that is never closed, or text behind one: the rest of the line stands as it is.
    const [whole = '', quoted, plain = '', end = ''] = found ?? loose(text, at, cell)
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',' && at + whole.length < text.length) continue
    if (end === ',') cells.push('')
    yield lineOf(row, cells)
    row += 1
    cells = []
  }
}

function loose(text: string, at: number, cell: RegExp): readonly [string, undefined, string, string] {
  const end = /[\r\n]|$/g
  end.lastIndex = at
  const stop = end.exec(text)?.index ?? text.length
  const breakLength = text.startsWith('\r\n', stop) ? 2 : stop < text.length ? 1 : 0
  cell.lastIndex = stop + breakLength
  return [text.slice(at, cell.lastIndex), undefined, text.slice(at, stop), '\n']
}

const lineOf = (row: number, cells: readonly string[]): SheetLine => ({
  row,
  cells,
  formulas: cells.flatMap((text, at) => (/^\s*[=＝]/u.test(text) ? [at] : [])),
})
