import { sql } from 'drizzle-orm'
import { databaseUrl, openStore, type Store } from '../../db/index.ts'

/* The database of a store by its own driver: a second program beside ours, or somebody who gets round it. */

export type Raw = {
  run(text: string): Promise<void>
  all<Row = Record<string, unknown>>(text: string): Promise<Row[]>
  close(): Promise<void>
}

/** Where a store's database is, as `openStore` takes it; what a second program leaves there, no other town finds. */
export async function urlOf(store: Store): Promise<string> {
  if (store.dialect === 'sqlite') {
    const [main] = await store.read.select({ file: sql<string>`file` }).from(sql`pragma_database_list`)
    return `file:${main?.file}`
  }
  const [main] = await store.read
    .select({ name: sql<string>`current_database()` })
    .from(sql`(select 1) as one`)
  const { spoil } = await import('./copies-postgresql.ts')
  spoil(store)
  return Object.assign(new URL(databaseUrl), { pathname: `/${main?.name}` }).toString()
}

/** A second program on the same database, with connections of its own. */
export const secondStore = async (store: Store): Promise<Store> => openStore(await urlOf(store))

/** The database without any rule of ours but those it has itself. */
export async function rawOf(store: Store): Promise<Raw> {
  const url = await urlOf(store)
  if (store.dialect === 'sqlite') {
    const { default: Driver } = await import('better-sqlite3')
    const file = new Driver(url.replace(/^file:/, ''))
    file.pragma('foreign_keys = OFF')
    return {
      run: async (text) => void file.exec(text),
      all: async <Row>(text: string) => file.prepare(text).all() as Row[],
      close: async () => void file.close(),
    }
  }
  const { Client } = await import('pg')
  const client = new Client({ connectionString: url })
  // Somebody may drop the database before it is closed.
  client.on('error', () => undefined)
  await client.connect()
  return {
    run: async (text) => void (await client.query(text)),
    all: async <Row>(text: string) => (await client.query(text)).rows as Row[],
    close: () => client.end(),
  }
}

/** Takes a table's triggers away, as somebody with all rights could; on PostgreSQL its foreign keys as well, or not. */
export async function disarm(
  raw: Raw,
  store: Store,
  tables: readonly string[],
  which: 'all' | 'user' = 'all',
): Promise<void> {
  if (store.dialect === 'sqlite') {
    const names = tables.map((table) => `'${table}'`).join(', ')
    const triggers = await raw.all<{ name: string }>(
      `select name from sqlite_master where type = 'trigger' and tbl_name in (${names})`,
    )
    for (const { name } of triggers) await raw.run(`drop trigger ${name}`)
  } else for (const table of tables) await raw.run(`alter table ${table} disable trigger ${which}`)
}
