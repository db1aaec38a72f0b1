import { and, asc, desc, eq, gt, gte, inArray, lt, sql } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import { contains, deleteSome, prepared, type Reader, type Transaction } from '../../db/index.ts'
import { trail } from '../../db/tables/audit.ts'
import { submissions } from '../../db/tables/platform.ts'
import { type Day, plusDays } from '../money/day.ts'
import { type Instant, startOf } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'

export type TrailRow = typeof trail.$inferSelect

export async function addTrail(tx: Transaction, row: TrailRow): Promise<void> {
  await tx.insert(trail).values(row)
}

export async function addTrails(
  tx: Transaction,
  rows: readonly TrailRow[],
  written?: (count: number) => unknown,
): Promise<void> {
  await insertAll(tx, trail, rows, written)
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

export const forgetSubmissions = (tx: Transaction, before: Instant, limit: number): Promise<number> =>
  deleteSome(tx, submissions, [submissions.key], lt(submissions.at, before), limit)

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

/** What happened to several things, oldest first and up to a number of rows: for a file that must leave nothing out. */
export const trailOfAll = (
  from: Reader,
  kind: string,
  ids: readonly string[],
  limit: number,
): Promise<TrailRow[]> =>
  from
    .select()
    .from(trail)
    .where(and(eq(trail.subjectKind, kind), inArray(trail.subjectId, [...ids])))
    .orderBy(asc(trail.id))
    .limit(limit)

export type TrailFilter = {
  readonly person: string | null
  readonly happening: string | null
  readonly subject: string | null
  readonly from: Day | null
  readonly to: Day | null
}

/** Where a page of the trail begins: after a row towards older ones, or before it towards newer ones. */
export type TrailCursor = { readonly older: Id<'trail'> } | { readonly newer: Id<'trail'> } | null

/** Rows of a filter, always newest first; ids rise with time, so the cursor is an id. */
export async function trailRows(
  from: Reader,
  filter: TrailFilter,
  cursor: TrailCursor,
  count: number,
): Promise<TrailRow[]> {
  const upwards = cursor !== null && 'newer' in cursor
  const rows = await from
    .select()
    .from(trail)
    .where(
      and(
        filter.person ? contains(trail.actor, filter.person) : undefined,
        filter.happening ? eq(trail.happening, filter.happening) : undefined,
        filter.subject ? eq(trail.subjectId, filter.subject) : undefined,
        filter.from ? gte(trail.at, startOf(filter.from)) : undefined,
        filter.to ? lt(trail.at, startOf(plusDays(filter.to, 1))) : undefined,
        cursor && 'older' in cursor ? lt(trail.id, cursor.older) : undefined,
        upwards ? gt(trail.id, cursor.newer) : undefined,
      ),
    )
    .orderBy(upwards ? asc(trail.id) : desc(trail.id))
    .limit(count)
  return upwards ? rows.toReversed() : rows
}
