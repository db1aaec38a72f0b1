import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { dialect } from './dialect.ts'
import type { SqliteFile } from './sqlite-file.ts'
import type { Transaction } from './store.ts'

/** Rows between two words to `written`; on PostgreSQL also the rows of one statement. */
const batchSize = 400
/** PostgreSQL's protocol counts the values of a statement in 16 bits. */
const mostValues = 65_000

/**
 * Writes many rows at once, for seeds and the benchmark: on SQLite by one statement that is run again and again, on
 * PostgreSQL by few statements of many rows. All rows must name the same columns; `written` hears how many rows
 * were written since its last word.
 */
export async function insertAll<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Table['$inferInsert'][],
  written: (count: number) => unknown = () => undefined,
): Promise<void> {
  const columns = Object.keys(getTableColumns(table)).length
  const size = dialect === 'sqlite' ? batchSize : Math.min(batchSize, Math.floor(mostValues / columns))
  const write = dialect === 'sqlite' ? byOneStatement(tx, table) : byManyRows(tx, table)
  for (let at = 0; at < rows.length; at += size) {
    const batch = rows.slice(at, at + size)
    await write(batch)
    await written(batch.length)
  }
}

type Write = (batch: readonly PgTable['$inferInsert'][]) => unknown

/** A third of the time that building each statement anew would take; the columns still guard what they write. */
function byOneStatement(tx: Transaction, table: PgTable): Write {
  const { $client } = tx as unknown as { $client: SqliteFile }
  // Without room in memory for the indexes, every few rows would wait for the disk.
  $client.pragma('cache_size = -64000')
  const columns = Object.entries(getTableColumns(table))
  const names = columns.map(([, column]) => `"${column.name}"`).join(', ')
  const places = columns.map(() => '?').join(', ')
  const insert = $client.prepare(`insert into "${getTableName(table)}" (${names}) values (${places})`)
  return (batch) => {
    for (const row of batch as Record<string, unknown>[])
      insert.run(
        columns.map(([key, column]) => (row[key] == null ? null : column.mapToDriverValue(row[key]))),
      )
  }
}

const byManyRows =
  (tx: Transaction, table: PgTable): Write =>
  // The kit's tables are typed as PostgreSQL's; which rows a table takes, the signature above has said.
  (batch) =>
    tx.insert(table).values(batch as PgTable['$inferInsert'][])
