import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { plainLabel } from '../platform/sheets/label.ts'
import type { Sheet } from '../platform/sheets/sheet.ts'
import { type ImportColumn, importColumns, type TypedRow } from './import-row.ts'

/** What the columns are called, in one language; `reason` is the one that our own list of bad rows adds. */
export type ColumnLabels = Readonly<Record<ImportColumn | 'reason', string>>

/**
 * The rows of a sheet under the template's header, in whatever order the columns stand and in either language; empty
 * rows are left out. Refuses: `import-header-wrong` (`missing` and `unknown` name the columns, in the reader's words),
 * `import-no-rows`.
 */
export function rowsOfSheet(
  { rows, formulas }: Sheet,
  languages: readonly ColumnLabels[],
): Outcome<{ readonly rows: TypedRow[] }> {
  const [header = [], ...body] = rows
  const meanings = header.map((label) => meaningOf(label, languages))
  const [labels] = languages
  const missing = importColumns
    .filter((column) => !meanings.includes(column))
    .map((one) => labels?.[one] ?? one)
  // A column that is there twice: nobody could say which one counts.
  const unknown = header.filter((label, at) => {
    const meaning = meanings[at]
    return plainLabel(label) !== '' && (meaning === null || meanings.indexOf(meaning ?? null) !== at)
  })
  if (missing.length || unknown.length) {
    const list = (names: readonly string[]) =>
      names
        .map((name) => `“${name.slice(0, 40)}”`)
        .slice(0, 8)
        .join(' ') || '-'
    return refuse('import-header-wrong', { values: { missing: list(missing), unknown: list(unknown) } })
  }
  const columns = importColumns.map((column) => meanings.indexOf(column))
  const within = formulasByRow(formulas)
  const found = body.flatMap((cells, at): TypedRow[] => {
    const typed = columns.map((column) => (cells[column] ?? '').slice(0, 200))
    if (typed.every((text) => text.trim() === '')) return []
    const own = within.get(at + 1) ?? []
    return [
      { row: at + 2, typed, formulas: importColumns.filter((_, one) => own.includes(columns[one] ?? -1)) },
    ]
  })
  return found.length ? done({ rows: found }) : refuse('import-no-rows')
}

function meaningOf(label: string, languages: readonly ColumnLabels[]): ImportColumn | 'reason' | null {
  for (const labels of languages) {
    for (const column of [...importColumns, 'reason'] as const)
      if (plainLabel(labels[column]) === plainLabel(label)) return column
  }
  return null
}

function formulasByRow(formulas: Sheet['formulas']): ReadonlyMap<number, readonly number[]> {
  const byRow = new Map<number, number[]>()
  for (const [row, column] of formulas) byRow.set(row, [...(byRow.get(row) ?? []), column])
  return byRow
}
