import { and, asc, desc, eq, inArray, like } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { objections } from '../../db/tables/objections.ts'
import { applicationStates, isClosed } from '../applications/application.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { Id } from '../platform/ids.ts'
import type { ExaminedName, ObjectionState } from './objection.ts'

export type Objection = typeof objections.$inferSelect

export async function addObjection(tx: Transaction, row: typeof objections.$inferInsert): Promise<void> {
  await tx.insert(objections).values(row)
}

export async function objectionById(from: Reader, id: Id<'objection'>): Promise<Objection | null> {
  const [row] = await from.select().from(objections).where(eq(objections.id, id))
  return row ?? null
}

/** The objection to one of these that is being examined; there is one at a time to each. */
export async function openOn(
  from: Reader,
  enterpriseId: EnterpriseId,
  examined: readonly ExaminedName[],
): Promise<Objection | null> {
  const [row] = await from
    .select()
    .from(objections)
    .where(
      and(
        eq(objections.enterpriseId, enterpriseId),
        inArray(objections.examined, [...examined]),
        eq(objections.state, 'open'),
      ),
    )
    .limit(1)
  return row ?? null
}

/** Changes the version that was read; null when somebody was quicker. */
export async function changeObjection(
  tx: Transaction,
  { id, version }: Pick<Objection, 'id' | 'version'>,
  changes: Pick<Objection, 'state' | 'decidedAt' | 'decidedBy' | 'answer'>,
): Promise<Objection | null> {
  const [row] = await tx
    .update(objections)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(objections.id, id), eq(objections.version, version)))
    .returning()
  return row ?? null
}

/** What a firm objected to in one case, oldest first. */
export const objectionsOfCase = (from: Reader, applicationId: Id<'application'>): Promise<Objection[]> =>
  from
    .select()
    .from(objections)
    .where(eq(objections.applicationId, applicationId))
    .orderBy(asc(objections.id))

/** As many banks as one firm keeps busy at once; more are told of nothing that they would not find in the case. */
const casesTold = 50

/** The open cases of a firm: what their banks measure it by is unknown while a fact is examined. */
export const casesWaiting = (from: Reader, enterpriseId: EnterpriseId) =>
  from
    .select({
      id: applications.id,
      number: applications.number,
      institutionId: applications.institutionId,
      officerId: applications.officerId,
    })
    .from(applications)
    .where(and(eq(applications.enterpriseId, enterpriseId), inArray(applications.state, openStates)))
    .orderBy(asc(applications.id))
    .limit(casesTold)

const openStates = applicationStates.filter((state) => !isClosed(state))

const listed = { objection: objections, firm: enterprises.name }

export const objectionsOf = (from: Reader, firm: EnterpriseId, limit: number, offset: number) =>
  from
    .select(listed)
    .from(objections)
    .innerJoin(enterprises, eq(enterprises.id, objections.enterpriseId))
    .where(eq(objections.enterpriseId, firm))
    .orderBy(desc(objections.id))
    .limit(limit)
    .offset(offset)

/** Those of a place, what is due first. */
export const objectionsIn = (
  from: Reader,
  region: string,
  state: ObjectionState,
  limit: number,
  offset: number,
) =>
  from
    .select(listed)
    .from(objections)
    .innerJoin(enterprises, eq(enterprises.id, objections.enterpriseId))
    .where(and(eq(objections.state, state), like(enterprises.region, `${region}%`)))
    .orderBy(asc(objections.dueOn), asc(objections.id))
    .limit(limit)
    .offset(offset)
