import { and, asc, eq, gte, inArray, lt, lte, sql } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { compensationClaims, compensationEvents, compensationParts } from '../../db/tables/compensation.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { ledgerAccounts, ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import type { Party } from '../arrangements/index.ts'
import { cameLate } from '../ledger/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import { fen } from '../money/fen.ts'
import { startOf } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import type { Moved, Period } from './statement.ts'

const cash = ['cash-free', 'cash-reserved'] as const
const sumFen = sql<string | number>`sum(${ledgerPostings.amountFen})`

/**
 * What the entries written down within a period moved of a book's cash, by their kind, and whether they are of days before it.
 * No entry is of a day to come, so together they are what lies between what was known at the end of two days.
 */
export async function cashMoved(
  from: Reader,
  bookId: Id<'book'>,
  { from: since, to }: Period,
): Promise<Moved[]> {
  const found = await from
    .select({
      kind: ledgerEntries.kind,
      // Named by its place below: on PostgreSQL the day would be another parameter there.
      isEarlier: sql<number>`case when ${ledgerEntries.bookedOn} < ${since} then 1 else 0 end`,
      sum: sumFen,
      entries: sql<string | number>`count(distinct ${ledgerEntries.seq})`,
    })
    .from(ledgerPostings)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerPostings.accountId))
    .innerJoin(ledgerEntries, eq(ledgerEntries.seq, ledgerPostings.entrySeq))
    .where(
      and(
        ...[eq(ledgerAccounts.bookId, bookId), inArray(ledgerAccounts.code, cash)],
        lte(ledgerEntries.bookedOn, to),
        gte(ledgerEntries.postedAt, startOf(since)),
        lt(ledgerEntries.postedAt, startOf(plusDays(to, 1))),
      ),
    )
    .groupBy(ledgerEntries.kind, sql`2`)
  return found.map(({ kind, isEarlier, sum, entries }) => ({
    ...{ kind, isEarlier: Number(isEarlier) === 1, cashFen: fen(Number(sum)), entries: Number(entries) },
  }))
}

/** What was written down after the end of a day for days until then and moved a book's cash, one row an entry. */
export async function cameAfter(from: Reader, bookId: Id<'book'>, until: Day) {
  const late = cameLate({ happenedOn: ledgerEntries.bookedOn, at: ledgerEntries.postedAt }, until, until)
  if (!late) return []
  const found = await from
    .select({
      ...{ kind: ledgerEntries.kind, on: ledgerEntries.bookedOn, at: ledgerEntries.postedAt, sum: sumFen },
    })
    .from(ledgerPostings)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerPostings.accountId))
    .innerJoin(ledgerEntries, eq(ledgerEntries.seq, ledgerPostings.entrySeq))
    .where(and(eq(ledgerAccounts.bookId, bookId), inArray(ledgerAccounts.code, cash), late))
    .groupBy(ledgerEntries.seq, ledgerEntries.kind, ledgerEntries.bookedOn, ledgerEntries.postedAt)
    .orderBy(asc(ledgerEntries.seq))
  return found
    .map(({ sum, ...row }) => ({ ...row, cashFen: fen(Number(sum)) }))
    .filter(({ cashFen }) => cashFen !== 0)
}

/** What a party paid and got back on claims of an arrangement, written down within a period; one line an event. */
export const eventsWithin = (
  from: Reader,
  arrangement: string,
  party: Party,
  { from: since, to }: Period,
  limit: number,
) =>
  from
    .select({
      ...{ on: compensationEvents.on, kind: compensationEvents.kind, claimId: compensationClaims.id },
      ...{ number: compensationClaims.number, firm: enterprises.name, bank: institutions.shortName },
      ...{ borneFen: compensationParts.borneFen, returnedFen: compensationParts.returnedFen },
    })
    .from(compensationParts)
    .innerJoin(compensationEvents, eq(compensationEvents.id, compensationParts.eventId))
    .innerJoin(compensationClaims, eq(compensationClaims.id, compensationEvents.claimId))
    .innerJoin(enterprises, eq(enterprises.id, compensationClaims.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, compensationClaims.institutionId))
    .where(
      and(
        eq(compensationClaims.arrangement, arrangement),
        eq(compensationParts.party, party),
        gte(compensationEvents.at, startOf(since)),
        lt(compensationEvents.at, startOf(plusDays(to, 1))),
      ),
    )
    .orderBy(asc(compensationEvents.on), asc(compensationEvents.id))
    .limit(limit)
export type EventWithin = Awaited<ReturnType<typeof eventsWithin>>[number]
