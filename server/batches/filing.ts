import { type Fen, parseYuan } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { plainLabel } from '../platform/sheets/label.ts'
import type { Sheet } from '../platform/sheets/sheet.ts'

/** Tried and not booked; booked, its loans are guaranteed; given up, nothing came of it; taken back, it all ended again. */
export const filingStates = ['checked', 'booked', 'given-up', 'taken-back'] as const
export type FilingState = (typeof filingStates)[number]

/** More is a second file: every row asks each cap by itself, and others wait meanwhile. */
export const mostRows = 100
export const mostBytes = 1024 * 1024

/** What a row says: which loan, and as a check of it what sum; a file with a wrong unit is told by it. */
export const filingColumns = ['loan', 'amount'] as const
export type FilingColumn = (typeof filingColumns)[number]
export type ColumnLabels = Readonly<Record<FilingColumn, string>>

export type TypedRow = {
  readonly row: number
  readonly loan: string
  readonly amount: string
  readonly formula: boolean
}

/** Why a row is not filed: a code that has words, with its figures. */
export type RowFault = { readonly code: string; readonly values?: Readonly<Record<string, string | number>> }

/** A row as it was typed and understood; the names are of the day, for whoever looks at the filing later. */
export type CheckedRow = {
  readonly row: number
  readonly typed: readonly [loan: string, amount: string]
  readonly loanId: Id<'loan'> | null
  readonly firm: string | null
  readonly amountFen: Fen | null
  readonly fault: RowFault | null
}

export type ReadRow = {
  readonly row: number
  readonly typed: readonly [loan: string, amount: string]
  readonly loan: string
  readonly amountFen: Fen | null
  readonly fault: RowFault | null
}

/** Reads one row. Faults: `formula`, `required`, `too-long`, and those of a sum. */
export function readRow({ row, loan: typedLoan, amount, formula }: TypedRow): ReadRow {
  const loan = typedLoan.normalize('NFKC').trim()
  const typed = [typedLoan.slice(0, 100), amount.slice(0, 40)] as const
  const wrong = (code: string): ReadRow => ({ row, typed, loan, amountFen: null, fault: { code } })
  if (formula) return wrong('formula')
  if (loan === '' || amount.trim() === '') return wrong('required')
  if (loan.length > 60) return wrong('too-long')
  const read = parseYuan(amount.normalize('NFKC').trim())
  return read.ok ? { row, typed, loan, amountFen: read.fen, fault: null } : wrong(read.code)
}

/** The row that each repeats, by the loan it means. */
export function repeated(rows: readonly { readonly row: number; readonly loanId: string | null }[]) {
  const first = new Map<string, number>()
  const found = new Map<number, number>()
  for (const { row, loanId } of rows) {
    if (loanId === null) continue
    const earlier = first.get(loanId)
    if (earlier === undefined) first.set(loanId, row)
    else found.set(row, earlier)
  }
  return found
}

/**
 * The rows under the template's header, in either language and any order of columns; empty ones are left out.
 * Refuses `batch-header-wrong`, `batch-no-rows`.
 */
export function rowsOfSheet(
  { rows, formulas }: Sheet,
  languages: readonly ColumnLabels[],
): Outcome<{ readonly rows: TypedRow[] }> {
  const [header = [], ...body] = rows
  const at = filingColumns.map((column) =>
    header.findIndex((label) => languages.some((labels) => plainLabel(labels[column]) === plainLabel(label))),
  )
  if (at.includes(-1)) return refuse('batch-header-wrong')
  const held = new Set(formulas.map(([row, column]) => `${row} ${column}`))
  const found = body.flatMap((cells, index): TypedRow[] => {
    const [loan = '', amount = ''] = at.map((column) => cells[column] ?? '')
    if (loan.trim() === '' && amount.trim() === '') return []
    return [
      { row: index + 2, loan, amount, formula: at.some((column) => held.has(`${index + 1} ${column}`)) },
    ]
  })
  return found.length ? done({ rows: found }) : refuse('batch-no-rows')
}

/** Whether a tried filing may be booked. Refuses `filing-moved`, `filing-nothing-good`. */
export function mayBook({
  state,
  goodRows,
}: {
  readonly state: FilingState
  readonly goodRows: number
}): Outcome<object> {
  if (state !== 'checked') return refuse('filing-moved')
  return goodRows === 0 ? refuse('filing-nothing-good') : done()
}
