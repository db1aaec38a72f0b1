import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { plus } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { breath, breathing, mapped, slicesOf } from '../platform/work/breaths.ts'
import type { With } from './actions.ts'
import { booking, happened } from './actions-booking.ts'
import { byLoanId, type Checked, checkAgain, checkRows, knownLoans, numbersOf } from './actions-checking.ts'
import { type ImportMode, mayBook, mayReverse } from './import.ts'
import { checkReversal, type GoodRow, isGood, type LoanAfter, liveOf } from './import-check.ts'
import { type ImportFault, type ReadRow, readRow, type TypedRow } from './import-row.ts'
import { reversalOf } from './reversal.ts'
import type { LoanRow, RepaymentRow } from './rows.ts'
import * as rows from './rows-imports.ts'

type Batch = Outcome<{ readonly batch: rows.ImportBatch }>
type Known = Pick<rows.ImportBatch, 'id' | 'version'>

/** Rows that are read between two breaths. */
const rowsAtOnce = 400

type File = { readonly name: string; readonly hash: string; readonly rows: readonly TypedRow[] }

/**
 * Reads a file of repayments and says what would happen (试算); nothing is booked. The rows stay as they were typed, each
 * with what is wrong with it, in one transaction: a file is checked whole, or not there.
 */
export async function checkFile(
  store: Store,
  by: By,
  institutionId: Id<'institution'>,
  file: File,
): Promise<Batch> {
  const read = await mapped(file.rows, readRow)
  const checked = await checkRows(store.read, institutionId, read, by.today)
  const id = newId<'import'>()
  const stored = await mapped(read, (row) => storedRow(id, row, checked))
  return act(store, by, async (tx): Promise<Batch> => {
    await rows.addImport(
      tx,
      {
        ...{ id, institutionId, state: 'checked', version: 1 },
        number: await nextNumber(tx, 'DR', by.today),
        fileName: file.name,
        fileHash: file.hash,
        ...figuresOf(stored.length, checked),
        checkedAt: by.at,
        checkedBy: present(by.person, 'who sends a file').id,
      },
      stored,
      breathing(),
    )
    await write(tx, by, { happening: 'loans.import-checked', subject: { kind: 'import', id }, to: 'checked' })
    return done({ batch: present(await rows.importById(tx, id), 'the import just written') })
  })
}

function storedRow(importId: Id<'import'>, read: ReadRow, { loanIds, faults }: Checked): rows.ImportRow {
  const { row, typed, paidOn, principalFen, interestFen, reference } = read
  const found = faults.get(row)
  const wrong: readonly ImportFault[] = found ? [...read.faults, found] : read.faults
  return {
    ...{ importId, row, typed, faults: wrong, paidOn, principalFen, interestFen, reference },
    state: wrong.length ? 'bad' : 'good',
    loanId: loanIds.get(row) ?? null,
  }
}

function figuresOf(rowCount: number, { loans }: Checked) {
  const good = loans.flatMap((loan) => loan.good)
  return {
    goodRows: good.length,
    badRows: rowCount - good.length,
    loanCount: loans.length,
    settledCount: loans.filter(({ after }) => after.loan.state === 'settled').length,
    principalFen: plus(...good.map(({ principalFen }) => principalFen)),
    interestFen: plus(...good.map(({ interestFen }) => interestFen)),
  }
}

/**
 * 入账: books the good rows of a checked file, all in one transaction. If since its check a loan has moved on so that a
 * row is no longer good, nothing is booked, and the file shows its new check.
 *
 * Refuses: what `mayBook` refuses, `import-changed` (`count` rows are wrong now), `stale`.
 */
export async function bookImport(parts: With, by: By, known: Known, mode: ImportMode): Promise<Batch> {
  const { store } = parts
  const batch = await rows.importById(store.read, known.id)
  if (!batch || batch.version !== known.version) return refuse('stale')
  const may = mayBook(batch, mode)
  if (!may.ok) return may
  const { good, loanIds } = await goodRowsOf(store, batch)
  const checked = await checkAgain(store.read, batch.institutionId, good, loanIds, by.today)
  if (checked.faults.size > 0) return keepFaults(store, batch, good.length, checked)
  const wanted = checked.loans.flatMap(({ row: loan, good: own }) => own.map((row) => ({ loan, row })))
  const payments = await mapped(wanted, ({ loan, row }) => paymentOf(by, batch, loan, row))
  return act(store, by, async (tx): Promise<Batch> => {
    // Others may have reported under one of these numbers while this was checked.
    if ((await numbersOf(tx, batch.institutionId, good)).size > 0) return refuse('stale')
    const told = checked.loans.map(({ row, good: own, after }) => happened(batch, 'repaid', row, after, own))
    const booked = await booking(tx, parts, by, { what: 'repaid', loans: checked.loans, payments, told })
    if (!booked.ok) return booked
    const person = present(by.person, 'who books a file').id
    return moved(tx, by, batch, { state: 'booked', mode, bookedAt: by.at, bookedBy: person })
  })
}

async function goodRowsOf(store: Store, { id }: rows.ImportBatch) {
  const stored = await allOf((after) => rows.goodRowsAfter(store.read, id, after, rowsAtOnce), 'row')
  const loanIds = new Map(
    stored.map(({ row, loanId }) => [row, present(loanId, 'the loan of a good row')] as const),
  )
  const good = stored.map((one): ReadRow => ({ ...one, loan: one.typed[0] ?? '' })).filter(isGood)
  return { good, loanIds }
}

/** All that a question answers a page at a time, each page asked for from behind the last row of the one before. */
async function allOf<Name extends string, Row extends Readonly<Record<Name, number | null>>>(
  page: (after: number) => Promise<readonly Row[]>,
  name: Name,
): Promise<Row[]> {
  const all: Row[] = []
  for (let rows = await page(0); rows.length > 0; rows = await page(all.at(-1)?.[name] ?? 0)) {
    all.push(...rows)
    await breath()
  }
  return all
}

/** What a new check has against rows that were good is kept, for the person to see before anything is booked. */
async function keepFaults(
  store: Store,
  batch: rows.ImportBatch,
  goodBefore: number,
  checked: Checked,
): Promise<Batch> {
  const { badRows: newlyBad, ...figures } = figuresOf(goodBefore, checked)
  const kept = await store.transact(async (tx) => {
    const changed = await rows.changeImport(tx, batch, { ...figures, badRows: batch.badRows + newlyBad })
    if (!changed) return false
    await rows.markBad(tx, batch.id, new Map([...checked.faults].map(([row, fault]) => [row, [fault]])))
    return true
  })
  // Somebody else booked the file meanwhile: its rows are not bad, they are done.
  if (!kept) return refuse('stale')
  return refuse('import-changed', { values: { count: newlyBad } })
}

function paymentOf(by: By, batch: rows.ImportBatch, loan: LoanRow, row: GoodRow): RepaymentRow {
  const { paidOn, principalFen, interestFen, reference } = row
  return {
    ...{ paidOn, principalFen, interestFen, reference },
    id: newId<'repayment'>(),
    loanId: loan.id,
    reversalOf: null,
    renewedBy: null,
    byGuarantor: null,
    recoveryId: null,
    importId: batch.id,
    importRow: row.row,
    reportedAt: by.at,
    reportedBy: by.person?.id ?? null,
    keyId: null,
  }
}

/**
 * 冲正: takes a whole booked file back. Each of its repayments gets a row of its own against it; none is changed.
 * Refuses: `import-moved-on`, `stale` (a loan was reported on while this was counted).
 */
export async function reverseImport(parts: With, by: By, known: Known, why: string): Promise<Batch> {
  const { store } = parts
  const batch = await rows.importById(store.read, known.id)
  if (!batch || batch.version !== known.version) return refuse('stale')
  const may = mayReverse(batch)
  if (!may.ok) return may
  const paid = await allOf(
    (after) => rows.paymentsOfImport(store.read, batch.id, after, rowsAtOnce),
    'importRow',
  )
  const back = byLoanId(liveOf(paid))
  const loans: { row: LoanRow; after: LoanAfter; back: readonly RepaymentRow[] }[] = []
  for (const ids of slicesOf([...back.keys()], 100)) {
    const known = await knownLoans(store.read, ids)
    // In the order of the file, whatever the database's.
    for (const id of ids) {
      const { row, known: loan } = present(known.get(id), 'the loan of a repayment')
      const own = back.get(id) ?? []
      loans.push({ row, after: checkReversal(loan, own, by.today), back: own })
    }
    await breath()
  }
  const payments = await mapped(
    loans.flatMap((loan) => loan.back),
    (one) => reversalOf(by, one),
  )
  return act(store, by, async (tx): Promise<Batch> => {
    const told = loans.map((one) => happened(batch, 'repayment-reversed', one.row, one.after, one.back, why))
    const booked = await booking(tx, parts, by, { what: 'repayment-reversed', loans, payments, told })
    if (!booked.ok) return booked
    const person = present(by.person, 'who takes a file back').id
    return moved(tx, by, batch, { state: 'reversed', endedAt: by.at, endedBy: person, why })
  })
}

/** Gives a checked file up. Refuses: `import-moved-on`, `stale`. */
export const giveUpImport = (store: Store, by: By, known: Known) =>
  act(store, by, async (tx): Promise<Batch> => {
    const batch = await rows.importById(tx, known.id)
    if (!batch || batch.version !== known.version) return refuse('stale')
    if (batch.state !== 'checked') return refuse('import-moved-on')
    const person = present(by.person, 'who gives a file up').id
    return moved(tx, by, batch, { state: 'given-up', endedAt: by.at, endedBy: person })
  })

async function moved(
  tx: Transaction,
  by: By,
  batch: rows.ImportBatch,
  changes: Parameters<typeof rows.changeImport>[2] & { readonly state: rows.ImportBatch['state'] },
): Promise<Batch> {
  const changed = await rows.changeImport(tx, batch, changes)
  if (!changed) return refuse('stale')
  await write(tx, by, {
    happening: `loans.import-${changes.state}`,
    subject: { kind: 'import', id: batch.id },
    from: batch.state,
    to: changes.state,
    ...(changes.why ? { why: changes.why } : {}),
    details: { number: batch.number, rows: batch.goodRows, principalFen: batch.principalFen },
  })
  return done({ batch: changed })
}
