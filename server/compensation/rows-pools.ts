import { and, asc, desc, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import { countRows, type Reader, type Transaction } from '../../db/index.ts'
import {
  compensationClaims,
  compensationEvents,
  compensationFundings,
  compensationParts,
} from '../../db/tables/compensation.ts'
import { compensationPools } from '../../db/tables/covers.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { ledgerAccounts, ledgerBooks, ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import type { Party } from '../arrangements/index.ts'
import { fen } from '../money/fen.ts'
import { type Id, isId } from '../platform/ids.ts'
import type { Moved, Period } from './statement.ts'

export type Funding = typeof compensationFundings.$inferSelect

export async function poolById(from: Reader, id: string) {
  if (!isId<'compensation-pool'>(id)) return null
  const [row] = await from
    .select({ pool: compensationPools, name: ledgerBooks.name, operator: institutions.name })
    .from(compensationPools)
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, compensationPools.bookId))
    .innerJoin(institutions, eq(institutions.id, compensationPools.institutionId))
    .where(eq(compensationPools.id, id))
  return row ?? null
}
export type ShownPool = NonNullable<Awaited<ReturnType<typeof poolById>>>

/** Who may run a pool. */
export const operators = (from: Reader) =>
  from
    .select({ id: institutions.id, name: institutions.name })
    .from(institutions)
    .where(and(eq(institutions.kind, 'pool'), eq(institutions.state, 'active')))
    .orderBy(asc(institutions.id))

export async function addFunding(tx: Transaction, row: Funding): Promise<void> {
  await tx.insert(compensationFundings).values(row)
}

export async function fundingById(from: Reader, id: string): Promise<Funding | null> {
  if (!isId<'compensation-funding'>(id)) return null
  const [row] = await from.select().from(compensationFundings).where(eq(compensationFundings.id, id))
  return row ?? null
}

export const fundingsOf = (
  from: Reader,
  poolId: Id<'compensation-pool'>,
  limit: number,
): Promise<Funding[]> =>
  from
    .select()
    .from(compensationFundings)
    .where(eq(compensationFundings.poolId, poolId))
    .orderBy(desc(compensationFundings.id))
    .limit(limit)

/** Changes the version that was read; null when somebody was quicker. */
export async function changeFunding(
  tx: Transaction,
  { id, version }: Pick<Funding, 'id' | 'version'>,
  changes: Partial<Omit<Funding, 'id' | 'version'>>,
): Promise<Funding | null> {
  const [row] = await tx
    .update(compensationFundings)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(compensationFundings.id, id), eq(compensationFundings.version, version)))
    .returning()
  return row ?? null
}

/** What the entries of a book moved of its cash within a period, by their kind. */
export async function cashMoved(
  from: Reader,
  bookId: Id<'book'>,
  { from: since, to }: Period,
): Promise<Moved[]> {
  const found = await from
    .select({
      kind: ledgerEntries.kind,
      sum: sql<string | number>`sum(${ledgerPostings.amountFen})`,
      entries: sql<string | number>`count(distinct ${ledgerEntries.seq})`,
    })
    .from(ledgerPostings)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerPostings.accountId))
    .innerJoin(ledgerEntries, eq(ledgerEntries.seq, ledgerPostings.entrySeq))
    .where(
      and(
        eq(ledgerAccounts.bookId, bookId),
        inArray(ledgerAccounts.code, ['cash-free', 'cash-reserved']),
        gte(ledgerEntries.bookedOn, since),
        lte(ledgerEntries.bookedOn, to),
      ),
    )
    .groupBy(ledgerEntries.kind)
  return found.map(({ kind, sum, entries }) => ({
    ...{ kind, cashFen: fen(Number(sum)), entries: Number(entries) },
  }))
}

/** What a party paid and got back on claims of an arrangement within a period, one line an event. */
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
        gte(compensationEvents.on, since),
        lte(compensationEvents.on, to),
      ),
    )
    .orderBy(asc(compensationEvents.on), asc(compensationEvents.id))
    .limit(limit)
export type EventWithin = Awaited<ReturnType<typeof eventsWithin>>[number]

/** Claims of an arrangement by their state, for the desk of its pools. */
export const claimsByState = (from: Reader, arrangement: string) =>
  from
    .select({ state: compensationClaims.state, count: countRows() })
    .from(compensationClaims)
    .where(eq(compensationClaims.arrangement, arrangement))
    .groupBy(compensationClaims.state)
