import { and, eq, gt, inArray, lt } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { needs } from '../../db/tables/needs.ts'
import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import type { Application, Offer } from './rows.ts'

/* What the night finds past its day, a slice at a time. */

/** Open offers whose last day has passed. */
export const offersPast = (from: Reader, today: Day, limit: number): Promise<Offer[]> =>
  from
    .select()
    .from(offers)
    .where(and(eq(offers.state, 'open'), lt(offers.validUntil, today)))
    .orderBy(offers.validUntil, offers.id)
    .limit(limit)

/** The cases that an institution or the firm left lying past the day policy gives them. */
export const casesPast = (
  from: Reader,
  startedBefore: Instant,
  after: Id<'application'> | null,
  limit: number,
): Promise<Application[]> =>
  from
    .select()
    .from(applications)
    .where(
      and(
        inArray(applications.state, ['submitted', 'taken']),
        lt(applications.submittedAt, startedBefore),
        after ? gt(applications.id, after) : undefined,
      ),
    )
    .orderBy(applications.id)
    .limit(limit)

/** Agreed cases that came to no contract, and were agreed before that moment. */
export const agreedPast = (
  from: Reader,
  agreedBefore: Instant,
  after: Id<'application'> | null,
  limit: number,
): Promise<Application[]> =>
  from
    .select()
    .from(applications)
    .where(
      and(
        eq(applications.state, 'agreed'),
        lt(applications.decidedAt, agreedBefore),
        after ? gt(applications.id, after) : undefined,
      ),
    )
    .orderBy(applications.id)
    .limit(limit)

/** Cases that no offer has come of, on needs whose last day has passed. */
export async function casesOfPastNeeds(from: Reader, today: Day, limit: number): Promise<Application[]> {
  const found = await from
    .select({ application: applications })
    .from(applications)
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(
      and(
        inArray(applications.state, ['submitted', 'taken']),
        eq(needs.state, 'in-progress'),
        lt(needs.expiresOn, today),
      ),
    )
    .orderBy(applications.id)
    .limit(limit)
  return found.map(({ application }) => application)
}
