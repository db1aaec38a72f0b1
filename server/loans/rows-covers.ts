import { desc, eq } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { covers } from '../../db/tables/covers.ts'
import type { Id } from '../platform/ids.ts'

export type CoverOfLoan = NonNullable<Awaited<ReturnType<typeof coverOfLoan>>>

/** The newest compensation cover that was asked for of a loan; `covers`, which stands right of loans, writes it. */
export async function coverOfLoan(from: Reader, loanId: Id<'loan'>) {
  const [row] = await from
    .select({ id: covers.id, state: covers.state, compensatedOn: covers.compensatedOn })
    .from(covers)
    .where(eq(covers.loanId, loanId))
    .orderBy(desc(covers.id))
    .limit(1)
  return row ?? null
}
