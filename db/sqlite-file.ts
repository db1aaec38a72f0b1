import { existsSync } from 'node:fs'
import Driver from 'better-sqlite3'
import { failureOf } from './failures.ts'

/* The one file that knows the driver of SQLite. */

export type SqliteFile = Driver.Database

/** Opens a file; with `mustExist` a missing one is an error instead of a new database. */
export const openFile = (
  path: string,
  options: { readonly readonly?: boolean; readonly timeout?: number; readonly fileMustExist?: boolean } = {},
): SqliteFile => plannedOnce(new Driver(path, options))

/**
 * SQLite looks at the number of a bare `limit ?` when it plans, so it plans a prepared statement anew at each run, which
 * takes longer than most of our questions. At a sum it does not look: the plan that it makes first is kept.
 */
function plannedOnce(file: SqliteFile): SqliteFile {
  const prepare = file.prepare.bind(file) as (text: string) => ReturnType<SqliteFile['prepare']>
  return Object.assign(file, {
    prepare: (text: string) => prepare(text.replaceAll(' limit ?', ' limit ?+0')),
  })
}

/**
 * What is wrong with a database file, in SQLite's own words; null for a sound one. It finds broken pages and
 * indexes and rows without their parent, and not a letter that was changed within a row: for that see the mark of
 * a copy.
 */
export function faultIn(path: string): string | null {
  if (!existsSync(path)) return 'there is no such file'
  let file: SqliteFile | undefined
  try {
    file = openFile(path, { readonly: true, fileMustExist: true })
    const found = file.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok') return String(found)
    const orphans = file.pragma('foreign_key_check')
    if (Array.isArray(orphans) && orphans.length) return 'rows without their parent'
    const known = file.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get()
    return known ? null : 'not a database of this program'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    file?.close()
  }
}

/** Whether another process has the database open: in WAL mode each holds a lock for as long as it is connected. */
export function isInUse(path: string): boolean {
  const file = openFile(path, { timeout: 0, fileMustExist: true })
  try {
    file.pragma('locking_mode = EXCLUSIVE')
    file.exec('BEGIN EXCLUSIVE')
    file.exec('COMMIT')
    return false
  } catch (error) {
    if (failureOf(error) === 'busy') return true
    throw error
  } finally {
    file.close()
  }
}

/** Moves what still lies in the write-ahead log into the file itself, so that the file alone is the database. */
export function settle(path: string): void {
  const file = openFile(path, { fileMustExist: true })
  file.pragma('wal_checkpoint(TRUNCATE)')
  file.close()
}

/** The versions of the tables that a file has, newest first; empty for a file without tables. */
export function migrationsIn(file: SqliteFile): number[] {
  const there = file.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get()
  if (!there) return []
  const rows = file
    .prepare('select created_at as at from __drizzle_migrations order by created_at desc')
    .all()
  return rows.map((row) => Number((row as { at: number }).at))
}
