import { and, asc, eq, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications } from '../../db/tables/applications.ts'
import { trail } from '../../db/tables/audit.ts'
import { bankRoles } from '../accounts/index.ts'
import { applicationStates, isClosed } from '../applications/application.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'

const openStates = applicationStates.filter((state) => !isClosed(state))
const endedStates = applicationStates.filter((state) => isClosed(state) && state !== 'signed')

/** The officers of a bank with what lies on their desks; who left the bank stays while something does. */
export function desksOf(from: Reader, institutionId: InstitutionId, today: Day) {
  const open = inArray(applications.state, openStates)
  const signed = eq(applications.state, 'signed')
  const ended = inArray(applications.state, endedStates)
  const late = and(open, isNotNull(applications.dueOn), lt(applications.dueOn, today))
  return from
    .select({
      id: people.id,
      name: people.name,
      role: people.role,
      state: people.state,
      cases: sql<number>`cast(sum(case when ${open} then 1 else 0 end) as integer)`,
      contracts: sql<number>`cast(sum(case when ${signed} then 1 else 0 end) as integer)`,
      ended: sql<number>`cast(sum(case when ${ended} then 1 else 0 end) as integer)`,
      late: sql<number>`cast(sum(case when ${late} then 1 else 0 end) as integer)`,
      dueOn: sql<Day | null>`min(case when ${open} then ${applications.dueOn} end)`,
    })
    .from(people)
    .leftJoin(
      applications,
      and(eq(applications.officerId, people.id), eq(applications.institutionId, people.institutionId)),
    )
    .where(and(eq(people.institutionId, institutionId), inArray(people.role, bankRoles)))
    .groupBy(people.id, people.name, people.role, people.state)
    .having(or(eq(people.state, 'active'), sql`count(${applications.id}) > 0`))
    .orderBy(asc(people.name), asc(people.id))
}

export type Desk = Awaited<ReturnType<typeof desksOf>>[number]

/**
 * Moves all cases of one officer to another, in one statement; answers those that moved. Ended ones go along: a message, a
 * rating, a complaint or the word on an objection may still come, and goes to whoever has the case. Who did what in it is
 * in its trail and stays.
 */
export async function moveDesk(
  tx: Transaction,
  institutionId: InstitutionId,
  from: Id<'person'>,
  to: Id<'person'>,
): Promise<Id<'application'>[]> {
  const moved = await tx
    .update(applications)
    .set({ officerId: to, version: sql`${applications.version} + 1` })
    .where(and(eq(applications.institutionId, institutionId), eq(applications.officerId, from)))
    .returning({ id: applications.id })
  return moved.map(({ id }) => id)
}

/** The newest hand-overs of a bank, as the trail has them. */
export const handoversOf = (from: Reader, institutionId: InstitutionId) =>
  from
    .select({
      at: trail.at,
      actor: trail.actor,
      happening: trail.happening,
      why: trail.why,
      details: trail.details,
    })
    .from(trail)
    .where(
      and(
        eq(trail.subjectKind, 'institution'),
        eq(trail.subjectId, institutionId),
        eq(trail.happening, 'handovers.made'),
      ),
    )
    .orderBy(sql`${trail.id} desc`)
    .limit(20)
