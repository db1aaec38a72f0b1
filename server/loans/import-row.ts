import { type Day, parseDay } from '../money/day.ts'
import { type Fen, noFen, parseYuan } from '../money/fen.ts'

/** What a row of a file says, column by column, in the order of the template. */
export const importColumns = ['loan', 'paidOn', 'principal', 'interest', 'reference'] as const
export type ImportColumn = (typeof importColumns)[number]

/** What is wrong with a cell: a code that has words, and figures for the sentence. */
export type ImportFault = {
  readonly column: ImportColumn
  readonly code: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** A row as it stands in the file; cells that are no values but formulas are named. */
export type TypedRow = {
  readonly row: number
  readonly typed: readonly string[]
  readonly formulas: readonly ImportColumn[]
}

/** A row as it was understood; what could not be read is null. */
export type ReadRow = {
  readonly row: number
  readonly typed: readonly string[]
  readonly faults: readonly ImportFault[]
  readonly loan: string
  readonly paidOn: Day | null
  readonly principalFen: Fen | null
  readonly interestFen: Fen | null
  readonly reference: string | null
}

const longestText = 60
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const strange = /[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/u

/**
 * Reads one row. A formula is refused even where the file says what it came to: nobody checked that it still does.
 * An amount that is left out is nothing; both left out is a row about nothing.
 */
export function readRow({ row, typed, formulas }: TypedRow): ReadRow {
  const faults: ImportFault[] = formulas.map((column) => ({ column, code: 'formula' }))
  const text = (column: ImportColumn) => (typed[importColumns.indexOf(column)] ?? '').normalize('NFKC').trim()
  const fault = (column: ImportColumn, code: string, values?: ImportFault['values']): null => {
    if (!faults.some((one) => one.column === column)) {
      faults.push({ column, code, ...(values ? { values } : {}) })
    }
    return null
  }
  const line = (column: ImportColumn): string => {
    if (text(column).length > longestText) fault(column, 'too-long', { max: longestText })
    else if (strange.test(text(column))) fault(column, 'strange-characters')
    return text(column)
  }
  const amount = (column: ImportColumn): Fen | null => {
    if (text(column) === '') return noFen
    const read = parseYuan(text(column))
    return read.ok ? read.fen : fault(column, read.code)
  }
  const day = parseDay(text('paidOn'))
  const found = {
    loan: line('loan'),
    paidOn: day.ok ? day.day : fault('paidOn', day.code === 'empty' ? 'required' : day.code),
    principalFen: amount('principal'),
    interestFen: amount('interest'),
    reference: line('reference') || null,
  }
  if (found.loan === '') fault('loan', 'required')
  if (found.principalFen === 0 && found.interestFen === 0) fault('principal', 'not-positive')
  return { row, typed: typed.slice(0, importColumns.length), ...found, faults }
}

/** What a payment is told by, where the bank gave it no number: two such on one day are one, reported twice. */
export const likenessOf = (paid: {
  readonly paidOn: Day
  readonly principalFen: Fen
  readonly interestFen: Fen
}): string => `${paid.paidOn} ${paid.principalFen} ${paid.interestFen}`

type Numbered = { readonly row: number; readonly reference: string | null; readonly likeness: string }

/**
 * Asked of the rows of a file in their order, it answers the row that each repeats, if any: of the same loan, or of the
 * same number. The same number is the same payment; without a number on one side, the same day and sums of the same loan
 * are.
 */
export function repetitions(): (one: Numbered & { readonly loanId: string }) => number | undefined {
  const byReference = new Map<string, number>()
  const byLikeness = new Map<string, Numbered>()
  return (one) => {
    const like = `${one.loanId} ${one.likeness}`
    const twin = byLikeness.get(like)
    const earlier =
      (one.reference === null ? undefined : byReference.get(one.reference)) ??
      (twin && (one.reference === null || twin.reference === null) ? twin.row : undefined)
    if (earlier !== undefined) return earlier
    if (one.reference !== null) byReference.set(one.reference, one.row)
    if (!twin) byLikeness.set(like, one)
    return undefined
  }
}
