import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { countRows, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { overdues, supervisions, urges } from '../../db/tables/supervision.ts'
import type { PersonId } from '../accounts/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, isId } from '../platform/ids.ts'

export type Urge = typeof urges.$inferSelect
export type Supervision = typeof supervisions.$inferSelect

/* 催办 and 督办. */

export async function addUrge(tx: Transaction, row: typeof urges.$inferInsert): Promise<void> {
  await tx.insert(urges).values(row)
}

export async function openUrge(from: Reader, overdueId: Id<'overdue'>): Promise<Urge | null> {
  const [row] = await from
    .select()
    .from(urges)
    .where(and(eq(urges.overdueId, overdueId), isNull(urges.answeredAt)))
  return row ?? null
}

/** Answers an urge that is open; false when a colleague was quicker. */
export async function closeUrge(
  tx: Transaction,
  id: Id<'urge'>,
  answered: { readonly answer: string; readonly answeredAt: Instant; readonly answeredBy: PersonId | null },
): Promise<boolean> {
  const changed = await tx
    .update(urges)
    .set(answered)
    .where(and(eq(urges.id, id), isNull(urges.answeredAt)))
    .returning({ id: urges.id })
  return changed.length === 1
}

export async function addSupervision(tx: Transaction, row: typeof supervisions.$inferInsert): Promise<void> {
  await tx.insert(supervisions).values(row)
}

export async function supervisionById(from: Reader, id: string): Promise<Supervision | null> {
  if (!isId<'supervision'>(id)) return null
  const [row] = await from.select().from(supervisions).where(eq(supervisions.id, id))
  return row ?? null
}

/** Changes the version that was read, and only that one; false when somebody was quicker. */
export async function changeSupervision(
  tx: Transaction,
  { id, version }: Pick<Supervision, 'id' | 'version'>,
  changes: Partial<typeof supervisions.$inferInsert>,
): Promise<boolean> {
  const changed = await tx
    .update(supervisions)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(supervisions.id, id), eq(supervisions.version, version)))
    .returning({ id: supervisions.id })
  return changed.length === 1
}

const few = 200

/** What was done about these late steps, newest first. */
export async function measuresOf(from: Reader, ids: readonly Id<'overdue'>[]) {
  if (ids.length === 0) return { urges: [], supervisions: [] }
  return {
    urges: await from
      .select({ urge: urges, by: people.name })
      .from(urges)
      .leftJoin(people, eq(people.id, urges.answeredBy))
      .where(inArray(urges.overdueId, [...ids]))
      .orderBy(desc(urges.urgedAt), desc(urges.id))
      .limit(few),
    supervisions: await from
      .select({ supervision: supervisions, by: people.name })
      .from(supervisions)
      .leftJoin(people, eq(people.id, supervisions.answeredBy))
      .where(inArray(supervisions.overdueId, [...ids]))
      .orderBy(desc(supervisions.openedAt), desc(supervisions.id))
      .limit(few),
  }
}
export type Measures = Awaited<ReturnType<typeof measuresOf>>

/** How many urges and supervisions wait for a bank's answer. */
export async function answersOwed(from: Reader, institutionId: InstitutionId) {
  const [urged] = await from
    .select({ count: countRows() })
    .from(urges)
    .innerJoin(overdues, eq(overdues.id, urges.overdueId))
    .where(and(eq(overdues.institutionId, institutionId), isNull(urges.answeredAt)))
  const [supervised] = await from
    .select({ count: countRows() })
    .from(supervisions)
    .where(and(eq(supervisions.institutionId, institutionId), eq(supervisions.state, 'open')))
  return { urges: urged?.count ?? 0, supervisions: supervised?.count ?? 0 }
}
