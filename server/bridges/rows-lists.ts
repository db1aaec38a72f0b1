import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { prepared, type Reader, startsWith } from '../../db/index.ts'
import { bridgePools, bridges } from '../../db/tables/bridges.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { ledgerAccounts } from '../../db/tables/ledger.ts'
import { loans } from '../../db/tables/loans.ts'
import type { BookId } from '../ledger/index.ts'
import type { Id } from '../platform/ids.ts'
import { type BridgeState, outStates } from './bridge.ts'

const listedFrom = (from: Reader) =>
  from
    .select({ bridge: bridges, firm: enterprises.name, bank: institutions.shortName })
    .from(bridges)
    .innerJoin(enterprises, eq(enterprises.id, bridges.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, bridges.institutionId))

export type Listed = Awaited<ReturnType<typeof listedFrom>>[number]

/** Whose advances: a firm's, a bank's, those of pools, those of a place. */
export type Whose =
  | { readonly enterpriseId: Id<'enterprise'> }
  | { readonly institutionId: Id<'institution'> }
  | { readonly pools: readonly Id<'pool'>[] }
  /** `unsaid`: only those to which the industry bureau has not spoken. */
  | { readonly region: string; readonly unsaid?: boolean }

const own = (whose: Whose): SQL =>
  'enterpriseId' in whose
    ? eq(bridges.enterpriseId, whose.enterpriseId)
    : 'institutionId' in whose
      ? eq(bridges.institutionId, whose.institutionId)
      : 'pools' in whose
        ? inArray(bridges.poolId, [...whose.pools])
        : (and(
            startsWith(bridges.region, whose.region),
            whose.unsaid ? isNull(bridges.bureauWord) : undefined,
          ) as SQL)

/** Advances in some states, by the day on which something is due; or all, the newest first. */
export const listBridges = async (
  from: Reader,
  whose: Whose,
  states: readonly BridgeState[] | null,
  limit: number,
  offset: number,
): Promise<Listed[]> =>
  'pools' in whose && whose.pools.length === 0
    ? []
    : listedFrom(from)
        .where(and(own(whose), states ? inArray(bridges.state, [...states]) : undefined))
        .orderBy(...(states ? [asc(bridges.dueOn), asc(bridges.id)] : [desc(bridges.id)]))
        .limit(limit)
        .offset(offset)

/** One advance with the names of its parties. */
export async function listedBridge(from: Reader, id: Id<'bridge'>): Promise<Listed | null> {
  const [row] = await listedFrom(from).where(eq(bridges.id, id))
  return row ?? null
}

/** The names of firms whose advances are under way, by advance. */
export async function firmNames(from: Reader, poolId: Id<'pool'>): Promise<ReadonlyMap<string, string>> {
  const query = prepared(from, 'bridge_firm_names', (reader, name) =>
    reader
      .select({ id: bridges.id, firm: enterprises.name })
      .from(bridges)
      .innerJoin(enterprises, eq(enterprises.id, bridges.enterpriseId))
      .where(
        and(
          eq(bridges.poolId, sql.placeholder('poolId')),
          inArray(bridges.state, ['queued', 'reserved', ...outStates]),
        ),
      )
      .prepare(name),
  )
  return new Map((await query.execute({ poolId })).map(({ id, firm }) => [id, firm]))
}

/** The account of a book, for the way to its statement. */
export async function accountIdOf(from: Reader, bookId: BookId, code: string) {
  const query = prepared(from, 'bridge_account_of', (reader, name) =>
    reader
      .select({ id: ledgerAccounts.id })
      .from(ledgerAccounts)
      .where(
        and(
          eq(ledgerAccounts.bookId, sql.placeholder('bookId')),
          eq(ledgerAccounts.code, sql.placeholder('code')),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ bookId, code })
  return row?.id ?? null
}

export const poolIdsOf = async (from: Reader, institutionId: Id<'institution'>): Promise<Id<'pool'>[]> =>
  (
    await from
      .select({ id: bridgePools.id })
      .from(bridgePools)
      .where(eq(bridgePools.institutionId, institutionId))
  ).map(({ id }) => id)

/** How the loans of a firm stand that are out, at whatever bank of the platform. */
export const loansOut = (from: Reader, enterpriseId: Id<'enterprise'>) =>
  from
    .select({ state: loans.state, overdueSince: loans.overdueSince, riskClass: loans.riskClass })
    .from(loans)
    .where(and(eq(loans.enterpriseId, enterpriseId), inArray(loans.state, ['drawn', 'overdue'])))
