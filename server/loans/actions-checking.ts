import type { Reader } from '../../db/index.ts'
import { loansAskingPayer } from '../guarantees/index.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { breath, mapped, slicesOf } from '../platform/work/breaths.ts'
import { checkLoan, type GoodRow, isGood, type KnownLoan, type LoanAfter } from './import-check.ts'
import { type ImportFault, likenessOf, type ReadRow, repetitions } from './import-row.ts'
import { loanOf, plan } from './plan.ts'
import * as rows from './rows.ts'
import { loansOwingPools } from './rows-covers.ts'
import { loansByIds, loansCalled, numbersTaken } from './rows-imports.ts'

/*
 * A file measured against what the platform knows, a slice at a time, so that pages are answered in between. Nothing is
 * written here; what is written later is written only if no loan has changed since.
 */

type LoanId = Id<'loan'>
type InstitutionId = Id<'institution'>

export type LoanWithRows = {
  readonly row: rows.LoanRow
  readonly good: readonly GoodRow[]
  readonly after: LoanAfter
}

export type Checked = {
  /** Of the rows that could be read: the loan that each means. */
  readonly loanIds: ReadonlyMap<number, LoanId>
  /** What the loans, the file itself and earlier reports have against rows that could be read. */
  readonly faults: ReadonlyMap<number, ImportFault>
  readonly loans: readonly LoanWithRows[]
}

/** Values of one query, and loans whose plans are counted between two breaths. */
const namesAtOnce = 400
const loansAtOnce = 40

/** Checks a whole file: which loan each row means, whether it repeats something, and what the loans' rules say to it. */
export async function checkRows(
  from: Reader,
  institutionId: InstitutionId,
  read: readonly ReadRow[],
  today: Day,
): Promise<Checked> {
  const good = read.filter(isGood)
  const named = await loansNamed(from, institutionId, [...new Set(good.map(({ loan }) => loan))])
  const faults = new Map<number, ImportFault>()
  const loanIds = new Map<number, LoanId>()
  for (const { row, loan } of good) {
    const found = named.get(loan) ?? []
    const [id] = found
    if (found.length === 1 && id) loanIds.set(row, id)
    else faults.set(row, { column: 'loan', code: found.length ? 'loan-ambiguous' : 'loan-unknown' })
  }
  return checkOwn(from, institutionId, good, { loanIds, faults }, today)
}

/** Checks rows whose loans are known already: what was found good before may no longer be. */
export const checkAgain = (
  from: Reader,
  institutionId: InstitutionId,
  good: readonly GoodRow[],
  loanIds: ReadonlyMap<number, LoanId>,
  today: Day,
): Promise<Checked> => checkOwn(from, institutionId, good, { loanIds, faults: new Map() }, today)

type Found = {
  readonly loanIds: ReadonlyMap<number, LoanId>
  readonly faults: Map<number, ImportFault>
}

async function checkOwn(
  from: Reader,
  institutionId: InstitutionId,
  good: readonly GoodRow[],
  { loanIds, faults }: Found,
  today: Day,
): Promise<Checked> {
  const own = good.filter(({ row }) => loanIds.has(row))
  const idOf = ({ row }: GoodRow) => present(loanIds.get(row), 'the loan of a row')
  const repeats = repetitions()
  await mapped(own, (one) => {
    const { row, reference } = one
    const earlier = repeats({ row, reference, likeness: likenessOf(one), loanId: idOf(one) })
    if (earlier !== undefined)
      faults.set(row, { column: 'loan', code: 'repeated-in-file', values: { row: earlier } })
  })
  const taken = await numbersOf(from, institutionId, own)
  for (const { row, reference } of own) {
    const paidOn = reference === null ? undefined : taken.get(reference)
    if (paidOn) faults.set(row, { column: 'reference', code: 'repeated-before', values: { paidOn } })
  }
  const byLoan = new Map<LoanId, GoodRow[]>()
  for (const one of own.filter(({ row }) => !faults.has(row))) {
    const there = byLoan.get(idOf(one))
    if (there) there.push(one)
    else byLoan.set(idOf(one), [one])
  }
  const loans = await checkLoans(from, byLoan, faults, today)
  return { loanIds, faults, loans }
}

async function checkLoans(
  from: Reader,
  byLoan: ReadonlyMap<LoanId, readonly GoodRow[]>,
  faults: Map<number, ImportFault>,
  today: Day,
): Promise<LoanWithRows[]> {
  const loans: LoanWithRows[] = []
  for (const ids of slicesOf([...byLoan.keys()], loansAtOnce)) {
    const asking = await loansAskingPayer(from, ids)
    const owing = await loansOwingPools(from, ids)
    for (const [id, { row, known }] of await knownLoans(from, ids)) {
      // A file has no place to say whose money it is, or what it cost to get.
      const code = owing.has(id) ? 'repayment-is-recovery' : asking.has(id) ? 'payer-required' : null
      if (code) {
        for (const { row: at } of byLoan.get(id) ?? []) faults.set(at, { column: 'loan', code })
        continue
      }
      const checked = checkLoan(known, byLoan.get(id) ?? [], today)
      for (const [at, fault] of checked.faults) faults.set(at, fault)
      if (checked.good.length) loans.push({ row, good: checked.good, after: checked.after })
    }
    await breath()
  }
  return loans
}

/** Loans with their plans and all that was paid, by their ids. */
export async function knownLoans(
  from: Reader,
  ids: readonly LoanId[],
): Promise<ReadonlyMap<LoanId, { readonly row: rows.LoanRow; readonly known: KnownLoan }>> {
  const [found, parts, paid] = await Promise.all([
    loansByIds(from, ids),
    rows.drawdownsOfAll(from, ids).then(byLoanId),
    rows.repaymentsOfAll(from, ids).then(byLoanId),
  ])
  return new Map(
    found.map((row) => {
      const { overdueSince, clearedOn, settledOn } = row
      const known = {
        loan: loanOf(row),
        lateness: { overdueSince, clearedOn },
        settledOn,
        dues: plan(row, parts.get(row.id) ?? []),
        booked: paid.get(row.id) ?? [],
      }
      return [row.id, { row, known }]
    }),
  )
}

export function byLoanId<Row extends { readonly loanId: LoanId }>(
  all: readonly Row[],
): ReadonlyMap<LoanId, readonly Row[]> {
  const grouped = new Map<LoanId, Row[]>()
  for (const row of all) {
    const there = grouped.get(row.loanId)
    if (there) there.push(row)
    else grouped.set(row.loanId, [row])
  }
  return grouped
}

/** The loans that a name may mean: the platform's number means one, the bank's own number of a contract perhaps several. */
async function loansNamed(
  from: Reader,
  institutionId: InstitutionId,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly LoanId[]>> {
  const named = new Map<string, Set<LoanId>>()
  for (const slice of slicesOf(names, namesAtOnce)) {
    for (const { id, number, contractNumber } of await loansCalled(from, institutionId, slice)) {
      for (const name of [number, contractNumber]) named.set(name, (named.get(name) ?? new Set()).add(id))
    }
    await breath()
  }
  return new Map([...named].map(([name, ids]) => [name, [...ids]]))
}

/** The day of each payment that was reported before under a number of these rows. */
export async function numbersOf(
  from: Reader,
  institutionId: InstitutionId,
  good: readonly GoodRow[],
): Promise<ReadonlyMap<string, Day>> {
  const taken = new Map<string, Day>()
  const references = [...new Set(good.flatMap(({ reference }) => reference ?? []))]
  for (const slice of slicesOf(references, namesAtOnce)) {
    for (const { reference, paidOn } of await numbersTaken(from, institutionId, slice))
      if (reference !== null) taken.set(reference, paidOn)
    await breath()
  }
  return taken
}
