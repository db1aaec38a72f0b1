import { isDay } from '../money/day.ts'
import { ppm } from '../money/rate.ts'
import type { Cell, StreamedSheet } from '../platform/sheets/streaming.ts'
import type { CellKind, ShownCell } from '../platform/web/cells.ts'

/* What a page shows as tables, told as sheets of a workbook: the same rows, with cells of their types. */

export type PageRow = { readonly cells: readonly ShownCell[] }
export type PageTable = {
  readonly caption: string
  readonly columns: readonly { readonly label: string; readonly kind?: CellKind }[]
  readonly rows: readonly PageRow[]
}

const isTable = (one: object): one is PageTable =>
  'caption' in one && 'columns' in one && 'rows' in one && Array.isArray(one.rows)

/** A page of several parts has its tables within them, no deeper than this. */
const deepest = 5

/** Every table that a page shows and that has rows: its list first, then the others in the order in which its data names them. */
export function tablesIn(data: object): readonly PageTable[] {
  const { table, ...others } = data as { readonly table?: unknown }
  return tablesWithin([table, others], 0)
}

function tablesWithin(data: unknown, depth: number): readonly PageTable[] {
  if (typeof data !== 'object' || data === null || depth > deepest) return []
  if (isTable(data)) return data.rows.length ? [data] : []
  return Object.values(data).flatMap((one) => tablesWithin(one, depth + 1))
}

const isNumber = /^[+-]?[\d,]+(\.\d+)?$/
const isPercent = /^[+-]?[\d,]+(\.\d+)?%$/
/** How pages say that there is no number. */
const nothing = ['', '—', '-']

const numberIn = (words: string): number => Number(words.replace(/[,%]/g, ''))

/** A cell by its type: what it is of, where it says so; else what stands there, a number or a day where its column has such. */
export function typed(cell: ShownCell, kind: CellKind | undefined): Cell {
  if (typeof cell !== 'string' && cell.value !== undefined) return cell.value
  const words = wordsOf(cell)
  if (kind === 'date' && isDay(words)) return { day: words }
  if (kind !== 'number') return words
  if (nothing.includes(words)) return null
  if (isNumber.test(words)) return numberIn(words)
  return isPercent.test(words) ? { ppm: ppm(Math.round(numberIn(words) * 10_000)) } : words
}

const wordsOf = (cell: ShownCell): string =>
  typeof cell === 'string' ? cell : (cell.words ?? (cell.links ?? []).map(({ label }) => label).join(' '))
/** Where the cell holds the day that stands small on the page, the words are what is left to say beside it. */
function noteOf(cell: ShownCell | undefined): string {
  if (typeof cell !== 'object' || cell === null) return ''
  const { value, note = '', words = '' } = cell
  const isOfDay = typeof value === 'object' && value !== null && 'day' in value && value.day === note
  return isOfDay ? words : note
}

/** A sheet without its rows, and how one row of the table becomes one of the sheet. */
export type SheetShape = Omit<StreamedSheet, 'rows'> & { readonly line: (row: PageRow) => readonly Cell[] }

/**
 * A table as a sheet. What stands small below a cell has a column of its own, named by the cell's column and `note`; what is
 * only to be clicked is left out.
 */
export function shapeOf(
  { caption, columns, rows: shown }: PageTable,
  note: (label: string) => string,
): SheetShape {
  const kept = columns.flatMap(({ label, kind }, at) =>
    kind === 'actions'
      ? []
      : [{ label, kind, at, hasNote: shown.some(({ cells }) => noteOf(cells[at]) !== '') }],
  )
  return {
    name: caption,
    header: kept.flatMap(({ label, hasNote }) => (hasNote ? [label, note(label)] : [label])),
    widths: kept.flatMap(({ kind, hasNote }) => {
      const width = kind === 'number' || kind === 'date' ? 16 : 28
      return hasNote ? [width, 28] : [width]
    }),
    line: ({ cells }) =>
      kept.flatMap(({ at, kind, hasNote }): Cell[] => {
        const cell = typed(cells[at] ?? '', kind)
        return hasNote ? [cell, noteOf(cells[at])] : [cell]
      }),
  }
}
