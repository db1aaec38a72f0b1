import { sql } from 'drizzle-orm'
import type { Transaction } from '../../db/index.ts'
import { counters } from '../../db/tables/platform.ts'
import { present } from './assert.ts'

/** Counts the named series one up and says where it stands; a series that nobody used yet begins at 1. */
export async function countUp(tx: Transaction, name: string): Promise<number> {
  const [row] = await tx
    .insert(counters)
    .values({ name, value: 1 })
    .onConflictDoUpdate({ target: counters.name, set: { value: sql`${counters.value} + 1` } })
    .returning({ value: counters.value })
  return present(row, 'the counter just raised').value
}
