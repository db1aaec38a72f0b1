import { and, asc, desc, eq, gt, inArray, ne } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { repayments } from '../../db/tables/repayments.ts'
import type { Id } from '../platform/ids.ts'
import type { LoanState } from './loan.ts'

export type LoanRow = typeof loans.$inferSelect
export type DrawdownRow = typeof drawdowns.$inferSelect
export type RepaymentRow = typeof repayments.$inferSelect

export async function loanById(from: Reader, id: Id<'loan'>): Promise<LoanRow | null> {
  const [row] = await from.select().from(loans).where(eq(loans.id, id))
  return row ?? null
}

/** A loan of a bank by the platform's number; another bank's is none of its. */
export async function loanNumbered(
  from: Reader,
  institutionId: Id<'institution'>,
  number: string,
): Promise<LoanRow | null> {
  const [row] = await from
    .select()
    .from(loans)
    .where(and(eq(loans.number, number), eq(loans.institutionId, institutionId)))
  return row ?? null
}

export async function addLoan(tx: Transaction, row: typeof loans.$inferInsert): Promise<void> {
  await tx.insert(loans).values(row)
}

/** Changes the version that was read, and only that one; null when somebody was quicker. */
export async function changeLoan(
  tx: Transaction,
  { id, version }: Pick<LoanRow, 'id' | 'version'>,
  changes: Partial<Omit<typeof loans.$inferInsert, 'id' | 'version'>>,
): Promise<LoanRow | null> {
  const [row] = await tx
    .update(loans)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(loans.id, id), eq(loans.version, version)))
    .returning()
  return row ?? null
}

/** How many loans the firm had or has here; one that was cancelled before it was drawn does not count. */
export const countLoans = (from: Reader, enterpriseId: Id<'enterprise'>): Promise<number> =>
  from.$count(loans, and(eq(loans.enterpriseId, enterpriseId), ne(loans.state, 'cancelled')))

export const drawdownsOf = (from: Reader, loanId: Id<'loan'>): Promise<DrawdownRow[]> =>
  from
    .select()
    .from(drawdowns)
    .where(eq(drawdowns.loanId, loanId))
    .orderBy(asc(drawdowns.drawnOn), asc(drawdowns.id))

export const repaymentsOf = (from: Reader, loanId: Id<'loan'>): Promise<RepaymentRow[]> =>
  from
    .select()
    .from(repayments)
    .where(eq(repayments.loanId, loanId))
    .orderBy(asc(repayments.paidOn), asc(repayments.id))

export async function addDrawdown(tx: Transaction, row: typeof drawdowns.$inferInsert): Promise<void> {
  await tx.insert(drawdowns).values(row)
}

export async function addRepayment(tx: Transaction, row: typeof repayments.$inferInsert): Promise<void> {
  await tx.insert(repayments).values(row)
}

/** Loans that are out, with the sizes of their firms, firm by firm after a given one: the nightly job never holds all. */
export const loansOutAfter = (from: Reader, after: Id<'enterprise'> | null, limit: number) =>
  from
    .select({ loan: loans, size: enterprises.size })
    .from(loans)
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .where(and(inArray(loans.state, ['drawn', 'overdue']), after ? gt(loans.enterpriseId, after) : undefined))
    .orderBy(asc(loans.enterpriseId), asc(loans.id))
    .limit(limit)

export const drawdownsOfAll = (from: Reader, ids: readonly Id<'loan'>[]): Promise<DrawdownRow[]> =>
  from
    .select()
    .from(drawdowns)
    .where(inArray(drawdowns.loanId, [...ids]))
    .orderBy(asc(drawdowns.drawnOn), asc(drawdowns.id))

export const repaymentsOfAll = (from: Reader, ids: readonly Id<'loan'>[]): Promise<RepaymentRow[]> =>
  from
    .select()
    .from(repayments)
    .where(inArray(repayments.loanId, [...ids]))

/** The loans of a firm or of a bank, newest first. */
export const listLoans = (
  from: Reader,
  whose: { enterpriseId: Id<'enterprise'> } | { institutionId: Id<'institution'> },
  state: LoanState | null,
  limit: number,
  offset: number,
) =>
  from
    .select({
      id: loans.id,
      number: loans.number,
      state: loans.state,
      firm: enterprises.name,
      bank: institutions.shortName,
      amountFen: loans.amountFen,
      balanceFen: loans.balanceFen,
      ratePpm: loans.ratePpm,
      months: loans.months,
      maturesOn: loans.maturesOn,
    })
    .from(loans)
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, loans.institutionId))
    .where(
      and(
        'enterpriseId' in whose
          ? eq(loans.enterpriseId, whose.enterpriseId)
          : eq(loans.institutionId, whose.institutionId),
        state ? eq(loans.state, state) : undefined,
      ),
    )
    .orderBy(desc(loans.signedOn), desc(loans.id))
    .limit(limit)
    .offset(offset)

export async function partiesOf(from: Reader, loan: LoanRow) {
  const [row] = await from
    .select({ firm: enterprises.name, bank: institutions.name })
    .from(loans)
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, loans.institutionId))
    .where(eq(loans.id, loan.id))
  return row ?? null
}
