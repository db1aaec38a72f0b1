import type { Day } from '../money/day.ts'
import { type Fen, fen, showYuan } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { Refusal } from '../platform/outcome.ts'
import { type ImportColumn, type ImportFault, likenessOf, type ReadRow } from './import-row.ts'
import { type Loan, repay, reverse } from './loan.ts'
import { type Due, type Lateness, standing } from './plan.ts'

/** A repayment as it was reported earlier. */
type Booked = {
  readonly id: string
  readonly paidOn: Day
  readonly principalFen: Fen
  readonly interestFen: Fen
  readonly reference: string | null
  readonly reversalOf: string | null
  readonly recoveryId?: string | null
}

/** All that is known of a loan on the day of a check. */
export type KnownLoan = {
  readonly loan: Loan
  readonly lateness: Lateness
  readonly settledOn: Day | null
  readonly dues: readonly Due[]
  readonly booked: readonly Booked[]
}

/** A loan as it stands after some repayments came or went. */
export type LoanAfter = { readonly loan: Loan; readonly settledOn: Day | null } & Lateness

/** A row that can be booked: everything in it was read, and it is of one loan. */
export type GoodRow = ReadRow & {
  readonly paidOn: Day
  readonly principalFen: Fen
  readonly interestFen: Fen
}
export const isGood = (row: ReadRow): row is GoodRow =>
  row.faults.length === 0 && row.paidOn !== null && row.principalFen !== null && row.interestFen !== null

export type LoanChecked = {
  /** In the order in which they are booked. */
  readonly good: readonly GoodRow[]
  readonly faults: ReadonlyMap<number, ImportFault>
  readonly after: LoanAfter
}

/**
 * Books the rows of one loan on paper, oldest payment first, each on what the one before it left. What the rules of a
 * single report refuse is a fault of its row, and leaves the others as they are.
 */
export function checkLoan(known: KnownLoan, rows: readonly GoodRow[], today: Day): LoanChecked {
  const there = liveOf(known.booked)
  const faults = new Map<number, ImportFault>()
  const good: GoodRow[] = []
  let loan = known.loan
  for (const row of rows.toSorted((a, b) =>
    a.paidOn < b.paidOn ? -1 : a.paidOn > b.paidOn ? 1 : a.row - b.row,
  )) {
    // Said before anything else: sorted by days, such a row comes last, when the loan may be settled already.
    if (row.paidOn > today) {
      faults.set(row.row, { column: 'paidOn', code: 'future-day' })
      continue
    }
    const twin = there.find((one) => isSame(one, row))
    if (twin) {
      faults.set(row.row, { column: 'paidOn', code: 'repeated-before', values: { paidOn: twin.paidOn } })
      continue
    }
    const repaid = repay(loan, row, today)
    if (repaid.ok) {
      loan = repaid.loan
      good.push(row)
    } else faults.set(row.row, faultOf(repaid.refusal))
  }
  const paid = [...known.booked, ...good]
  const settledOn = loan.state === 'settled' ? (good.at(-1)?.paidOn ?? known.settledOn) : null
  return { good, faults, after: { ...standing(loan, known.lateness, known.dues, paid, today), settledOn } }
}

/** Takes repayments of one loan back on paper. */
export function checkReversal(known: KnownLoan, back: readonly Booked[], today: Day): LoanAfter {
  const loan = back.reduce((before, one) => reverse(before, one), known.loan)
  const gone = new Set(back.map(({ id }) => id))
  const paid = known.booked.filter(({ id }) => !gone.has(id))
  const settledOn = loan.state === 'settled' ? known.settledOn : null
  return { ...standing(loan, known.lateness, known.dues, paid, today), settledOn }
}

/** Without what was reversed, and without the reversals. */
export function liveOf<Row extends Pick<Booked, 'id' | 'reversalOf'>>(booked: readonly Row[]): Row[] {
  const reversed = new Set(booked.map(({ reversalOf }) => reversalOf))
  return booked.filter(({ id, reversalOf }) => reversalOf === null && !reversed.has(id))
}

/** Without a number on one side, the same day and sums of a loan are the same payment. Numbers are compared elsewhere. */
const isSame = (one: Booked, row: GoodRow): boolean =>
  (one.reference === null || row.reference === null) && likenessOf(one) === likenessOf(row)

const columnOf: Readonly<Record<string, ImportColumn>> = {
  principalFen: 'principal',
  interestFen: 'interest',
  paidOn: 'paidOn',
}

/** A refusal of the rules as the fault of a cell; sums as people read them. */
function faultOf({ code, field, values }: Refusal): ImportFault {
  const shown = Object.entries(values ?? {}).map(([name, value]) => [name, showYuan(fen(Number(value)))])
  return {
    column: field === undefined ? 'loan' : present(columnOf[field], 'the column of a field'),
    code,
    ...(values ? { values: Object.fromEntries(shown) } : {}),
  }
}
