import { and, desc, eq, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { trail } from '../../db/tables/audit.ts'
import { submissions } from '../../db/tables/platform.ts'
import type { Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'

export type TrailRow = typeof trail.$inferSelect

export async function addTrail(tx: Transaction, row: TrailRow): Promise<void> {
  await tx.insert(trail).values(row)
}

export async function submissionOf(tx: Transaction, key: string) {
  const [row] = await tx.select({ key: submissions.key }).from(submissions).where(eq(submissions.key, key))
  return row ?? null
}

export async function addSubmission(
  tx: Transaction,
  row: { key: string; personId: Id<'person'> | null; at: Instant },
): Promise<void> {
  await tx.insert(submissions).values(row)
}

/** A timeline tells this much and no more; the auditor's page has the rest. */
const timelineLength = 200

/** What happened to one thing, newest first: the timeline of its page. */
export function trailOf(from: Reader, kind: string, id: string): Promise<TrailRow[]> {
  const query = prepared(from, 'audit_trail_of', (reader, name) =>
    reader
      .select()
      .from(trail)
      .where(and(eq(trail.subjectKind, sql.placeholder('kind')), eq(trail.subjectId, sql.placeholder('id'))))
      .orderBy(desc(trail.id))
      .limit(timelineLength)
      .prepare(name),
  )
  return query.execute({ kind, id })
}
