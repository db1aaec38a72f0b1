import { and, eq, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith } from '../../db/index.ts'
import { bridgePools, bridges } from '../../db/tables/bridges.ts'
import { claims, settlements } from '../../db/tables/claims.ts'
import { compensationClaims } from '../../db/tables/compensation.ts'
import { covers } from '../../db/tables/covers.ts'
import { guaranteeShares, guarantees } from '../../db/tables/guarantees.ts'
import type { BridgeState } from '../bridges/bridge.ts'
import type { ClaimState } from '../claims/claim.ts'
import type { FilingState } from '../guarantees/filing.ts'
import type { GuaranteeState } from '../guarantees/guarantee.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'

/** How many wait, and how many of them are past their day. */
export type Waiting = { readonly count: number; readonly late: number }

const counted = (dueOn: SQL, today: Day) => ({
  count: countRows(),
  late: sql<number>`coalesce(sum(case when ${dueOn} < ${today} then 1 else 0 end), 0)`.mapWith(Number),
})
const first = (rows: readonly Waiting[]): Waiting => rows[0] ?? { count: 0, late: 0 }

export const guaranteesWaiting = async (
  from: Reader,
  guarantorId: InstitutionId,
  state: GuaranteeState,
  today: Day,
): Promise<Waiting> =>
  first(
    await from
      .select(counted(sql`${guarantees.dueOn}`, today))
      .from(guarantees)
      .where(and(eq(guarantees.guarantorId, guarantorId), eq(guarantees.state, state))),
  )

/** 备案 that a guarantor has to send. */
export const filingsOwed = async (from: Reader, guarantorId: InstitutionId, today: Day): Promise<Waiting> =>
  first(
    await from
      .select(counted(sql`${guarantees.filingDueOn}`, today))
      .from(guarantees)
      .where(and(eq(guarantees.guarantorId, guarantorId), inArray(guarantees.filing, ['due', 'returned']))),
  )

/** 备案 that were sent to a province's group; their day was the guarantor's, so none of them is late here. */
export const filingsSent = async (from: Reader, sharerId: InstitutionId): Promise<Waiting> => {
  const sent: FilingState = 'sent'
  const [row] = await from
    .select({ count: countRows() })
    .from(guarantees)
    .innerJoin(guaranteeShares, eq(guaranteeShares.guaranteeId, guarantees.id))
    .where(and(eq(guarantees.filing, sent), eq(guaranteeShares.institutionId, sharerId)))
  return { count: row?.count ?? 0, late: 0 }
}

export const claimsWaiting = async (
  from: Reader,
  guarantorId: InstitutionId,
  state: ClaimState,
  today: Day,
): Promise<Waiting> =>
  first(
    await from
      .select(counted(sql`${claims.dueOn}`, today))
      .from(claims)
      .where(and(eq(claims.guarantorId, guarantorId), eq(claims.state, state))),
  )

/** What an institution owes others from claims and recoveries and has not paid. */
export const settlementsOwed = async (from: Reader, payerId: InstitutionId, today: Day): Promise<Waiting> =>
  first(
    await from
      .select(counted(sql`${settlements.dueOn}`, today))
      .from(settlements)
      .where(and(eq(settlements.fromId, payerId), inArray(settlements.state, ['due', 'confirmed']))),
  )

/** Advances of an institution's pools at some steps. */
export const bridgesWaiting = async (
  from: Reader,
  institutionId: InstitutionId,
  states: readonly BridgeState[],
  today: Day,
): Promise<Waiting> =>
  first(
    await from
      .select(counted(sql`${bridges.dueOn}`, today))
      .from(bridges)
      .innerJoin(bridgePools, eq(bridgePools.id, bridges.poolId))
      .where(and(eq(bridgePools.institutionId, institutionId), inArray(bridges.state, [...states]))),
  )

/** Advances of a place to which the industry bureau has not spoken yet. */
export const wordsOwed = async (from: Reader, region: string, today: Day): Promise<Waiting> =>
  first(
    await from
      .select(counted(sql`${bridges.dueOn}`, today))
      .from(bridges)
      .where(
        and(startsWith(bridges.region, region), eq(bridges.state, 'checking'), isNull(bridges.bureauWord)),
      ),
  )

/** Loans that banks filed for cover by an institution's pools. */
export const coversWaiting = async (from: Reader, operatorId: InstitutionId, today: Day): Promise<Waiting> =>
  first(
    await from
      .select(counted(sql`${covers.dueOn}`, today))
      .from(covers)
      .where(and(eq(covers.operatorId, operatorId), eq(covers.state, 'filed'))),
  )

/** Claims on an institution's pools at a step; what still lies open waits for nobody. */
export const poolClaimsWaiting = async (
  from: Reader,
  operatorId: InstitutionId,
  state: 'filed' | 'checked' | 'noticed',
  today: Day,
): Promise<Waiting> =>
  first(
    await from
      .select(counted(sql`${compensationClaims.dueOn}`, today))
      .from(compensationClaims)
      .where(
        and(
          eq(compensationClaims.operatorId, operatorId),
          eq(compensationClaims.state, state),
          state === 'noticed' ? lt(compensationClaims.noticeUntil, today) : undefined,
        ),
      ),
  )
