import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import { countRows, prepared, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { type Id, isId } from '../platform/ids.ts'

export type Need = typeof needs.$inferSelect
export type NewNeed = typeof needs.$inferInsert
export type NeedChanges = Partial<Omit<NewNeed, 'id' | 'number' | 'enterpriseId' | 'version'>>

/** The need with this id, or null; whether the asker may know of it is asked by `needFor`. */
export async function needById(from: Reader, id: string): Promise<Need | null> {
  if (!isId(id)) return null
  const query = prepared(from, 'need_by_id', (reader, name) =>
    reader
      .select()
      .from(needs)
      .where(eq(needs.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

/** A firm's own needs, newest first. */
export const needsOf = (
  from: Reader,
  enterpriseId: Id<'enterprise'>,
  limit: number,
  offset: number,
): Promise<Need[]> =>
  from
    .select()
    .from(needs)
    .where(eq(needs.enterpriseId, enterpriseId))
    .orderBy(desc(needs.createdAt), desc(needs.id))
    .limit(limit)
    .offset(offset)

/** As many drafts as are looked through for one that says the same. */
const draftsLookedAt = 50

/** What a firm has begun and not sent in, newest first. */
export const draftsOf = (from: Reader, enterpriseId: Id<'enterprise'>): Promise<Need[]> =>
  from
    .select()
    .from(needs)
    .where(and(eq(needs.enterpriseId, enterpriseId), eq(needs.state, 'draft')))
    .orderBy(desc(needs.id))
    .limit(draftsLookedAt)

export async function addNeed(tx: Transaction, row: NewNeed): Promise<Need> {
  const [added] = await tx.insert(needs).values(row).returning()
  return present(added, 'the need just added')
}

/** Changes a need that still has the version that was read; null when somebody was quicker. */
export async function changeNeed(
  tx: Transaction,
  { id, version }: Pick<Need, 'id' | 'version'>,
  changes: NeedChanges,
): Promise<Need | null> {
  const [changed] = await tx
    .update(needs)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(needs.id, id), eq(needs.version, version)))
    .returning()
  return changed ?? null
}

/**
 * Where a need stands with 派单, and which bank has it to itself. It is no change of what the firm asks for, so the
 * version that people read stays.
 */
export async function holdNeed(
  tx: Transaction,
  { id }: Pick<Need, 'id'>,
  held: Pick<Need, 'dispatch' | 'heldFor' | 'heldUntil'>,
): Promise<void> {
  await tx.update(needs).set(held).where(eq(needs.id, id))
}

/** How many applications on a need still run; while one does, the need is not the firm's alone to end. */
export async function openApplications(from: Reader, needId: Id<'need'>): Promise<number> {
  const [row] = await from
    .select({ count: countRows() })
    .from(applications)
    .where(and(eq(applications.needId, needId), inArray(applications.state, openStates)))
  return row?.count ?? 0
}
const openStates = ['submitted', 'taken', 'offered', 'agreed'] as const

/** What waits for the bureau, oldest first; a region limits it to a prefix of division codes. */
export const needsToReview = (from: Reader, region: string | null) =>
  from
    .select({
      id: needs.id,
      number: needs.number,
      enterpriseName: enterprises.name,
      amountFen: needs.amountFen,
      createdAt: needs.createdAt,
    })
    .from(needs)
    .innerJoin(enterprises, eq(enterprises.id, needs.enterpriseId))
    .where(and(eq(needs.state, 'under-review'), region ? startsWith(needs.region, region) : undefined))
    .orderBy(asc(needs.createdAt), asc(needs.id))

/** Published needs whose last day has passed. One that a bank works on is not among them. */
export const needsPastTheirDay = (from: Reader, today: Day, limit: number): Promise<Need[]> =>
  from
    .select()
    .from(needs)
    .where(and(eq(needs.state, 'published'), lt(needs.expiresOn, today)))
    .orderBy(asc(needs.expiresOn), asc(needs.id))
    .limit(limit)
