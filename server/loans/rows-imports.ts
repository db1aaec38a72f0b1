import { aliasedTable, and, asc, desc, eq, gt, inArray, notExists } from 'drizzle-orm'
import { insertAll, updateAll } from '../../db/bulk.ts'
import { countRows, type Reader, sumFen, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { loans } from '../../db/tables/loans.ts'
import { repaymentImportRows, repaymentImports, repayments } from '../../db/tables/repayments.ts'
import type { Id } from '../platform/ids.ts'
import type { ImportRowState } from './import.ts'
import type { ImportFault } from './import-row.ts'
import type { LoanRow, RepaymentRow } from './rows.ts'

export type ImportBatch = typeof repaymentImports.$inferSelect
export type ImportRow = typeof repaymentImportRows.$inferSelect

/** Hears how far a long piece of writing is, and lets others work in between. */
type Written = (count: number) => unknown

export async function addImport(
  tx: Transaction,
  row: typeof repaymentImports.$inferInsert,
  rows: readonly ImportRow[],
  written: Written,
): Promise<void> {
  await tx.insert(repaymentImports).values(row)
  await insertAll(tx, repaymentImportRows, rows, written)
}

export async function importById(from: Reader, id: Id<'import'>): Promise<ImportBatch | null> {
  const [row] = await from.select().from(repaymentImports).where(eq(repaymentImports.id, id))
  return row ?? null
}

/** Changes the version that was read, and only that one; null when somebody was quicker. */
export async function changeImport(
  tx: Transaction,
  { id, version }: Pick<ImportBatch, 'id' | 'version'>,
  changes: Partial<Omit<typeof repaymentImports.$inferInsert, 'id' | 'number' | 'version'>>,
): Promise<ImportBatch | null> {
  const [row] = await tx
    .update(repaymentImports)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(repaymentImports.id, id), eq(repaymentImports.version, version)))
    .returning()
  return row ?? null
}

/** The imports of a bank, newest first, each with who checked it. */
export const importsOf = (from: Reader, institutionId: Id<'institution'>, limit: number, offset: number) =>
  from
    .select({ batch: repaymentImports, by: people.name })
    .from(repaymentImports)
    .innerJoin(people, eq(people.id, repaymentImports.checkedBy))
    .where(eq(repaymentImports.institutionId, institutionId))
    .orderBy(desc(repaymentImports.id))
    .limit(limit)
    .offset(offset)

/** Rows of a file in their order, those of one state or all. */
export const rowsOfImport = (
  from: Reader,
  importId: Id<'import'>,
  state: ImportRowState | null,
  limit: number,
  offset = 0,
): Promise<ImportRow[]> =>
  from
    .select()
    .from(repaymentImportRows)
    .where(
      and(
        eq(repaymentImportRows.importId, importId),
        state ? eq(repaymentImportRows.state, state) : undefined,
      ),
    )
    .orderBy(asc(repaymentImportRows.row))
    .limit(limit)
    .offset(offset)

/** Good rows of a file in their order, from behind a row on: a large file is never read in one go. */
export const goodRowsAfter = (
  from: Reader,
  importId: Id<'import'>,
  after: number,
  limit: number,
): Promise<ImportRow[]> =>
  from
    .select()
    .from(repaymentImportRows)
    .where(
      and(
        eq(repaymentImportRows.importId, importId),
        eq(repaymentImportRows.state, 'good'),
        gt(repaymentImportRows.row, after),
      ),
    )
    .orderBy(asc(repaymentImportRows.row))
    .limit(limit)

/** What the good rows of a file come to, loan by loan. */
export const loansOfImport = (from: Reader, importId: Id<'import'>, limit: number, offset: number) => {
  const { principalFen, interestFen } = repaymentImportRows
  return from
    .select({
      ...{ id: loans.id, number: loans.number, firm: enterprises.name, balanceFen: loans.balanceFen },
      ...{ rows: countRows(), principalFen: sumFen(principalFen), interestFen: sumFen(interestFen) },
    })
    .from(repaymentImportRows)
    .innerJoin(loans, eq(loans.id, repaymentImportRows.loanId))
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .where(and(eq(repaymentImportRows.importId, importId), eq(repaymentImportRows.state, 'good')))
    .groupBy(loans.id, loans.number, enterprises.name, loans.balanceFen)
    .orderBy(asc(loans.number))
    .limit(limit)
    .offset(offset)
}

export async function markBad(
  tx: Transaction,
  importId: Id<'import'>,
  faults: ReadonlyMap<number, readonly ImportFault[]>,
): Promise<void> {
  await updateAll(
    tx,
    repaymentImportRows,
    { keys: ['importId', 'row'] },
    [...faults].map(([row, wrong]) => ({ importId, row, state: 'bad' as const, faults: wrong })),
  )
}

/** The loans of a bank that have one of these as their number, or as the bank's own number of the contract. */
export async function loansCalled(
  from: Reader,
  institutionId: Id<'institution'>,
  names: readonly string[],
): Promise<Pick<LoanRow, 'id' | 'number' | 'contractNumber'>[]> {
  const { id, number, contractNumber } = loans
  const columns = { id, number, contractNumber, institutionId: loans.institutionId }
  // Two questions, each by an index of its own, instead of one that uses none. Whose a loan of that number is, is asked
  // afterwards: SQLite would rather go through all loans of the bank.
  const numbered = await from
    .select(columns)
    .from(loans)
    .where(inArray(number, [...names]))
  const contracts = await from
    .select(columns)
    .from(loans)
    .where(and(eq(loans.institutionId, institutionId), inArray(contractNumber, [...names])))
  return [...numbered, ...contracts].filter((loan) => loan.institutionId === institutionId)
}

export const loansByIds = (from: Reader, ids: readonly Id<'loan'>[]): Promise<LoanRow[]> =>
  from
    .select()
    .from(loans)
    .where(inArray(loans.id, [...ids]))

/** Who works on these cases. */
export const officersOf = (from: Reader, ids: readonly Id<'application'>[]) =>
  from
    .select({ id: applications.id, officerId: applications.officerId })
    .from(applications)
    .where(inArray(applications.id, [...ids]))

/** The numbers among these under which a bank has reported repayments that stand, with the day of each. */
export async function numbersTaken(
  from: Reader,
  institutionId: Id<'institution'>,
  references: readonly string[],
): Promise<Pick<RepaymentRow, 'reference' | 'paidOn'>[]> {
  const reversals = aliasedTable(repayments, 'reversals')
  // Of whichever bank, since SQLite would otherwise go through all repayments of this one: a hundred times the work.
  const found = await from
    .select({
      reference: repayments.reference,
      paidOn: repayments.paidOn,
      institutionId: loans.institutionId,
    })
    .from(repayments)
    .innerJoin(loans, eq(loans.id, repayments.loanId))
    .where(
      and(
        inArray(repayments.reference, [...references]),
        notExists(
          from.select({ id: reversals.id }).from(reversals).where(eq(reversals.reversalOf, repayments.id)),
        ),
      ),
    )
  return found.filter((one) => one.institutionId === institutionId)
}

/** Repayments that came with a file, from behind one of its rows on. */
export const paymentsOfImport = (
  from: Reader,
  importId: Id<'import'>,
  after: number,
  limit: number,
): Promise<RepaymentRow[]> =>
  from
    .select()
    .from(repayments)
    .where(and(eq(repayments.importId, importId), gt(repayments.importRow, after)))
    .orderBy(asc(repayments.importRow))
    .limit(limit)

export type LoanChanged = Pick<
  LoanRow,
  'state' | 'drawnFen' | 'balanceFen' | 'settledOn' | 'overdueSince' | 'clearedOn'
>

/** Adds repayments, and changes each loan in the version that was read; says how many loans that were. */
export async function bookAll(
  tx: Transaction,
  payments: readonly RepaymentRow[],
  changes: readonly { readonly row: Pick<LoanRow, 'id' | 'version'>; readonly after: LoanChanged }[],
  written: Written,
): Promise<number> {
  await insertAll(tx, repayments, payments, written)
  return updateAll(
    tx,
    loans,
    { keys: ['id', 'version'], counted: 'version' },
    changes.map(({ row, after }) => ({ id: row.id, version: row.version, ...after })),
    written,
  )
}
