import type { PgTable } from 'drizzle-orm/pg-core'
import { dialect } from './dialect.ts'
import type { Transaction } from './store.ts'

/** How many values one statement may carry: SQLite's own limit, and what PostgreSQL's protocol counts in 16 bits. */
const mostValues = dialect === 'postgresql' ? 65_000 : 32_000
/** Longer statements gain nothing any more and take memory. */
const mostRows = 400

/**
 * Writes many rows with few statements, for seeds and the benchmark; `written` hears how many rows each statement
 * wrote. All rows must name the same columns.
 */
export async function insertAll<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Table['$inferInsert'][],
  written: (count: number) => unknown = () => undefined,
): Promise<void> {
  const [first] = rows
  if (!first) return
  const size = Math.min(mostRows, Math.floor(mostValues / Object.keys(first).length))
  for (let at = 0; at < rows.length; at += size) {
    const batch = rows.slice(at, at + size)
    // The kit's tables are typed as PostgreSQL's; which rows a table takes, the signature above has said.
    await tx.insert(table as PgTable).values(batch as PgTable['$inferInsert'][])
    await written(batch.length)
  }
}
