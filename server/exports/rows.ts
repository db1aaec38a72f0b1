import { and, desc, eq, gt, lt } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { takenExports } from '../../db/tables/exports.ts'
import type { PersonId } from '../accounts/index.ts'
import type { Instant } from '../platform/clock.ts'
import { isId } from '../platform/ids.ts'

export type Export = typeof takenExports.$inferSelect

export async function addExport(tx: Transaction, row: Export): Promise<void> {
  await tx.insert(takenExports).values(row)
}

/** One export of a person; null where it is somebody else's. */
export async function exportOf(from: Reader, askedBy: PersonId, id: string): Promise<Export | null> {
  if (!isId<'export'>(id)) return null
  const [found] = await from
    .select()
    .from(takenExports)
    .where(and(eq(takenExports.id, id), eq(takenExports.askedBy, askedBy)))
  return found ?? null
}

/** What a person took or takes away, the newest first. */
export const exportsOf = (from: Reader, askedBy: PersonId, limit: number): Promise<Export[]> =>
  from
    .select()
    .from(takenExports)
    .where(eq(takenExports.askedBy, askedBy))
    .orderBy(desc(takenExports.id))
    .limit(limit)

/** Whether a person has one under way that gave a sign of life since. */
export async function isUnderWay(from: Reader, askedBy: PersonId, since: Instant): Promise<boolean> {
  const found = await from
    .select({ id: takenExports.id })
    .from(takenExports)
    .where(
      and(
        eq(takenExports.askedBy, askedBy),
        eq(takenExports.state, 'running'),
        gt(takenExports.beatAt, since),
      ),
    )
    .limit(1)
  return found.length > 0
}

/** Changes an export that is still under way; false where it is not any more. */
export async function changeRunning(
  tx: Transaction,
  id: Export['id'],
  change: Partial<Export>,
): Promise<boolean> {
  const changed = await tx
    .update(takenExports)
    .set(change)
    .where(and(eq(takenExports.id, id), eq(takenExports.state, 'running')))
    .returning({ id: takenExports.id })
  return changed.length > 0
}

/** Exports asked for before a moment whose files may still lie there; and those that fell silent. */
export const oldExports = (from: Reader, before: Instant, limit: number): Promise<Export[]> =>
  from
    .select()
    .from(takenExports)
    .where(and(lt(takenExports.askedAt, before), eq(takenExports.state, 'done')))
    .limit(limit)

export const silentExports = (from: Reader, before: Instant, limit: number): Promise<Export[]> =>
  from
    .select()
    .from(takenExports)
    .where(and(lt(takenExports.beatAt, before), eq(takenExports.state, 'running')))
    .limit(limit)

export async function markRemoved(tx: Transaction, id: Export['id']): Promise<void> {
  await tx.update(takenExports).set({ state: 'removed' }).where(eq(takenExports.id, id))
}
