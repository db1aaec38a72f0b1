import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { assert } from '../server/platform/assert.ts'
import { copyBeforeChange, copyDatabase } from './backup-file.ts'
import { failureOf } from './failures.ts'
import { migrationsIn, openFile, type SqliteFile } from './sqlite-file.ts'
import { alone, type Reader, type Store, saysNo, type Transaction } from './store.ts'

const migrations = fileURLToPath(new URL('./migrations/sqlite', import.meta.url))

/** How long a transaction waits for another process that holds the write lock. */
const busyPatienceMs = 5_000

/**
 * SQLite by two connections to one file in WAL mode: a writer behind a queue, and a reader that is opened
 * read-only. Intentionally `synchronous = FULL`: an acknowledged entry survives a power cut, and money systems
 * of a city's size never notice the price.
 */
export function openSqlite(url: string): Store {
  const path = url.replace(/^file:/, '')
  assert(path !== ':memory:', 'two connections need a file')
  mkdirSync(dirname(path), { recursive: true })
  const writer = openFile(path, { timeout: 20 })
  writer.pragma('journal_mode = WAL')
  writer.pragma('synchronous = FULL')
  writer.pragma('foreign_keys = ON')
  const reader = openFile(path, { readonly: true, timeout: busyPatienceMs })
  // Sixteen megabytes of pages: the demand hall with its indexes stays in memory.
  reader.pragma('cache_size = -16000')
  const read = drizzle(reader) as unknown as Reader
  const write = drizzle(writer) as unknown as Transaction
  let queue: Promise<unknown> = Promise.resolve()

  return {
    dialect: 'sqlite',
    read,
    transact: (work) =>
      alone(() => {
        const turn = queue.then(() => inTurn(writer, write, work))
        queue = turn.catch(() => undefined)
        return turn
      }),
    moment: async (work) => {
      const file = openFile(path, { readonly: true, timeout: busyPatienceMs })
      try {
        file.pragma('cache_size = -64000')
        // The file as it is at the first question: what is written later lies in the log behind it.
        file.exec('BEGIN')
        return await work(drizzle(file) as unknown as Reader)
      } finally {
        file.close()
      }
    },
    // Foreign keys are off while tables are rebuilt: inside a transaction the pragma does nothing, and the
    // rebuild of a parent would then empty its children without an error (drizzle-orm issue 5782).
    migrate: async () => {
      const [newest] = migrationsIn(writer)
      if (newest === newestMigration()) return
      if (newest !== undefined) await copyBeforeChange(path)
      writer.pragma('foreign_keys = OFF')
      migrate(drizzle(writer), { migrationsFolder: migrations })
      const orphans = writer.pragma('foreign_key_check')
      assert(Array.isArray(orphans) && orphans.length === 0, 'a migration left rows without their parent')
      writer.pragma('foreign_keys = ON')
    },
    backup: (to) => copyDatabase(path, to),
    close: async () => {
      await queue
      reader.close()
      writer.pragma('wal_checkpoint(TRUNCATE)')
      writer.close()
    },
  }
}

/** When the newest change of the tables was made, by which a file says up to where it has come. */
function newestMigration(): number {
  const all = readMigrationFiles({ migrationsFolder: migrations })
  return Math.max(...all.map(({ folderMillis }) => folderMillis))
}

/** One transaction: commits what the work says yes to, rolls back what it refuses or what breaks. */
async function inTurn<T>(
  writer: SqliteFile,
  write: Transaction,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  await begin(writer)
  try {
    const result = await work(write)
    writer.exec(saysNo(result) ? 'ROLLBACK' : 'COMMIT')
    return result
  } catch (error) {
    if (writer.inTransaction) writer.exec('ROLLBACK')
    throw error
  }
}

/** Only BEGIN can meet another process's lock, so only BEGIN is tried again; the work itself never is. */
async function begin(writer: SqliteFile): Promise<void> {
  for (const until = Date.now() + busyPatienceMs; ; ) {
    try {
      writer.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      if (failureOf(error) !== 'busy' || Date.now() > until) throw error
      await pause(15)
    }
  }
}
