import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, ne } from 'drizzle-orm'
import { countRows, type Reader, startsWith } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { assignments, overdues } from '../../db/tables/supervision.ts'
import { bankRoles } from '../accounts/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import { countMatters, mattersOf } from './rows.ts'

const everything = {
  step: null,
  dueFrom: null,
  dueTo: null,
  measure: null,
  institutionId: null,
  officerId: null,
  reach: 'listed' as const,
  on: null,
}

/** Late steps that stand on a place's list now, the longest overdue first. */
export const overdueNow = (from: Reader, today: Day, region: string, limit: number) =>
  mattersOf(from, today, { ...everything, region }, limit, 0)

/**
 * 逾期环节: steps that a morning found late and that are owed still, in a region: all of them, those on the office's list, and all
 * by institution. The list `/bureau/overdue?reach=all` holds as many rows.
 */
export async function overdueSteps(from: Reader, region: string, today: Day) {
  const found = await countMatters(from, today, region)
  return {
    all: found.reduce((sum, { all }) => sum + all, 0),
    listed: found.reduce((sum, { listed }) => sum + listed, 0),
    byInstitution: new Map(found.map(({ institutionId, all }) => [institutionId, all])),
  }
}

/** How many late steps the morning left on the list of a place, by their step: what was done since is not taken off. */
export const overdueByStep = (from: Reader, region: string) =>
  from
    .select({ step: overdues.step, count: countRows() })
    .from(overdues)
    .where(and(isNull(overdues.endedAt), isNotNull(overdues.listedAt), startsWith(overdues.region, region)))
    .groupBy(overdues.step)

/** What the people of a place's bureau have in hand, and how much of it is past its day. */
export async function inHands(from: Reader, region: string, today: Day) {
  const running = and(startsWith(assignments.region, region), ne(assignments.state, 'closed'))
  return {
    running: await from.$count(assignments, running),
    late: await from.$count(assignments, and(running, lt(assignments.dueOn, today))),
  }
}

/** Who of a bank may be asked about a case, for the filter of its manager. */
export const officersAt = (from: Reader, institutionId: InstitutionId) =>
  from
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(eq(people.institutionId, institutionId), inArray(people.role, [...bankRoles])))
    .orderBy(asc(people.name), asc(people.id))
    .limit(200)

/** How many late steps came on the list since that moment, by region. */
export const listedSince = (from: Reader, since: Instant) =>
  from
    .select({ region: overdues.region, count: countRows() })
    .from(overdues)
    .where(and(isNull(overdues.endedAt), gte(overdues.listedAt, since)))
    .groupBy(overdues.region)
