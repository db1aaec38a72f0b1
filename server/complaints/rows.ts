import { and, asc, desc, eq, gt, gte, inArray, lt, sql } from 'drizzle-orm'
import { prepared, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications } from '../../db/tables/applications.ts'
import { complaints } from '../../db/tables/complaints.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'
import { type ComplaintSide, complaintStates, isComplaintOpen } from './complaint.ts'

export type Complaint = typeof complaints.$inferSelect

export const openStates = complaintStates.filter(isComplaintOpen)

export async function addComplaint(tx: Transaction, row: typeof complaints.$inferInsert): Promise<void> {
  await tx.insert(complaints).values(row)
}

export async function complaintById(from: Reader, id: Id<'complaint'>): Promise<Complaint | null> {
  const [row] = await from.select().from(complaints).where(eq(complaints.id, id))
  return row ?? null
}

/** The complaints of a case, of either side, the newest first. */
export function complaintsOfCase(from: Reader, applicationId: Id<'application'>): Promise<Complaint[]> {
  const query = prepared(from, 'complaints_of_case', (reader, name) =>
    reader
      .select()
      .from(complaints)
      .where(eq(complaints.applicationId, sql.placeholder('applicationId')))
      .orderBy(desc(complaints.id))
      .limit(20)
      .prepare(name),
  )
  return query.execute({ applicationId })
}

/** The complaint of one side of a case that is still open; there is one at a time. */
export async function openOf(
  from: Reader,
  applicationId: Id<'application'>,
  side: ComplaintSide,
): Promise<Complaint | null> {
  const [row] = await from
    .select()
    .from(complaints)
    .where(
      and(
        eq(complaints.applicationId, applicationId),
        eq(complaints.side, side),
        inArray(complaints.state, openStates),
      ),
    )
  return row ?? null
}

type Changes = Partial<
  Pick<Complaint, 'state' | 'takenOverAt' | 'handlerId' | 'answer' | 'endedAt' | 'dueOn' | 'duePolicies'>
>

/** Changes the version that was read; false when somebody was quicker. */
export async function changeComplaint(
  tx: Transaction,
  { id, version }: Pick<Complaint, 'id' | 'version'>,
  changes: Changes,
): Promise<boolean> {
  const changed = await tx
    .update(complaints)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(complaints.id, id), eq(complaints.version, version)))
    .returning({ id: complaints.id })
  return changed.length === 1
}

const listed = {
  complaint: complaints,
  caseNumber: applications.number,
  firm: enterprises.name,
  bank: institutions.shortName,
  handler: people.name,
}

const listedFrom = (from: Reader) =>
  from
    .select(listed)
    .from(complaints)
    .innerJoin(applications, eq(applications.id, complaints.applicationId))
    .innerJoin(enterprises, eq(enterprises.id, complaints.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, complaints.institutionId))
    .leftJoin(people, eq(people.id, complaints.handlerId))

export type ListedComplaint = Awaited<ReturnType<typeof listedFrom>>[number]

/** Those of a firm's or a bank's cases, whoever complained, the newest first. */
export const complaintsOf = (
  from: Reader,
  whose: { readonly enterpriseId: Id<'enterprise'> } | { readonly institutionId: Id<'institution'> },
  limit: number,
  offset: number,
): Promise<ListedComplaint[]> =>
  listedFrom(from)
    .where(
      'enterpriseId' in whose
        ? eq(complaints.enterpriseId, whose.enterpriseId)
        : eq(complaints.institutionId, whose.institutionId),
    )
    .orderBy(desc(complaints.id))
    .limit(limit)
    .offset(offset)

/** Those of a place: the open ones by the day on which a step is due, or all, the newest first. */
export const complaintsIn = (
  from: Reader,
  region: string,
  view: 'open' | 'all',
  limit: number,
  offset: number,
): Promise<ListedComplaint[]> =>
  listedFrom(from)
    .where(
      and(
        startsWith(complaints.region, region),
        view === 'open' ? inArray(complaints.state, openStates) : undefined,
      ),
    )
    .orderBy(...(view === 'open' ? [asc(complaints.dueOn), asc(complaints.id)] : [desc(complaints.id)]))
    .limit(limit)
    .offset(offset)

/** Complaints whose next step fell due between two days, the last not included, and is still owed. */
export const lateComplaints = (
  from: Reader,
  dueFrom: Day,
  dueBefore: Day,
  after: Complaint['id'] | null,
  limit: number,
): Promise<Complaint[]> =>
  from
    .select()
    .from(complaints)
    .where(
      and(
        inArray(complaints.state, openStates),
        gte(complaints.dueOn, dueFrom),
        lt(complaints.dueOn, dueBefore),
        after ? gt(complaints.id, after) : undefined,
      ),
    )
    .orderBy(asc(complaints.id))
    .limit(limit)

/** The name of who has it. */
export async function handlerOf(
  from: Reader,
  { handlerId }: Pick<Complaint, 'handlerId'>,
): Promise<string | null> {
  if (!handlerId) return null
  const [row] = await from.select({ name: people.name }).from(people).where(eq(people.id, handlerId))
  return row?.name ?? null
}
