import { eq } from 'drizzle-orm'
import type { Transaction } from '../../db/index.ts'
import { trail } from '../../db/tables/audit.ts'
import { submissions } from '../../db/tables/platform.ts'
import type { Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'

export type TrailRow = typeof trail.$inferInsert

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
