import assert from 'node:assert/strict'

/** One line of a table: the trimmed cells by the names in the header. */
export type Row<Column extends string> = Readonly<Record<Column, string>>

/**
 * Reads a table written as text: the first line that is not blank names the columns, `|` parts the cells.
 * An empty cell reads as ''. A line with too many or too few cells is a slip of the writer and throws.
 * The column names are read by the compiler too, so a misspelt `row.grdae` does not compile.
 *
 *   for (const row of table(`
 *     grade | taxPaid   | says
 *     A     | 1,200,000 | granted
 *   `)) test(`${row.grade}: ${row.says}`, () => assert.equal(limit(whole(row.taxPaid)), …))
 */
export function table<const Text extends string>(text: Text): Row<ColumnOf<Text>>[] {
  const [header, ...lines] = text.split('\n').filter((line) => line.trim() !== '')
  assert(header !== undefined, 'A table needs a header.')
  const columns = cellsOf(header)
  assert(!columns.includes(''), `A column without a name: ${header}`)
  assert.equal(new Set(columns).size, columns.length, `A column named twice: ${header}`)
  return lines.map((line) => rowOf<ColumnOf<Text>>(columns, line))
}

/** A whole number, with or without thousands separators: '1,200,000', '1_200_000', '-5'. */
export function whole(cell: string): number {
  assert(/^-?(\d+|\d{1,3}([,_]\d{3})+)$/.test(cell), `Not a whole number: '${cell}'`)
  const value = Number(cell.replaceAll(/[,_]/g, ''))
  assert(Number.isSafeInteger(value), `Too large a number: '${cell}'`)
  return value
}

/** As `whole`, but an empty cell or '-' means that there is no figure. */
export function wholeOrNull(cell: string): number | null {
  return cell === '' || cell === '-' ? null : whole(cell)
}

/** 'yes' or 'no', nothing else. */
export function yes(cell: string): boolean {
  assert(cell === 'yes' || cell === 'no', `Neither yes nor no: '${cell}'`)
  return cell === 'yes'
}

/** Several words in one cell, parted by blanks; an empty cell is an empty list. */
export function words(cell: string): string[] {
  return cell.split(/\s+/).filter((word) => word !== '')
}

function rowOf<Column extends string>(columns: readonly string[], line: string): Row<Column> {
  const cells = cellsOf(line)
  assert.equal(cells.length, columns.length, `${columns.length} cells are needed: ${line.trim()}`)
  const row = Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']))
  assertHas<Column>(row, columns)
  return row
}

// The compiler's reading of the header and ours agree by construction; this states it without a cast.
function assertHas<Column extends string>(
  row: Readonly<Record<string, string>>,
  columns: readonly string[],
): asserts row is Row<Column> {
  assert(columns.every((column) => column in row))
}

const cellsOf = (line: string): string[] => line.split('|').map((cell) => cell.trim())

type Blank = ' ' | '\n' | '\t' | '\r'
type TrimStart<Text extends string> = Text extends `${Blank}${infer Rest}` ? TrimStart<Rest> : Text
type TrimEnd<Text extends string> = Text extends `${infer Rest}${Blank}` ? TrimEnd<Rest> : Text
type FirstLine<Text extends string> =
  TrimStart<Text> extends `${infer Line}\n${string}` ? Line : TrimStart<Text>
type Cells<Line extends string> = Line extends `${infer Cell}|${infer Rest}`
  ? TrimEnd<TrimStart<Cell>> | Cells<Rest>
  : TrimEnd<TrimStart<Line>>
/** The column names, when the text is written in place; any string when it is put together at run time. */
type ColumnOf<Text extends string> = string extends Text ? string : Cells<FirstLine<Text>>
