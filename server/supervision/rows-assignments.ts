import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { countRows, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { assignments, supervisions } from '../../db/tables/supervision.ts'
import { bureauRoles, type PersonId } from '../accounts/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { type Day, plusDays } from '../money/day.ts'
import { startOf } from '../platform/clock.ts'
import { isId } from '../platform/ids.ts'
import type { AssignmentSubject } from './assignment.ts'

export type Assignment = typeof assignments.$inferSelect
export type AssignmentId = Assignment['id']

/** What is in somebody's hands, by the page that it has. */
export type Subject = Pick<Assignment, 'subjectKind' | 'subjectId'>

export async function addAssignment(tx: Transaction, row: typeof assignments.$inferInsert): Promise<boolean> {
  const added = await tx
    .insert(assignments)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: assignments.id })
  return added.length === 1
}

/** Changes the version that was read; false when somebody was quicker. */
export async function changeAssignment(
  tx: Transaction,
  { id, version }: Pick<Assignment, 'id' | 'version'>,
  changes: Partial<typeof assignments.$inferInsert>,
): Promise<boolean> {
  const changed = await tx
    .update(assignments)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(assignments.id, id), eq(assignments.version, version)))
    .returning({ id: assignments.id })
  return changed.length === 1
}

const assignee = alias(people, 'assignee')
const opener = alias(people, 'opener')
const closer = alias(people, 'closer')

const shown = (from: Reader) =>
  from
    .select({
      ...{ assignment: assignments, person: assignee.name, openedBy: opener.name, closedBy: closer.name },
      institution: institutions.shortName,
    })
    .from(assignments)
    .innerJoin(assignee, eq(assignee.id, assignments.personId))
    .innerJoin(opener, eq(opener.id, assignments.openedBy))
    .leftJoin(closer, eq(closer.id, assignments.closedBy))
    .leftJoin(institutions, eq(institutions.id, assignments.institutionId))

export type ShownAssignment = Awaited<ReturnType<typeof shown>>[number]

export async function assignmentById(from: Reader, id: string): Promise<ShownAssignment | null> {
  if (!isId<'assignment'>(id)) return null
  const [row] = await shown(from).where(eq(assignments.id, id))
  return row ?? null
}

const isOf = ({ subjectKind, subjectId }: Subject) =>
  and(eq(assignments.subjectKind, subjectKind), eq(assignments.subjectId, subjectId))

/** What of a subject is in somebody's hands now; null where nothing is. */
export async function runningOf(from: Reader, subject: Subject): Promise<ShownAssignment | null> {
  const [row] = await shown(from).where(and(isOf(subject), ne(assignments.state, 'closed')))
  return row ?? null
}

/** Which of these subjects are in whose hands now. */
export async function runningAmong(from: Reader, kind: AssignmentSubject, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, ShownAssignment>()
  const rows = await shown(from).where(
    and(
      eq(assignments.subjectKind, kind),
      inArray(assignments.subjectId, [...ids]),
      ne(assignments.state, 'closed'),
    ),
  )
  return new Map(rows.map((row) => [row.assignment.subjectId, row]))
}

/** In the filter of the list; `late` is past its day and not closed. */
export const assignmentStandings = ['running', 'late', 'answered', 'closed'] as const
export type AssignmentFilter = {
  readonly region: string
  readonly standing: (typeof assignmentStandings)[number] | null
  readonly kind: AssignmentSubject | null
  readonly personId: PersonId | null
  readonly institutionId: InstitutionId | null
  /** What there was when a day ended; null for now. */
  readonly on: Day | null
}

function standingAs(standing: AssignmentFilter['standing'], today: Day, on: Day | null): SQL | undefined {
  if (on !== null) return stoodAs(standing, on)
  if (standing === 'running') return ne(assignments.state, 'closed')
  if (standing === 'late') return and(ne(assignments.state, 'closed'), lt(assignments.dueOn, today))
  return standing ? eq(assignments.state, standing) : undefined
}

/** By the moments of opening and closing; whether there was an answer by then, a row does not say. */
function stoodAs(standing: AssignmentFilter['standing'], on: Day): SQL | undefined {
  const end = startOf(plusDays(on, 1))
  const ran = or(isNull(assignments.closedAt), gte(assignments.closedAt, end))
  const known = lt(assignments.openedAt, end)
  if (standing === 'running') return and(known, ran)
  if (standing === 'late') return and(known, ran, lt(assignments.dueOn, on))
  if (standing === 'closed') return lt(assignments.closedAt, end)
  return standing ? and(known, eq(assignments.state, standing)) : known
}

/** What runs first, by its day; then what is closed, the newest first. */
export const assignmentsOf = (
  from: Reader,
  today: Day,
  { region, standing, kind, personId, institutionId, on }: AssignmentFilter,
  limit: number,
  offset: number,
) =>
  shown(from)
    .where(
      and(
        startsWith(assignments.region, region),
        standingAs(standing, today, on),
        kind ? eq(assignments.subjectKind, kind) : undefined,
        personId ? eq(assignments.personId, personId) : undefined,
        institutionId ? eq(assignments.institutionId, institutionId) : undefined,
      ),
    )
    .orderBy(
      sql`case when ${assignments.state} = 'closed' then 1 else 0 end`,
      asc(sql`case when ${assignments.state} = 'closed' then null else ${assignments.dueOn} end`),
      desc(assignments.id),
    )
    .limit(limit)
    .offset(offset)

/** People of the bureau who answer for a place: theirs is it, or what it lies in. */
export const peopleFor = (from: Reader, region: string) =>
  from
    .select({ id: people.id, name: people.name, role: people.role })
    .from(people)
    .where(
      and(
        inArray(people.role, [...bureauRoles]),
        eq(people.state, 'active'),
        ne(people.region, ''),
        sql`${region} like ${people.region} || '%'`,
      ),
    )
    .orderBy(asc(people.name), asc(people.id))
    .limit(200)

/** Those of whom the list of a place may ask: everybody within it has a place that begins alike. */
export const peopleWithin = (from: Reader, region: string) =>
  from
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(inArray(people.role, [...bureauRoles]), startsWith(people.region, region)))
    .orderBy(asc(people.name), asc(people.id))
    .limit(200)

/** Everything opened since a day within a place: what is in people's hands, and orders to banks. */
export async function openedSince(from: Reader, region: string, since: Day) {
  const toPeople = await from
    .select({
      ...{ institutionId: assignments.institutionId, openedOn: assignments.openedOn },
      ...{ dueOn: assignments.dueOn, closedOn: assignments.closedOn, count: countRows() },
    })
    .from(assignments)
    .where(and(startsWith(assignments.region, region), gte(assignments.openedOn, since)))
    .groupBy(assignments.institutionId, assignments.openedOn, assignments.dueOn, assignments.closedOn)
  const toBanks = await from
    .select({
      ...{ institutionId: supervisions.institutionId, openedAt: supervisions.openedAt },
      ...{ dueOn: supervisions.dueOn, closedAt: supervisions.closedAt },
    })
    .from(supervisions)
    .where(startsWith(supervisions.region, region))
    .orderBy(desc(supervisions.openedAt))
    .limit(5000)
  return { toPeople, toBanks }
}

/** Past their day by this morning and not answered, one page of them, for the morning's word. */
export const unanswered = (
  from: Reader,
  { from: first, to }: { readonly from: Day; readonly to: Day },
  after: AssignmentId | null,
  limit: number,
) =>
  from
    .select()
    .from(assignments)
    .where(
      and(
        eq(assignments.state, 'assigned'),
        gte(assignments.dueOn, first),
        sql`${assignments.dueOn} <= ${to}`,
        after ? gt(assignments.id, after) : undefined,
      ),
    )
    .orderBy(asc(assignments.id))
    .limit(limit)
