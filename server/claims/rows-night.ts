import { and, asc, eq, gt, inArray, lt, lte, sql } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { claims, settlements } from '../../db/tables/claims.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { Day } from '../money/day.ts'
import { type Id, isId } from '../platform/ids.ts'
import type { Claim } from './rows.ts'
import type { Settlement } from './rows-settlements.ts'

/** A claim waits for its guarantor in these; while it is returned the bank has its turn, and no clock runs. */
const running = ['filed', 'checked', 'approved'] as const
const open = ['due', 'confirmed'] as const

/** Claims that their guarantor has to pay by a day at the latest, with the place of the firm. */
export const claimsDueBy = (from: Reader, day: Day, after: Claim['id'] | null, limit: number) =>
  from
    .select({ id: claims.id, claim: claims, district: guarantees.district })
    .from(claims)
    .innerJoin(guarantees, eq(guarantees.id, claims.guaranteeId))
    .where(
      and(
        inArray(claims.state, [...running]),
        lte(claims.dueOn, day),
        after ? gt(claims.id, after) : undefined,
      ),
    )
    .orderBy(asc(claims.id))
    .limit(limit)

/** Settlements that are due by a day at the latest, with the place of the firm. */
export const settlementsDueBy = (from: Reader, day: Day, after: Settlement['id'] | null, limit: number) =>
  from
    .select({ id: settlements.id, settlement: settlements, district: guarantees.district })
    .from(settlements)
    .innerJoin(guarantees, eq(guarantees.id, settlements.guaranteeId))
    .where(
      and(
        inArray(settlements.state, [...open]),
        lte(settlements.dueOn, day),
        after ? gt(settlements.id, after) : undefined,
      ),
    )
    .orderBy(asc(settlements.id))
    .limit(limit)

const nameOf = (column: typeof claims.guarantorId | typeof settlements.fromId | typeof settlements.toId) =>
  sql<
    string | null
  >`(select ${institutions.shortName} from ${institutions} where ${institutions.id} = ${column})`

/** What of both is late in a place, the longest first: for the bureau's list. */
export async function lateIn(from: Reader, region: string, before: Day, limit: number) {
  const late = await from
    .select({
      number: claims.number,
      guaranteeId: claims.guaranteeId,
      claimId: claims.id,
      firm: enterprises.name,
      amountFen: claims.claimedFen,
      dueOn: claims.dueOn,
      who: nameOf(claims.guarantorId),
    })
    .from(claims)
    .innerJoin(guarantees, eq(guarantees.id, claims.guaranteeId))
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .where(
      and(
        inArray(claims.state, [...running]),
        lte(claims.dueOn, before),
        startsWith(guarantees.district, region),
      ),
    )
    .orderBy(asc(claims.dueOn), asc(claims.id))
    .limit(limit)
  const owed = await from
    .select({
      number: settlements.number,
      settlementId: settlements.id,
      guaranteeId: settlements.guaranteeId,
      fromParty: settlements.fromParty,
      firm: enterprises.name,
      amountFen: settlements.amountFen,
      dueOn: settlements.dueOn,
      who: nameOf(settlements.fromId),
      payee: nameOf(settlements.toId),
    })
    .from(settlements)
    .innerJoin(guarantees, eq(guarantees.id, settlements.guaranteeId))
    .innerJoin(enterprises, eq(enterprises.id, guarantees.enterpriseId))
    .where(
      and(
        inArray(settlements.state, [...open]),
        lte(settlements.dueOn, before),
        startsWith(guarantees.district, region),
      ),
    )
    .orderBy(asc(settlements.dueOn), asc(settlements.id))
    .limit(limit)
  return { claims: late, settlements: owed }
}
export type LateOnes = Awaited<ReturnType<typeof lateIn>>

/** What the bureau may put into somebody's hands: whose step it is, and where. */
type Late = {
  readonly about: string
  readonly institutionId: Id<'institution'> | null
  readonly region: string
}

/** A claim that waits for its guarantor past its day; null where it is none, or is done. */
export async function lateClaimOf(from: Reader, id: string, today: Day): Promise<Late | null> {
  if (!isId<'claim'>(id)) return null
  const [row] = await from
    .select({ about: claims.number, institutionId: claims.guarantorId, region: guarantees.district })
    .from(claims)
    .innerJoin(guarantees, eq(guarantees.id, claims.guaranteeId))
    .where(and(eq(claims.id, id), inArray(claims.state, [...running]), lt(claims.dueOn, today)))
  return row ?? null
}

/** A settlement that is owed past its day; null where it is none, or is done. */
export async function lateSettlementOf(from: Reader, id: string, today: Day): Promise<Late | null> {
  if (!isId<'settlement'>(id)) return null
  const [row] = await from
    .select({ about: settlements.number, institutionId: settlements.fromId, region: guarantees.district })
    .from(settlements)
    .innerJoin(guarantees, eq(guarantees.id, settlements.guaranteeId))
    .where(and(eq(settlements.id, id), inArray(settlements.state, [...open]), lt(settlements.dueOn, today)))
  return row ?? null
}
