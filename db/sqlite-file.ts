import { existsSync } from 'node:fs'
import Driver from 'better-sqlite3'
import { failureOf } from './failures.ts'

/* The one file that knows the driver of SQLite. */

export type SqliteFile = Driver.Database
type Statement = Driver.Statement<unknown[]>

/** Opens a file; with `mustExist` a missing one is an error instead of a new database. */
export const openFile = (
  path: string,
  options: { readonly readonly?: boolean; readonly timeout?: number; readonly fileMustExist?: boolean } = {},
): SqliteFile => plannedOnce(new Driver(path, options))

/** What a connection keeps: more than the pages of a day ask, no statement that bears a list of hundreds of rows. */
const mostPlans = 256
const mostLetters = 10_000

/**
 * A statement is planned once and kept, the longest unused goes first: to plan one takes longer than most of our questions.
 * SQLite looks at the number of a bare `limit ?` when it plans, and so would plan it anew at each run; at a sum it does not
 * look.
 */
function plannedOnce(file: SqliteFile): SqliteFile {
  const prepare = file.prepare.bind(file) as (text: string) => Statement
  const plans = new Map<string, Statement>()
  const planned = (text: string): Statement => {
    const plan = plans.get(text) ?? inEitherForm(prepare(text.replaceAll(' limit ?', ' limit ?+0')))
    plans.delete(text)
    if (text.length <= mostLetters) plans.set(text, plan)
    for (const oldest of plans.keys()) {
      if (plans.size <= mostPlans) break
      plans.delete(oldest)
    }
    return plan
  }
  return Object.assign(file, { prepare: planned })
}

/** The driver's statement stays as it was last told to answer; this one gives each asker the form that he asks for. */
function inEitherForm(one: Statement): Statement {
  if (!one.reader) return one
  const { all, get, raw } = one
  const lists = {
    all: (...values: unknown[]) => all.apply(raw.call(one, true), values),
    get: (...values: unknown[]) => get.apply(raw.call(one, true), values),
  }
  return Object.assign(one, {
    all: (...values: unknown[]) => all.apply(raw.call(one, false), values),
    get: (...values: unknown[]) => get.apply(raw.call(one, false), values),
    raw: () => lists,
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
