import { type AnyColumn, and, asc, desc, eq, gt, lte, or, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import {
  ledgerAccounts,
  ledgerBooks,
  ledgerCheckpoints,
  ledgerEntries,
  ledgerPostings,
  ledgerReservations,
} from '../../db/tables/ledger.ts'
import type { Id } from '../platform/ids.ts'
import type { AccountCode } from './chart.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { EntryRow } from './rows.ts'

export type CheckpointRow = typeof ledgerCheckpoints.$inferSelect

export async function addCheckpoint(
  tx: Transaction,
  row: Checkpoint & { readonly personId: Id<'person'> | null; readonly actor: string },
): Promise<void> {
  await tx.insert(ledgerCheckpoints).values(row)
}

export async function newestCheckpoint(from: Reader): Promise<CheckpointRow | null> {
  const [row] = await from.select().from(ledgerCheckpoints).orderBy(desc(ledgerCheckpoints.seq)).limit(1)
  return row ?? null
}

export const checkpointsFrom = (from: Reader, offset: number, limit: number): Promise<CheckpointRow[]> =>
  from.select().from(ledgerCheckpoints).orderBy(asc(ledgerCheckpoints.seq)).limit(limit).offset(offset)

/** Entries from after one number up to and with another, in the order of the chain. */
export function entriesBetween(from: Reader, after: number, upTo: number): Promise<EntryRow[]> {
  const query = prepared(from, 'ledger_entries_between', (reader, name) =>
    reader
      .select()
      .from(ledgerEntries)
      .where(
        and(gt(ledgerEntries.seq, sql.placeholder('after')), lte(ledgerEntries.seq, sql.placeholder('upTo'))),
      )
      .orderBy(asc(ledgerEntries.seq))
      .prepare(name),
  )
  return query.execute({ after, upTo })
}

/** The postings of entries from after one number up to and with another, each entry's in the order of its lines. */
export function postingsBetween(from: Reader, after: number, upTo: number) {
  const query = prepared(from, 'ledger_postings_between', (reader, name) =>
    reader
      .select({
        entrySeq: ledgerPostings.entrySeq,
        accountId: ledgerPostings.accountId,
        bookedOn: ledgerPostings.bookedOn,
        amountFen: ledgerPostings.amountFen,
      })
      .from(ledgerPostings)
      .where(
        and(
          gt(ledgerPostings.entrySeq, sql.placeholder('after')),
          lte(ledgerPostings.entrySeq, sql.placeholder('upTo')),
        ),
      )
      .orderBy(asc(ledgerPostings.entrySeq), asc(ledgerPostings.line))
      .prepare(name),
  )
  return query.execute({ after, upTo })
}

/** The reservations that entries from after one number up to and with another made or ended. */
export function reservationsBetween(from: Reader, after: number, upTo: number) {
  const query = prepared(from, 'ledger_reservations_between', (reader, name) => {
    const within = (column: AnyColumn) =>
      and(gt(column, sql.placeholder('after')), lte(column, sql.placeholder('upTo')))
    return reader
      .select({
        id: ledgerReservations.id,
        book: ledgerBooks.code,
        amountFen: ledgerReservations.amountFen,
        subjectKind: ledgerReservations.subjectKind,
        subjectId: ledgerReservations.subjectId,
        expiresOn: ledgerReservations.expiresOn,
        state: ledgerReservations.state,
        openedSeq: ledgerReservations.openedSeq,
        closedSeq: ledgerReservations.closedSeq,
      })
      .from(ledgerReservations)
      .innerJoin(ledgerBooks, eq(ledgerBooks.id, ledgerReservations.bookId))
      .where(or(within(ledgerReservations.openedSeq), within(ledgerReservations.closedSeq)))
      .prepare(name)
  })
  return query.execute({ after, upTo })
}

const lastSeq = sql`select max(${ledgerEntries.seq}) from ${ledgerEntries}`

/** As it stands there, also where a column of ours would refuse to read it. */
const plain = (column: AnyColumn) => sql<number>`${column}`.mapWith(Number)

/**
 * Every account with its balance, its book's open reservations and the number of the last entry, in one statement and
 * so of one moment, however busy the ledger is meanwhile.
 */
export const accountsOfMoment = (from: Reader) =>
  from
    .select({
      id: ledgerAccounts.id,
      book: ledgerBooks.code,
      kind: ledgerBooks.kind,
      code: sql<AccountCode>`${ledgerAccounts.code}`,
      side: ledgerAccounts.side,
      floorFen: plain(ledgerAccounts.floorFen),
      debitFen: plain(ledgerAccounts.debitFen),
      creditFen: plain(ledgerAccounts.creditFen),
      balanceFen: plain(ledgerAccounts.balanceFen),
      postings: plain(ledgerAccounts.postings),
      reservedFen:
        sql<number>`coalesce((select sum(${ledgerReservations.amountFen}) from ${ledgerReservations}
        where ${ledgerReservations.bookId} = ${ledgerBooks.id} and ${ledgerReservations.state} = 'open'), 0)`.mapWith(
          Number,
        ),
      lastSeq: sql<number>`coalesce((${lastSeq}), 0)`.mapWith(Number),
      /** Postings whose entry would have to stand before the first or after the last. */
      straySeq: sql<number | null>`coalesce(
        (select min(${ledgerPostings.entrySeq}) from ${ledgerPostings} where ${ledgerPostings.entrySeq} < 1),
        (select min(${ledgerPostings.entrySeq}) from ${ledgerPostings}
          where ${ledgerPostings.entrySeq} > coalesce((${lastSeq}), 0)))`.mapWith(Number),
    })
    .from(ledgerAccounts)
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, ledgerAccounts.bookId))
    .orderBy(asc(ledgerBooks.code), asc(ledgerAccounts.code))
