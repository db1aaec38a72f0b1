import { desc, eq } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { loanClasses } from '../../db/tables/loan-life.ts'
import type { Id } from '../platform/ids.ts'

export type LoanClassRow = typeof loanClasses.$inferSelect

export async function addClass(tx: Transaction, row: LoanClassRow): Promise<void> {
  await tx.insert(loanClasses).values(row)
}

/** How a loan was classed, newest first. */
export const classesOfLoan = (from: Reader, loanId: Id<'loan'>): Promise<LoanClassRow[]> =>
  from.select().from(loanClasses).where(eq(loanClasses.loanId, loanId)).orderBy(desc(loanClasses.id))
