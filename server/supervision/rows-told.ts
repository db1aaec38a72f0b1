import { type AnyColumn, and, eq, gte, isNull, lte, notExists, type SQL, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { clockNotices } from '../../db/tables/supervision.ts'
import type { ClockNoticeKind, ClockStep } from '../clocks/clock.ts'
import type { Recipient } from '../inbox/index.ts'
import { day as asDay, type Day } from '../money/day.ts'

/* Of which clocks somebody is to be told, and that he was. */

/** A clock, as far as its owner is told of it. */
export type Running = {
  readonly step: ClockStep
  readonly subject: { readonly kind: string; readonly id: string }
  readonly number: string
  readonly dueOn: Day
  readonly to: readonly Recipient[]
  readonly href: string
}

/** Days between which the clock runs out; no first day is every day before. */
export type Window = { readonly kind: ClockNoticeKind; readonly from: Day | null; readonly to: Day }

/** Within the window, and not told yet. */
export function untold(
  from: Reader,
  { kind, from: first, to }: Window,
  step: ClockStep,
  id: SQL,
  dueOn: AnyColumn,
) {
  const told = from
    .select({ one: sql`1` })
    .from(clockNotices)
    .where(
      and(
        eq(clockNotices.subjectId, id),
        eq(clockNotices.step, step),
        eq(clockNotices.dueOn, sql`${dueOn}`),
        eq(clockNotices.kind, kind),
      ),
    )
  return and(lte(dueOn, sql`${to}`), first ? gte(dueOn, sql`${first}`) : undefined, notExists(told))
}

/** `owesContact` in the words of the database; who has a clock, its day says. */
export const isUncontacted = () => and(eq(applications.state, 'taken'), isNull(applications.contactedOn))

/** A day that is there wherever the question finds a row. */
export const day = (column: AnyColumn) => sql<Day>`${column}`.mapWith(asDay)

export type Source = (from: Reader, window: Window, limit: number) => Promise<readonly Running[]>

export const caseColumns = {
  id: applications.id,
  number: applications.number,
  enterpriseId: applications.enterpriseId,
  institutionId: applications.institutionId,
  officerId: applications.officerId,
}

/** Keeps that it was told; false when it had been, by another process or an earlier run. */
export async function markTold(
  tx: Transaction,
  { subject, step, dueOn }: Running,
  kind: ClockNoticeKind,
  at: typeof clockNotices.$inferInsert.at,
): Promise<boolean> {
  const marked = await tx
    .insert(clockNotices)
    .values({ subjectId: subject.id, step, dueOn, kind, at })
    .onConflictDoNothing()
    .returning({ step: clockNotices.step })
  return marked.length === 1
}
