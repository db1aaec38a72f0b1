import {
  and,
  asc,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { prepared, type Reader, sumFen, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { bridgeMoves } from '../../db/tables/bridge-moves.ts'
import { bridgeReturns, bridges, promises } from '../../db/tables/bridges.ts'
import type { Role } from '../accounts/index.ts'
import type { QueueKey } from '../bridge-pool/policy.ts'
import { type Day, day, yearOf } from '../money/day.ts'
import { type Fen, minus, noFen } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'
import { type BridgeState, type Did, hands, outStates } from './bridge.ts'
import { poolMoved } from './rows-pools.ts'

export type Bridge = typeof bridges.$inferSelect
export type BridgeReturn = typeof bridgeReturns.$inferSelect

export async function addBridge(tx: Transaction, row: Bridge): Promise<void> {
  await tx.insert(bridges).values(row)
  await poolMoved(tx, row.poolId)
}

export async function bridgeById(from: Reader, id: Id<'bridge'>): Promise<Bridge | null> {
  const query = prepared(from, 'bridges_by_id', (reader, name) =>
    reader
      .select()
      .from(bridges)
      .where(eq(bridges.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

export type BridgeChanges = Partial<Omit<Bridge, 'id' | 'number' | 'poolId' | 'version'>>

/** Changes the version that was read; null when somebody was quicker. */
export async function changeBridge(
  tx: Transaction,
  { id, version }: Pick<Bridge, 'id' | 'version'>,
  changes: BridgeChanges,
): Promise<Bridge | null> {
  const [row] = await tx
    .update(bridges)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(bridges.id, id), eq(bridges.version, version)))
    .returning()
  if (row) await poolMoved(tx, row.poolId)
  return row ?? null
}

/** The advance of a loan that is not over yet; there is one at a time. */
export async function openBridgeOf(from: Reader, loanId: Id<'loan'>): Promise<Bridge | null> {
  const over: BridgeState[] = ['closed', 'refused', 'withdrawn', 'lapsed']
  const found = await from.select().from(bridges).where(eq(bridges.loanId, loanId)).orderBy(desc(bridges.id))
  return found.find(({ state }) => !over.includes(state)) ?? null
}

/** How often this pool paid to a firm in the year of a day. */
export const timesInYear = (
  from: Reader,
  poolId: Id<'pool'>,
  enterpriseId: Id<'enterprise'>,
  on: Day,
): Promise<number> =>
  from.$count(
    bridges,
    and(
      eq(bridges.enterpriseId, enterpriseId),
      eq(bridges.poolId, poolId),
      gte(bridges.paidOutOn, day(`${yearOf(on)}-01-01`)),
      lte(bridges.paidOutOn, day(`${yearOf(on)}-12-31`)),
    ),
  )

/** What a firm has of a pool, waiting for money, set aside or out, one advance left out. */
export async function hasOfPool(
  from: Reader,
  poolId: Id<'pool'>,
  enterpriseId: Id<'enterprise'>,
  except: Id<'bridge'> | null,
): Promise<Fen> {
  const [row] = await from
    .select({ fen: sumFen(bridges.amountFen), back: sumFen(bridges.repaidFen) })
    .from(bridges)
    .where(
      and(
        eq(bridges.enterpriseId, enterpriseId),
        eq(bridges.poolId, poolId),
        inArray(bridges.state, ['queued', 'reserved', ...outStates]),
        except ? ne(bridges.id, except) : undefined,
      ),
    )
  return row ? minus(row.fen, row.back) : noFen
}

/** What is out past its last day, of one pool. */
export async function lateFen(from: Reader, poolId: Id<'pool'>, today: Day): Promise<Fen> {
  const [row] = await from
    .select({ fen: sumFen(bridges.amountFen), back: sumFen(bridges.repaidFen) })
    .from(bridges)
    .where(and(eq(bridges.poolId, poolId), inArray(bridges.state, outStates), lt(bridges.lastOn, today)))
  return row ? minus(row.fen, row.back) : noFen
}

const orderings: Readonly<Record<QueueKey, SQL>> = {
  arrival: asc(bridges.appliedOn),
  'tax-last-year': sql`coalesce(${bridges.taxLastYearFen}, 0) desc`,
}

/** The first that wait for money, by id and amount: asked at every approval, so nothing else is read. */
export function queueHeads(from: Reader, poolId: Id<'pool'>, keys: readonly QueueKey[], limit: number) {
  const query = prepared(from, `bridges_queue_${keys.join('_').replaceAll('-', '_')}`, (reader, name) =>
    reader
      .select({ id: bridges.id, amountFen: bridges.amountFen })
      .from(bridges)
      .where(and(eq(bridges.poolId, sql.placeholder('poolId')), eq(bridges.state, 'queued')))
      .orderBy(...keys.map((key) => orderings[key]), asc(bridges.id))
      .limit(sql.placeholder('limit'))
      .prepare(name),
  )
  return query.execute({ poolId, limit })
}

/** Those that wait for money, in the policy's order: as `inOrder` says, which a test compares. */
export const queuedOf = (
  from: Reader,
  poolId: Id<'pool'>,
  keys: readonly QueueKey[],
  limit: number,
): Promise<Bridge[]> =>
  from
    .select()
    .from(bridges)
    .where(and(eq(bridges.poolId, poolId), eq(bridges.state, 'queued')))
    .orderBy(...keys.map((key) => orderings[key]), asc(bridges.id))
    .limit(limit)

export type Moving = { readonly bridge: Bridge; readonly newLoanBy: Day | null }

/**
 * Every advance of a pool that waits for money, has it set aside or has it out, with the day by which its bank has promised
 * the new loan: what a forecast is made of. A letter that is good no more promises nothing.
 */
export const movingWithWord = (from: Reader, poolId: Id<'pool'>): Promise<Moving[]> => {
  const query = prepared(from, 'bridges_moving', (reader, name) =>
    reader
      .select({ bridge: bridges, newLoanBy: promises.newLoanBy })
      .from(bridges)
      .leftJoin(promises, and(eq(promises.bridgeId, bridges.id), inArray(promises.state, ['signed', 'used'])))
      .where(
        and(
          eq(bridges.poolId, sql.placeholder('poolId')),
          inArray(bridges.state, ['queued', 'reserved', ...outStates]),
        ),
      )
      .orderBy(asc(bridges.id))
      .prepare(name),
  )
  return query.execute({ poolId })
}

export const movingOf = async (from: Reader, poolId: Id<'pool'>): Promise<Bridge[]> =>
  (await movingWithWord(from, poolId)).map(({ bridge }) => bridge)

/** Money set aside whose last day is past, or comes up to a day and nobody was warned of. */
export const reservedUpTo = (from: Reader, until: Day, limit: number, after: Id<'bridge'> | null) =>
  from
    .select()
    .from(bridges)
    .where(
      and(
        eq(bridges.state, 'reserved'),
        lte(bridges.reservedUntil, until),
        after ? sql`${bridges.id} > ${after}` : undefined,
      ),
    )
    .orderBy(asc(bridges.id))
    .limit(limit)

/** Of one pool: money set aside whose last day is past, the first of them. */
export const reservedPast = (
  from: Reader,
  poolId: Id<'pool'>,
  today: Day,
  limit: number,
  after: Id<'bridge'> | null,
) =>
  from
    .select()
    .from(bridges)
    .where(
      and(
        eq(bridges.poolId, poolId),
        eq(bridges.state, 'reserved'),
        lt(bridges.reservedUntil, today),
        after ? sql`${bridges.id} > ${after}` : undefined,
      ),
    )
    .orderBy(asc(bridges.id))
    .limit(limit)

/** Money out past its last day of which that is not noted yet, or that may be a matter for the court now. */
export const latePast = (from: Reader, today: Day, limit: number, after: Id<'bridge'> | null) =>
  from
    .select()
    .from(bridges)
    .where(
      and(
        inArray(bridges.state, outStates),
        lt(bridges.lastOn, today),
        or(isNull(bridges.overdueSince), isNull(bridges.courtOn)),
        after ? sql`${bridges.id} > ${after}` : undefined,
      ),
    )
    .orderBy(asc(bridges.id))
    .limit(limit)

export async function addMove(tx: Transaction, row: typeof bridgeMoves.$inferInsert): Promise<void> {
  await tx.insert(bridgeMoves).values(row)
}

/** Who has done a step of a case, and as whom: by its moves, and by its own row for steps of before moves were kept. */
export async function didOf(from: Reader, bridge: Bridge): Promise<readonly Did[]> {
  const query = prepared(from, 'bridge_moves_did', (reader, name) =>
    reader
      .select({ hand: bridgeMoves.hand, by: bridgeMoves.byId })
      .from(bridgeMoves)
      .where(and(eq(bridgeMoves.bridgeId, sql.placeholder('id')), isNotNull(bridgeMoves.hand)))
      .orderBy(asc(bridgeMoves.id))
      .prepare(name),
  )
  const { makerId, checkerId, thirdId, cashierId } = bridge
  const own = { maker: makerId, checker: checkerId, third: thirdId, cashier: cashierId }
  return [
    ...(await query.execute({ id: bridge.id })),
    ...hands.map((hand) => ({ hand, by: own[hand] })),
  ].flatMap(({ hand, by }) => (hand && by ? [{ hand, by }] : []))
}

export async function addReturn(tx: Transaction, row: BridgeReturn): Promise<void> {
  await tx.insert(bridgeReturns).values(row)
}

/** What came back of an advance and was not undone, in its order. */
export const returnsOf = (from: Reader, bridgeId: Id<'bridge'>): Promise<BridgeReturn[]> =>
  from
    .select()
    .from(bridgeReturns)
    .where(and(eq(bridgeReturns.bridgeId, bridgeId), isNull(bridgeReturns.undoneAt)))
    .orderBy(asc(bridgeReturns.id))

export async function undoneReturn(
  tx: Transaction,
  { id }: Pick<BridgeReturn, 'id'>,
  at: BridgeReturn['recordedAt'],
): Promise<void> {
  await tx.update(bridgeReturns).set({ undoneAt: at }).where(eq(bridgeReturns.id, id))
}

/** Who of an institution has a role and may sign in. */
export const peopleWith = (from: Reader, institutionId: Id<'institution'>, role: Role) =>
  from
    .select({ person: people.id })
    .from(people)
    .where(and(eq(people.institutionId, institutionId), eq(people.role, role), eq(people.state, 'active')))
