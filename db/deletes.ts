import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from './store.ts'

/**
 * Deletes at most so many of the rows that a condition names, by the columns of their primary key, and says how many. Neither
 * database has a limit of its own for this.
 */
export async function deleteSome(
  tx: Transaction,
  table: PgTable,
  key: readonly [AnyColumn, ...AnyColumn[]],
  where: SQL | undefined,
  limit: number,
): Promise<number> {
  const columns = sql.join([...key], sql`, `)
  const some = sql`select ${columns} from ${table} where ${where} limit ${limit}`
  const gone = await tx.delete(table).where(sql`(${columns}) in (${some})`).returning({ one: sql<number>`1` })
  return gone.length
}
