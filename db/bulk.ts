import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { dialect } from './dialect.ts'
import type { SqliteFile } from './sqlite-file.ts'
import type { Transaction } from './store.ts'

/** Rows between two words to `written`; on PostgreSQL also the rows of one statement that changes. */
const batchSize = 400
/** Rows of one statement that adds: each is a way to the server and back, during which nothing else of it gets on. */
const addedAtOnce = dialect === 'sqlite' ? batchSize : 1500

/**
 * Writes many rows at once: on SQLite by one statement that is run again and again, on PostgreSQL by few statements of
 * many rows. A column that a row does not name stays empty, whatever its default; `written` hears how many rows were
 * written since its last word.
 */
export async function insertAll<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Table['$inferInsert'][],
  written: (count: number) => unknown = () => undefined,
): Promise<void> {
  const write = dialect === 'sqlite' ? byOneStatement(tx, table) : byManyRows(tx, table)
  for (let at = 0; at < rows.length; at += addedAtOnce) {
    const batch = rows.slice(at, at + addedAtOnce)
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

/** A list for each column: one value of the protocol, where a place for each cell would have to be built and counted. */
function byManyRows(tx: Transaction, table: PgTable): Write {
  const columns = Object.entries(getTableColumns(table))
  const names = columns.map(([, column]) => sql.identifier(column.name))
  return (batch) => {
    const lists = columns.map(([key, column]) =>
      listOf(
        column.getSQLType(),
        (batch as Record<string, unknown>[]).map((row) =>
          row[key] == null ? null : column.mapToDriverValue(row[key]),
        ),
      ),
    )
    const query = sql`insert into ${table} (${sql.join(names, sql`, `)}) select * from unnest(${sql.join(lists, sql`, `)})`
    return run(tx, query)
  }
}

const listOf = (type: string, values: readonly unknown[]): SQL =>
  sql`${sql.param(values)}::${sql.raw(type)}[]`

function run(tx: Transaction, query: SQL): Promise<{ readonly rowCount: number | null }> {
  const { execute } = tx as unknown as { execute(query: SQL): Promise<{ rowCount: number | null }> }
  return execute.call(tx, query)
}

/**
 * Tells PostgreSQL how many rows there are now of what. It finds out by itself, but only a minute later; until then it
 * takes a table that was empty for one that still is. SQLite reads by the indexes that stand, and asks for nothing.
 */
export async function countAnew(tx: Transaction): Promise<void> {
  if (dialect === 'sqlite') return
  const { execute } = tx as unknown as { execute(query: SQL): Promise<unknown> }
  await execute.call(tx, sql`analyze`)
}

type Name<Table extends PgTable> = keyof Table['$inferInsert'] & string

/**
 * Changes many rows at once, each with values of its own, and says how many there were: a row whose `keys` nobody matches
 * (one that was changed since it was read) is not among them. All rows must name the same columns. The column `counted`
 * goes up by one in each.
 */
export async function updateAll<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  { keys, counted }: { readonly keys: readonly Name<Table>[]; readonly counted?: Name<Table> },
  rows: readonly Partial<Table['$inferInsert']>[],
  written: (count: number) => unknown = () => undefined,
): Promise<number> {
  const [first] = rows
  if (!first) return 0
  const columns = getTableColumns(table)
  const names = Object.keys(first)
  const values = (row: Partial<Table['$inferInsert']>): unknown[] =>
    names.map((name) => {
      const value = (row as Record<string, unknown>)[name]
      return value == null ? null : columns[name]?.mapToDriverValue(value)
    })
  const shape: Shape = {
    table: getTableName(table),
    counted: counted ? (columns[counted]?.name ?? counted) : null,
    keys: keys.map((name) => columns[name]?.name ?? name),
    columns: names.map((name) => columns[name]?.name ?? name),
    types: names.map((name) => columns[name]?.getSQLType() ?? 'text'),
  }
  const change = dialect === 'sqlite' ? oneByOne(tx, shape) : manyAtOnce(tx, shape)
  let changed = 0
  for (let at = 0; at < rows.length; at += batchSize) {
    const batch = rows.slice(at, at + batchSize)
    changed += await change(batch.map(values))
    await written(batch.length)
  }
  return changed
}

type Shape = {
  readonly table: string
  readonly counted: string | null
  readonly keys: readonly string[]
  readonly columns: readonly string[]
  readonly types: readonly string[]
}
type Change = (batch: readonly (readonly unknown[])[]) => number | Promise<number>

function oneByOne(tx: Transaction, { table, counted, keys, columns }: Shape): Change {
  const { $client } = tx as unknown as { $client: SqliteFile }
  const isKey = (name: string) => keys.includes(name)
  const set = columns.filter((name) => !isKey(name)).map((name) => `"${name}" = ?`)
  if (counted) set.push(`"${counted}" = "${counted}" + 1`)
  const where = columns.filter(isKey).map((name) => `"${name}" = ?`)
  const update = $client.prepare(`update "${table}" set ${set.join(', ')} where ${where.join(' and ')}`)
  const order = [...columns.keys()].toSorted(
    (one, other) => Number(isKey(columns[one] ?? '')) - Number(isKey(columns[other] ?? '')),
  )
  return (batch) => batch.reduce((sum, values) => sum + update.run(order.map((at) => values[at])).changes, 0)
}

function manyAtOnce(tx: Transaction, { table, counted, keys, columns, types }: Shape): Change {
  const name = (column: string) => sql.identifier(column)
  const set = columns
    .filter((column) => !keys.includes(column))
    .map((column) => sql`${name(column)} = "given".${name(column)}`)
  if (counted) set.push(sql`${name(counted)} = ${name(table)}.${name(counted)} + 1`)
  const same = keys.map((column) => sql`${name(table)}.${name(column)} = "given".${name(column)}`)
  return async (batch) => {
    const lists = columns.map((_, at) =>
      listOf(
        types[at] ?? 'text',
        batch.map((values) => values[at]),
      ),
    )
    const given = sql`unnest(${sql.join(lists, sql`, `)}) as "given" (${sql.join(columns.map(name), sql`, `)})`
    const query = sql`update ${name(table)} set ${sql.join(set, sql`, `)} from ${given} where ${sql.join(same, sql` and `)}`
    return (await run(tx, query)).rowCount ?? 0
  }
}
