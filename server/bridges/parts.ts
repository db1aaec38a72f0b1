import type { Reader } from '../../db/index.ts'
import {
  bankRoles,
  bureauRoles,
  enterpriseRoles,
  isOneOf,
  type Person,
  poolRoles,
} from '../accounts/index.ts'
import { isId } from '../platform/ids.ts'
import { type ListedPromise, listedPromise } from '../promises/index.ts'
import { NotFound } from '../web.ts'
import { type Listed, listedBridge } from './rows-lists.ts'
import { type Funding, fundingById, type Pool, poolById, poolsFundedBy } from './rows-pools.ts'

/** Who answers for a place: the finance bureau, and the industry bureau, which gives its word. */
const officeRoles = [...bureauRoles, 'industry-officer'] as const

export const everybody = [...enterpriseRoles, ...bankRoles, ...poolRoles, ...officeRoles] as const

/** Who opens the papers of an application: the bank has its own of its customer. */
export const paperReaders = [...enterpriseRoles, ...poolRoles, ...officeRoles] as const

/** How a reader stands to an advance. */
export type Side = 'firm' | 'bank' | 'pool' | 'bureau'

function sideOf(me: Person, { bridge }: Listed, pool: Pool): Side | null {
  if (isOneOf(me, poolRoles)) return me.institutionId === pool.institutionId ? 'pool' : null
  if (isOneOf(me, officeRoles)) return me.region && bridge.region.startsWith(me.region) ? 'bureau' : null
  if (me.enterpriseId) return me.enterpriseId === bridge.enterpriseId ? 'firm' : null
  return me.institutionId === bridge.institutionId ? 'bank' : null
}

export type FoundBridge = Listed & { readonly pool: Pool; readonly side: Side }

/** An advance as its firm, its bank, its pool and the bureau of its place may know of it; `NotFound` for others. */
export async function bridgeFor(from: Reader, me: Person, id: string): Promise<FoundBridge> {
  const listed = isId<'bridge'>(id) ? await listedBridge(from, id) : null
  const pool = listed && (await poolById(from, listed.bridge.poolId))
  const side = listed && pool && sideOf(me, listed, pool)
  if (!side) throw new NotFound(id)
  return { ...listed, pool, side }
}

/** A letter as those may know of it who may know of its advance. */
export async function promiseFor(from: Reader, me: Person, id: string): Promise<ListedPromise> {
  const promise = isId<'promise'>(id) ? await listedPromise(from, id) : null
  if (!promise) throw new NotFound(id)
  await bridgeFor(from, me, promise.bridge.id)
  return promise
}

/** A pool, for its own people and the bureau of its place. */
export async function poolFor(from: Reader, me: Person, id: string): Promise<Pool> {
  const pool = isId<'pool'>(id) ? await poolById(from, id) : null
  const mine = pool && (isOneOf(me, poolRoles) ? me.institutionId === pool.institutionId : isIn(me, pool))
  if (!mine) throw new NotFound(id)
  return pool
}

const isIn = (me: Person, pool: Pool): boolean =>
  isOneOf(me, bureauRoles) && Boolean(me.region) && pool.region.startsWith(me.region ?? '-')

/** The same for who funds it: its report, never its cases. */
export async function poolReportFor(from: Reader, me: Person, id: string): Promise<Pool> {
  if (me.role !== 'treasury') return poolFor(from, me, id)
  const funded = me.institutionId ? await poolsFundedBy(from, me.institutionId) : []
  const mine = funded.find((one) => one.id === id)
  if (!mine) throw new NotFound(id)
  return mine
}

export async function fundingFor(
  from: Reader,
  me: Person,
  id: string,
): Promise<{ readonly funding: Funding; readonly pool: Pool }> {
  const funding = isId<'funding'>(id) ? await fundingById(from, id) : null
  if (!funding) throw new NotFound(id)
  return { funding, pool: await poolFor(from, me, funding.poolId) }
}
