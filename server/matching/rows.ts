import { desc, eq } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { matches, needBlocks } from '../../db/tables/matching.ts'
import { needs } from '../../db/tables/needs.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import type { Block } from './blocks.ts'

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

/** What alone keeps a need from the shelf, in place of what was kept before. */
export async function keepBlocks(
  tx: Transaction,
  needId: Id<'need'>,
  blocks: readonly Block[],
): Promise<void> {
  await tx.delete(needBlocks).where(eq(needBlocks.needId, needId))
  if (blocks.length === 0) return
  const [need] = await tx.select({ region: needs.region }).from(needs).where(eq(needs.id, needId))
  const { region } = present(need, 'the need of a match')
  await tx.insert(needBlocks).values(blocks.map((block) => ({ needId, region, ...block })))
}
