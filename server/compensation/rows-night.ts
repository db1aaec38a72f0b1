import { and, asc, eq, inArray, lt, lte } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { compensationClaims, compensationRecoveries } from '../../db/tables/compensation.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { Day } from '../money/day.ts'
import { type Id, isId } from '../platform/ids.ts'

/** A claim waits for the people of its pool in these; while it is returned the bank has its turn, and no clock runs. */
const running = ['filed', 'checked', 'noticed'] as const

/** Claims whose step is late, the longest first. */
export const pastTheirDay = (from: Reader, today: Day, limit: number) =>
  from
    .select({ claim: compensationClaims, region: enterprises.region })
    .from(compensationClaims)
    .innerJoin(enterprises, eq(enterprises.id, compensationClaims.enterpriseId))
    .where(and(inArray(compensationClaims.state, [...running]), lt(compensationClaims.dueOn, today)))
    .orderBy(asc(compensationClaims.dueOn))
    .limit(limit)

/** Claims whose notice is over and that wait for their payment. */
export const noticesOver = (from: Reader, today: Day, limit: number) =>
  from
    .select({ claim: compensationClaims })
    .from(compensationClaims)
    .where(and(eq(compensationClaims.state, 'noticed'), lt(compensationClaims.noticeUntil, today)))
    .orderBy(asc(compensationClaims.noticeUntil))
    .limit(limit)

/** Recoveries whose part of the pools is late. */
export const lateRecoveries = (from: Reader, today: Day, limit: number) =>
  from
    .select({ claim: compensationClaims, recovery: compensationRecoveries })
    .from(compensationRecoveries)
    .innerJoin(compensationClaims, eq(compensationClaims.id, compensationRecoveries.claimId))
    .where(and(eq(compensationRecoveries.state, 'reported'), lt(compensationRecoveries.dueOn, today)))
    .orderBy(asc(compensationRecoveries.dueOn))
    .limit(limit)

/** What is late of claims on pools and of what came back, in a place, the longest first: for the bureau's list. */
export async function lateIn(from: Reader, region: string, before: Day, limit: number) {
  const claims = await from
    .select({
      ...{ id: compensationClaims.id, number: compensationClaims.number, state: compensationClaims.state },
      ...{ claimId: compensationClaims.id, amountFen: compensationClaims.claimedFen },
      ...{ firm: enterprises.name, who: institutions.shortName, dueOn: compensationClaims.dueOn },
    })
    .from(compensationClaims)
    .innerJoin(enterprises, eq(enterprises.id, compensationClaims.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, compensationClaims.operatorId))
    .where(
      and(
        inArray(compensationClaims.state, [...running]),
        lte(compensationClaims.dueOn, before),
        startsWith(enterprises.region, region),
      ),
    )
    .orderBy(asc(compensationClaims.dueOn), asc(compensationClaims.id))
    .limit(limit)
  const recoveries = await from
    .select({
      ...{ id: compensationRecoveries.id, number: compensationRecoveries.number },
      ...{ claimId: compensationRecoveries.claimId, amountFen: compensationRecoveries.recoveredFen },
      ...{ firm: enterprises.name, who: institutions.shortName, dueOn: compensationRecoveries.dueOn },
    })
    .from(compensationRecoveries)
    .innerJoin(compensationClaims, eq(compensationClaims.id, compensationRecoveries.claimId))
    .innerJoin(enterprises, eq(enterprises.id, compensationClaims.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, compensationClaims.operatorId))
    .where(
      and(
        eq(compensationRecoveries.state, 'reported'),
        lte(compensationRecoveries.dueOn, before),
        startsWith(enterprises.region, region),
      ),
    )
    .orderBy(asc(compensationRecoveries.dueOn), asc(compensationRecoveries.id))
    .limit(limit)
  return { claims, recoveries }
}
export type LateOnes = Awaited<ReturnType<typeof lateIn>>

/** What the bureau may put into somebody's hands: which step, whose it is, and where. */
export type LateStep = {
  readonly step: LateStepName
  readonly about: string
  readonly institutionId: Id<'institution'>
  readonly region: string
}
export type LateStepName = (typeof running)[number] | 'recovery'

/** A claim whose step is past its day; null where it is none, or is done. */
export async function lateClaimOf(from: Reader, id: string, today: Day): Promise<LateStep | null> {
  if (!isId<'compensation-claim'>(id)) return null
  const [row] = await from
    .select({
      ...{ state: compensationClaims.state, about: compensationClaims.number },
      ...{ institutionId: compensationClaims.operatorId, region: enterprises.region },
    })
    .from(compensationClaims)
    .innerJoin(enterprises, eq(enterprises.id, compensationClaims.enterpriseId))
    .where(and(eq(compensationClaims.id, id), lt(compensationClaims.dueOn, today)))
  const step = running.find((one) => one === row?.state)
  if (!row || !step) return null
  const { about, institutionId, region } = row
  return { step, about, institutionId, region }
}

/** A recovery whose part of the pools is past its day; null where it is none, or came in. */
export async function lateRecoveryOf(from: Reader, id: string, today: Day): Promise<LateStep | null> {
  if (!isId<'compensation-recovery'>(id)) return null
  const [row] = await from
    .select({
      ...{ about: compensationRecoveries.number, region: enterprises.region },
      institutionId: compensationClaims.operatorId,
    })
    .from(compensationRecoveries)
    .innerJoin(compensationClaims, eq(compensationClaims.id, compensationRecoveries.claimId))
    .innerJoin(enterprises, eq(enterprises.id, compensationClaims.enterpriseId))
    .where(
      and(
        eq(compensationRecoveries.id, id),
        eq(compensationRecoveries.state, 'reported'),
        lt(compensationRecoveries.dueOn, today),
      ),
    )
  return row ? { ...row, step: 'recovery' } : null
}
