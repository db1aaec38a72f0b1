import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Pool, type PoolClient } from 'pg'
import { assert, Broken } from '../server/platform/assert.ts'
import { alone, type Reader, type Store, saysNo, type Transaction } from './store.ts'

const migrations = fileURLToPath(new URL('./migrations/postgresql', import.meta.url))

/** The number of the one lock that makes writers take turns; any number will do, as long as it stays. */
const writersLock = 4_321

/**
 * PostgreSQL with the same promises as SQLite: readers that cannot write, one writer at a time by an advisory
 * lock. If one writer ever is too few, the lock's number becomes the pool's, here and nowhere else.
 */
export function openPostgresql(url: string): Store {
  const readers = new Pool({
    connectionString: url,
    max: 8,
    options: '-c default_transaction_read_only=on -c timezone=UTC',
  })
  // Statements that do not wait for each other travel together (`Promise.all` inside a transaction).
  const writers = new Pool({ connectionString: url, max: 4, options: '-c timezone=UTC', pipeline: true })
  // An idle connection that the server closes must not end the process; the next query says what is wrong.
  for (const pool of [readers, writers]) pool.on('error', () => undefined)
  const handles = new WeakMap<PoolClient, Transaction>()

  return {
    dialect: 'postgresql',
    read: drizzle(readers) as unknown as Reader,
    transact: (work) => alone(() => inTurn(writers, handles, work)),
    moment: async (work) => {
      const client = await readers.connect()
      try {
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
        return await work(drizzle(client) as unknown as Reader)
      } finally {
        const broken = await client.query('ROLLBACK').then(
          () => false,
          () => true,
        )
        client.release(broken)
      }
    },
    migrate: () => migrate(drizzle(writers), { migrationsFolder: migrations }),
    backup: async () => {
      throw new Broken('a PostgreSQL database is backed up by pg_dump, see README')
    },
    close: async () => {
      await readers.end()
      await writers.end()
    },
  }
}

/**
 * Opens the transaction and waits for its turn, in one message to the server. Where that fails, so does all that
 * follows on the connection until the rollback: nothing is ever written outside the transaction.
 */
const opening = `BEGIN; SELECT pg_advisory_xact_lock(${writersLock})`

/**
 * One transaction: commits what the work says yes to, rolls back what it refuses or what breaks. Each connection keeps
 * its handle, so that queries which are built once (`prepared`) are built once here as well; drizzle's own way makes a
 * handle for each transaction.
 */
async function inTurn<T>(
  writers: Pool,
  handles: WeakMap<PoolClient, Transaction>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const client = await writers.connect()
  // The first question travels with the opening: the server answers it when it is this transaction's turn.
  const { stream } = (client as unknown as Wire).connection
  stream.cork()
  const opened = client.query(opening)
  process.nextTick(() => stream.uncork())
  const unopened = opened.then(
    () => null,
    (error: unknown) => ({ error }),
  )
  try {
    const result = await work(handleOf(client, handles))
    await opened
    const wanted = saysNo(result) ? 'ROLLBACK' : 'COMMIT'
    const { command } = await client.query(wanted)
    // After an error that the work kept to itself, the server answers a commit with a rollback and calls it done.
    assert(command === wanted, 'a database error was caught inside a transaction')
    client.release()
    return result
  } catch (error) {
    // What cannot even be rolled back is a broken connection: the pool drops it, and the server undoes its work.
    const broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    )
    client.release(broken)
    throw (await unopened)?.error ?? error
  }
}

/** What a connection of the driver is written to; held back by `cork`, several messages cross as one piece. */
type Wire = { readonly connection: { readonly stream: { cork(): void; uncork(): void } } }

function handleOf(client: PoolClient, handles: WeakMap<PoolClient, Transaction>): Transaction {
  const known = handles.get(client)
  if (known) return known
  // A connection that dies between two queries must not end the process; the next query says so.
  client.on('error', () => undefined)
  const made = drizzle(client) as unknown as Transaction
  handles.set(client, made)
  return made
}
