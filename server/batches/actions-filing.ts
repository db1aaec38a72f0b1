import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { guaranteeInBatch } from '../guarantees/index.ts'
import { fen, noFen, plus, showYuan } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { tell } from './actions.ts'
import { checkLoan } from './agreement.ts'
import {
  type CheckedRow,
  mayBook,
  mostRows,
  type ReadRow,
  type RowFault,
  readRow,
  repeated,
  type TypedRow,
} from './filing.ts'
import * as rows from './rows.ts'

export type With = Pick<Parts, 'store' | 'policies' | 'words' | 'config'>
type Made = Outcome<{ readonly filing: rows.Filing }>

/** A file as it was read, or loans that were chosen on a page. */
export type Sent = {
  readonly file: { readonly name: string; readonly hash: string } | null
  readonly rows: readonly TypedRow[]
}

/**
 * Tries a file: every good row is guaranteed as if it were meant, one on top of the other, in a transaction that is then
 * undone. So what the page says of caps and totals is what booking will find, as long as nobody else is quicker. Nothing
 * but the tried filing is kept.
 *
 * Refuses `batch-too-many-rows`, `agreement-not-in-force`.
 */
export async function checkFiling(
  parts: With,
  by: By,
  agreement: rows.Agreement,
  { file, rows: typed }: Sent,
): Promise<Made> {
  if (typed.length > mostRows) return refuse('batch-too-many-rows', { values: { max: mostRows } })
  if (agreement.state !== 'in-force') return refuse('agreement-not-in-force')
  const meant = await meantRows(parts.store, agreement, typed.map(readRow))
  const tried = await tryRows(parts, { ...by, once: null }, agreement.id, meant)
  const good = tried.filter(({ fault }) => fault === null)
  const filing = {
    ...{ id: newId<'batch-filing'>(), agreementId: agreement.id, state: 'checked' as const, rows: tried },
    ...{ fileName: file?.name ?? null, fileHash: file?.hash ?? null },
    ...{ goodRows: good.length, badRows: tried.length - good.length },
    amountFen: plus(noFen, ...good.map(({ amountFen }) => amountFen ?? noFen)),
    ...{ checkedAt: by.at, checkedBy: by.person?.id ?? null, bookedAt: null, bookedBy: null },
    ...{ takenBackAt: null, takenBackBy: null, takenBackWords: null, version: 1 },
  }
  return act(parts.store, by, async (tx): Promise<Made> => {
    const kept = { ...filing, number: await nextNumber(tx, 'PB', by.today) }
    await rows.addFiling(tx, kept)
    await write(tx, by, {
      ...{
        happening: 'batches.filing-checked',
        subject: { kind: 'batch-filing', id: kept.id },
        to: 'checked',
      },
      details: { number: kept.number, good: kept.goodRows, bad: kept.badRows },
    })
    return done({ filing: kept })
  })
}

/** Which loan each row means; what it says of its sum has to be the loan's. */
async function meantRows(
  { read }: Pick<Store, 'read'>,
  { bankId }: rows.Agreement,
  all: readonly ReadRow[],
): Promise<CheckedRow[]> {
  const names = [...new Set(all.filter(({ fault }) => !fault).map(({ loan }) => loan))]
  const found = names.length ? await rows.loansNamed(read, bankId, names) : []
  const meant = all.map((one): CheckedRow => {
    const { row, typed, fault } = one
    const blank = { row, typed, loanId: null, firm: null, amountFen: null }
    if (fault) return { ...blank, fault }
    const named = found.filter(({ loan }) => loan.number === one.loan || loan.contractNumber === one.loan)
    const [first] = named
    if (!first) return { ...blank, fault: { code: 'loan-unknown' } }
    if (named.length > 1) return { ...blank, fault: { code: 'loan-ambiguous' } }
    const { loan, firm } = first
    const known = { ...blank, loanId: loan.id, firm, amountFen: loan.amountFen }
    if (loan.amountFen === one.amountFen) return { ...known, fault: null }
    return { ...known, fault: { code: 'amount-differs', values: { amount: showYuan(loan.amountFen) } } }
  })
  const twice = repeated(meant)
  return meant.map((one) => {
    const earlier = one.fault === null ? twice.get(one.row) : undefined
    return earlier === undefined
      ? one
      : { ...one, fault: { code: 'repeated-in-file', values: { row: earlier } } }
  })
}

/** Guarantees every row in turn and takes it all back: nothing of it stays. */
async function tryRows(
  parts: With,
  by: By,
  id: rows.AgreementId,
  meant: readonly CheckedRow[],
): Promise<CheckedRow[]> {
  let tried: CheckedRow[] = []
  await parts.store.transact(async (tx): Promise<Outcome<object>> => {
    tried = await fileRows(tx, parts, by, id, meant)
    return refuse('only-tried')
  })
  return tried
}

async function fileRows(
  tx: Transaction,
  parts: With,
  by: By,
  id: rows.AgreementId,
  meant: readonly CheckedRow[],
): Promise<CheckedRow[]> {
  const after: CheckedRow[] = []
  for (const one of meant) {
    if (one.fault !== null || one.loanId === null) {
      after.push(one)
      continue
    }
    const filed = await fileLoan(tx, parts, by, id, one.loanId)
    after.push(filed.ok ? one : { ...one, fault: shownFault(filed.refusal) })
  }
  return after
}

/** One loan under an agreement as it stands at this moment. Refuses as `checkLoan` and `guaranteeInBatch`. */
async function fileLoan(
  tx: Transaction,
  parts: With,
  by: By,
  id: rows.AgreementId,
  loanId: Id<'loan'>,
): Promise<Outcome<object>> {
  const agreement = present(await rows.agreementById(tx, id), 'the agreement of a filing')
  const [found] = await rows.loansById(tx, [loanId])
  const { loan, guarantorId } = present(found, 'the loan of a row')
  const { guaranteedFen } = await rows.usedOf(tx, id)
  const { institutionId: bankId, state, amountFen, firstDrawnOn } = loan
  const may = checkLoan(
    agreement,
    { bankId, guarantorId, state, amountFen, firstDrawnOn },
    guaranteedFen,
    by.today,
  )
  return may.ok ? guaranteeInBatch(tx, parts, by, agreement, loan.applicationId) : may
}

/** A refusal as a row keeps it: sums as people read them. */
function shownFault({ code, values }: Refusal): RowFault {
  if (!values) return { code }
  const shown = Object.entries(values).map(([name, value]) => [
    name,
    name.endsWith('Fen') ? showYuan(fen(Number(value))) : value,
  ])
  return { code, values: Object.fromEntries(shown) }
}

/**
 * Books the good rows of a tried filing, all or none. Refuses `filing-moved`, `filing-nothing-good`, `stale`, and
 * `filing-changed` (naming the row) where the world has moved since: then it is tried again.
 */
export const bookFiling = (parts: With, by: By, known: rows.Filing) =>
  act(parts.store, by, async (tx): Promise<Made> => {
    const filing = present(await rows.filingById(tx, known.id), 'the filing that was looked up')
    const may = mayBook(filing)
    if (!may.ok) return may
    const good = filing.rows.filter(({ fault }) => fault === null)
    const filed = await fileRows(tx, parts, by, filing.agreementId, good)
    const changed = filed.find(({ fault }) => fault !== null)
    if (changed) return refuse('filing-changed', { values: { row: changed.row } })
    return moved(tx, by, filing, 'booked', { bookedAt: by.at, bookedBy: by.person?.id ?? null })
  })

/** Gives a tried filing up. Refuses `filing-moved`, `stale`. */
export const giveUpFiling = (parts: With, by: By, known: rows.Filing) =>
  act(parts.store, by, async (tx): Promise<Made> => {
    const filing = present(await rows.filingById(tx, known.id), 'the filing that was looked up')
    if (filing.state !== 'checked') return refuse('filing-moved')
    return moved(tx, by, filing, 'given-up', {})
  })

async function moved(
  tx: Transaction,
  by: By,
  filing: rows.Filing,
  to: 'booked' | 'given-up',
  changes: Parameters<typeof rows.changeFiling>[2],
): Promise<Made> {
  const after = await rows.changeFiling(tx, filing, { ...changes, state: to })
  if (!after) return refuse('stale')
  await write(tx, by, {
    ...{ happening: `batches.filing-${to}`, subject: { kind: 'batch-filing', id: filing.id } },
    ...{ from: filing.state, to, details: { number: filing.number, loans: filing.goodRows } },
  })
  if (to === 'booked') {
    const agreement = present(await rows.agreementById(tx, filing.agreementId), 'the agreement of a filing')
    const values = { count: filing.goodRows, yuan: showYuan(filing.amountFen) }
    await tell(tx, by, agreement, 'filed', [{ bank: agreement.guarantorId, officer: null }], values)
  }
  return done({ filing: after })
}
