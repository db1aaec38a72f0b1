import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader, Transaction } from '../../db/index.ts'
import { compensationPools } from '../../db/tables/covers.ts'
import { ledgerAccounts, ledgerBooks, ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import { fen } from '../money/fen.ts'

export type PoolRow = typeof compensationPools.$inferSelect

export async function addPool(tx: Transaction, row: PoolRow): Promise<void> {
  await tx.insert(compensationPools).values(row)
}

/** All pools, by their arrangement and then as they were opened. */
export const allPools = (from: Reader): Promise<PoolRow[]> =>
  from.select().from(compensationPools).orderBy(asc(compensationPools.arrangement), asc(compensationPools.id))

/** The pools that an arrangement has. */
export const poolsFor = (from: Reader, arrangement: string): Promise<PoolRow[]> =>
  from
    .select()
    .from(compensationPools)
    .where(eq(compensationPools.arrangement, arrangement))
    .orderBy(asc(compensationPools.id))

/** The pools with their books, by arrangement. */
export const poolsWithBooks = (from: Reader) =>
  from
    .select({ pool: compensationPools, name: ledgerBooks.name })
    .from(compensationPools)
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, compensationPools.bookId))
    .orderBy(asc(compensationPools.arrangement), asc(compensationPools.id))
export type PoolWithBook = Awaited<ReturnType<typeof poolsWithBooks>>[number]

/** What funders paid into a book, payment by payment; what was reversed did not happen. */
export async function paymentsInto(from: Reader, bookId: PoolRow['bookId']) {
  const reversal = alias(ledgerEntries, 'reversal')
  const found = await from
    .select({ memo: ledgerEntries.memo, amountFen: ledgerPostings.amountFen })
    .from(ledgerPostings)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerPostings.accountId))
    .innerJoin(ledgerEntries, eq(ledgerEntries.seq, ledgerPostings.entrySeq))
    .leftJoin(reversal, eq(reversal.reversesSeq, ledgerEntries.seq))
    .where(
      and(
        eq(ledgerAccounts.bookId, bookId),
        eq(ledgerAccounts.code, 'funders-capital'),
        // With a plus, for else SQLite begins with all entries that reverse nothing, which are nearly all.
        sql`+${ledgerEntries.reversesSeq} is null`,
        isNull(reversal.seq),
      ),
    )
    .orderBy(asc(ledgerEntries.seq))
  // Capital grows on the credit side, which is below zero.
  return found.map(({ memo, amountFen }) => ({
    funder: String(memo.funder ?? ''),
    amountFen: fen(-amountFen),
  }))
}
