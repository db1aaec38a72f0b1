import { desc, eq } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { matches } from '../../db/tables/matching.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'

export type Match = typeof matches.$inferSelect

export async function addMatch(tx: Transaction, row: typeof matches.$inferInsert): Promise<Match> {
  const [added] = await tx.insert(matches).values(row).returning()
  return present(added, 'the match just added')
}

/** The newest match of a need; older ones stay as they were. */
export async function newestMatch(from: Reader, needId: Id<'need'>): Promise<Match | null> {
  const [row] = await from
    .select()
    .from(matches)
    .where(eq(matches.needId, needId))
    .orderBy(desc(matches.id))
    .limit(1)
  return row ?? null
}
