import { asc, eq } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { compensationPools } from '../../db/tables/covers.ts'

export type PoolRow = typeof compensationPools.$inferSelect

export async function addPool(tx: Transaction, row: PoolRow): Promise<void> {
  await tx.insert(compensationPools).values(row)
}

/** All pools, by their arrangement and then as they were opened. */
export const allPools = (from: Reader): Promise<PoolRow[]> =>
  from.select().from(compensationPools).orderBy(asc(compensationPools.arrangement), asc(compensationPools.id))

/** The pools that an arrangement has. */
export const poolsFor = (from: Reader, arrangement: string): Promise<PoolRow[]> =>
  from
    .select()
    .from(compensationPools)
    .where(eq(compensationPools.arrangement, arrangement))
    .orderBy(asc(compensationPools.id))
