import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader, Transaction } from '../../db/index.ts'
import { compensationPools } from '../../db/tables/covers.ts'
import { ledgerAccounts, ledgerBooks, ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import { type Day, plusDays } from '../money/day.ts'
import { fen } from '../money/fen.ts'
import { startOf } from '../platform/clock.ts'

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

/**
 * What funders paid into a book, payment by payment; what was reversed did not happen. Of a day that is over, as far as it was
 * written down by its end, reversals too.
 */
export async function paymentsInto(from: Reader, bookId: PoolRow['bookId'], knownOn: Day | null = null) {
  const reversal = alias(ledgerEntries, 'reversal')
  const end = knownOn && startOf(plusDays(knownOn, 1))
  const found = await from
    .select({ memo: ledgerEntries.memo, amountFen: ledgerPostings.amountFen })
    .from(ledgerPostings)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerPostings.accountId))
    .innerJoin(ledgerEntries, eq(ledgerEntries.seq, ledgerPostings.entrySeq))
    .leftJoin(
      reversal,
      and(eq(reversal.reversesSeq, ledgerEntries.seq), end ? lt(reversal.postedAt, end) : undefined),
    )
    .where(
      and(
        eq(ledgerAccounts.bookId, bookId),
        eq(ledgerAccounts.code, 'funders-capital'),
        // With a plus, for else SQLite begins with all entries that reverse nothing, which are nearly all.
        sql`+${ledgerEntries.reversesSeq} is null`,
        isNull(reversal.seq),
        end ? lt(ledgerEntries.postedAt, end) : undefined,
      ),
    )
    .orderBy(asc(ledgerEntries.seq))
  // Capital grows on the credit side, which is below zero.
  return found.map(({ memo, amountFen }) => ({
    funder: String(memo.funder ?? ''),
    amountFen: fen(-amountFen),
  }))
}
