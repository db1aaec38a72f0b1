import { and, asc, desc, eq, inArray, lte, or, sql } from 'drizzle-orm'
import { prepared, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { bridgeFundings, bridgePools } from '../../db/tables/bridges.ts'
import { ledgerAccounts, ledgerBooks } from '../../db/tables/ledger.ts'
import type { AccountCode, BookId } from '../ledger/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'

export type PoolRow = typeof bridgePools.$inferSelect
export type Pool = PoolRow & { readonly name: { readonly zh: string; readonly en: string } }
export type Funding = typeof bridgeFundings.$inferSelect

export async function addPool(tx: Transaction, row: PoolRow): Promise<void> {
  await tx.insert(bridgePools).values(row)
}

/** Something about a pool moved: what pages worked out from its rows holds no more. */
export async function poolMoved(tx: Transaction, id: Id<'pool'>): Promise<void> {
  await tx
    .update(bridgePools)
    .set({ moves: sql`${bridgePools.moves} + 1` })
    .where(eq(bridgePools.id, id))
}

const poolsFrom = (from: Reader) =>
  from
    .select({ pool: bridgePools, name: ledgerBooks.name })
    .from(bridgePools)
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, bridgePools.bookId))

const asPools = (found: Awaited<ReturnType<typeof poolsFrom>>): Pool[] =>
  found.map(({ pool, name }) => ({ ...pool, name }))

export async function poolById(from: Reader, id: Id<'pool'>): Promise<Pool | null> {
  const query = prepared(from, 'bridge_pool_by_id', (reader, name) =>
    poolsFrom(reader)
      .where(eq(bridgePools.id, sql.placeholder('id')))
      .prepare(name),
  )
  return asPools(await query.execute({ id }))[0] ?? null
}

export async function poolOfBook(from: Reader, bookId: BookId): Promise<Pool | null> {
  return asPools(await poolsFrom(from).where(eq(bridgePools.bookId, bookId)))[0] ?? null
}

/** The pools that an institution runs, or those of a region and what lies in it. */
export const poolsOf = async (
  from: Reader,
  whose: { readonly institutionId: Id<'institution'> } | { readonly region: string },
): Promise<Pool[]> =>
  asPools(
    await poolsFrom(from)
      .where(
        'region' in whose
          ? startsWith(bridgePools.region, whose.region)
          : eq(bridgePools.institutionId, whose.institutionId),
      )
      .orderBy(asc(bridgePools.id)),
  )

/** The pools that a firm of a place can turn to: those of its city, its county, its town. */
export const poolsFor = async (from: Reader, region: string): Promise<Pool[]> => {
  const above = [2, 4, 6, 9, 12].map((length) => region.slice(0, length))
  return asPools(
    await poolsFrom(from)
      .where(inArray(bridgePools.region, [...new Set(above)]))
      .orderBy(asc(bridgePools.id)),
  )
}

const shownAccounts = ['cash-free', 'cash-reserved', 'advances-out', 'funders-capital', 'fee-income'] as const
export type PoolAccount = (typeof shownAccounts)[number] & AccountCode
export type PoolBalances = Readonly<Record<PoolAccount, Fen>>

/** What stands on the accounts of a pool. */
export async function balancesOf(from: Reader, bookId: BookId): Promise<PoolBalances> {
  const query = prepared(from, 'bridge_pool_balances', (reader, name) =>
    reader
      .select({ code: ledgerAccounts.code, fen: ledgerAccounts.balanceFen })
      .from(ledgerAccounts)
      .where(eq(ledgerAccounts.bookId, sql.placeholder('bookId')))
      .prepare(name),
  )
  const found = new Map((await query.execute({ bookId })).map(({ code, fen }) => [code, fen]))
  return Object.fromEntries(shownAccounts.map((code) => [code, found.get(code) ?? noFen])) as Record<
    PoolAccount,
    Fen
  >
}

export async function addFunding(tx: Transaction, row: Funding): Promise<void> {
  await tx.insert(bridgeFundings).values(row)
  await poolMoved(tx, row.poolId)
}

export async function fundingById(from: Reader, id: Id<'funding'>): Promise<Funding | null> {
  const [row] = await from.select().from(bridgeFundings).where(eq(bridgeFundings.id, id))
  return row ?? null
}

export async function changeFunding(
  tx: Transaction,
  { id, version, poolId }: Pick<Funding, 'id' | 'version' | 'poolId'>,
  changes: Partial<Omit<Funding, 'id' | 'poolId' | 'version'>>,
): Promise<boolean> {
  const found = await tx
    .update(bridgeFundings)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(bridgeFundings.id, id), eq(bridgeFundings.version, version)))
    .returning({ id: bridgeFundings.id })
  await poolMoved(tx, poolId)
  return found.length === 1
}

/** What funders agreed to, the latest first. */
export const fundingsOf = (from: Reader, poolId: Id<'pool'>, limit: number): Promise<Funding[]> => {
  const query = prepared(from, 'bridge_fundings_of', (reader, name) =>
    reader
      .select()
      .from(bridgeFundings)
      .where(eq(bridgeFundings.poolId, sql.placeholder('poolId')))
      .orderBy(desc(bridgeFundings.plannedOn), desc(bridgeFundings.id))
      .limit(sql.placeholder('limit'))
      .prepare(name),
  )
  return query.execute({ poolId, limit })
}

/** What one funder agreed to, the latest first. */
export const fundingsBy = (
  from: Reader,
  poolId: Id<'pool'>,
  funderId: Id<'institution'>,
  limit: number,
): Promise<Funding[]> =>
  from
    .select()
    .from(bridgeFundings)
    .where(and(eq(bridgeFundings.poolId, poolId), eq(bridgeFundings.funderId, funderId)))
    .orderBy(desc(bridgeFundings.plannedOn), desc(bridgeFundings.id))
    .limit(limit)

/** The pools that an institution has agreed to fund. */
export const poolsFundedBy = async (from: Reader, funderId: Id<'institution'>): Promise<Pool[]> =>
  asPools(
    await poolsFrom(from)
      .where(
        inArray(
          bridgePools.id,
          from
            .select({ id: bridgeFundings.poolId })
            .from(bridgeFundings)
            .where(eq(bridgeFundings.funderId, funderId)),
        ),
      )
      .orderBy(asc(bridgePools.id)),
  )

/** What is agreed and has not moved yet. */
export const fundingsAgreed = (from: Reader, poolId: Id<'pool'>): Promise<Funding[]> =>
  from
    .select()
    .from(bridgeFundings)
    .where(and(eq(bridgeFundings.poolId, poolId), eq(bridgeFundings.state, 'agreed')))
    .orderBy(asc(bridgeFundings.plannedOn), asc(bridgeFundings.id))

/**
 * What one funder has in a pool in fen: what is booked, and until a day what is agreed to come and to go as well. An institution of the
 * platform is itself under any name, others are whom they are called.
 */
export async function shareOf(
  from: Reader,
  poolId: Id<'pool'>,
  { funderId, funder }: Pick<Funding, 'funderId' | 'funder'>,
  agreedUntil: Day | null,
): Promise<number> {
  const booked = eq(bridgeFundings.state, 'booked')
  const agreed = and(
    eq(bridgeFundings.state, 'agreed'),
    // What is to go counts whenever it goes: it is promised already.
    agreedUntil
      ? or(eq(bridgeFundings.kind, 'withdrawal'), lte(bridgeFundings.plannedOn, agreedUntil))
      : undefined,
  )
  const [row] = await from
    .select({
      fen: sql<number>`coalesce(sum(case when ${bridgeFundings.kind} = 'contribution' then ${bridgeFundings.amountFen} else -${bridgeFundings.amountFen} end), 0)`.mapWith(
        Number,
      ),
    })
    .from(bridgeFundings)
    .where(
      and(
        eq(bridgeFundings.poolId, poolId),
        funderId ? eq(bridgeFundings.funderId, funderId) : eq(bridgeFundings.funder, funder),
        agreedUntil ? or(booked, agreed) : booked,
      ),
    )
  return row?.fen ?? 0
}
