import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Pool } from 'pg'
import { Broken } from '../server/platform/assert.ts'
import { alone, type Reader, type Store, saysNo, type Transaction } from './store.ts'

const migrations = fileURLToPath(new URL('./migrations/postgresql', import.meta.url))

/** The number of the one lock that makes writers take turns; any number will do, as long as it stays. */
const writersLock = 4_321

/** Carries a refusal out of the transaction, so that it is rolled back and still returned as a value. */
class Refusing extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('refused')
    this.result = result
  }
}

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
  const writers = new Pool({ connectionString: url, max: 4, options: '-c timezone=UTC' })
  // An idle connection that the server closes must not end the process; the next query says what is wrong.
  for (const pool of [readers, writers]) pool.on('error', () => undefined)
  const write = drizzle(writers)

  return {
    dialect: 'postgresql',
    read: drizzle(readers) as unknown as Reader,
    transact: <T>(work: (tx: Transaction) => Promise<T>) =>
      alone(async () => {
        try {
          return await write.transaction(async (tx) => {
            await tx.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(writersLock))})`)
            const result = await work(tx as unknown as Transaction)
            if (saysNo(result)) throw new Refusing(result)
            return result
          })
        } catch (error) {
          if (error instanceof Refusing) return error.result as T
          throw error
        }
      }),
    migrate: () => migrate(write, { migrationsFolder: migrations }),
    backup: async () => {
      throw new Broken('a PostgreSQL database is backed up by pg_dump, see README')
    },
    close: async () => {
      await readers.end()
      await writers.end()
    },
  }
}
