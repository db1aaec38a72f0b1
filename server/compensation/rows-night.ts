import { and, asc, eq, inArray, lt } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { compensationClaims, compensationRecoveries } from '../../db/tables/compensation.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import type { Day } from '../money/day.ts'

/** Claims whose step is late, the longest first. */
export const pastTheirDay = (from: Reader, today: Day, limit: number) =>
  from
    .select({ claim: compensationClaims, region: enterprises.region })
    .from(compensationClaims)
    .innerJoin(enterprises, eq(enterprises.id, compensationClaims.enterpriseId))
    .where(
      and(
        inArray(compensationClaims.state, ['filed', 'checked', 'noticed']),
        lt(compensationClaims.dueOn, today),
      ),
    )
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
