import type { SqliteFile } from '../../db/sqlite-file.ts'

/* Millions of rows that the database makes itself: as objects of this process they would take hours. */

export type Values = Readonly<Record<string, string | number | bigint | Buffer | null>>

/** Ids of our alphabet and length, in the order of their numbers and behind every id of the demo city. */
export const idOf = (prefix: string, number: string) => `'${prefix}' || printf('%024d', ${number})`

export const oneOf = (words: readonly string[], number: string) =>
  `case ${number} % ${words.length} ${words.map((word, at) => `when ${at} then '${word}'`).join(' ')} end`

/** From nothing to one less than `below`: far apart for neighbours, and always the same. */
export const drawn = (number: string, salt: number, below: string | number) =>
  `(((${number} + 1) * ${salt} % 1000003) % ${below})`

/** A row of the demo city, whose columns others copy. */
export function modelFrom(file: SqliteFile, text: string): Values {
  const found = file.prepare(text).get() as Values | undefined
  if (!found) throw new Error(`the demo city has none: ${text}`)
  return found
}

/**
 * Adds a row of a table for every row of a source: of its own what `own` says in SQL, everything else as in the model. Says
 * how many.
 */
export function addLike(
  file: SqliteFile,
  table: string,
  source: string,
  model: Values,
  own: Readonly<Record<string, string>>,
  given: Values = {},
): number {
  const columns = (file.pragma(`table_info(${table})`) as { readonly name: string }[]).map(({ name }) => name)
  const strange = Object.keys(own).find((name) => !columns.includes(name))
  if (strange) throw new Error(`${table} has no column ${strange}`)
  const copied = columns.filter((name) => own[name] === undefined)
  const values = columns.map((name) => own[name] ?? `@model_${name}`)
  const text = `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from ${source}`
  const bound = Object.fromEntries(copied.map((name) => [`model_${name}`, model[name] ?? null]))
  return file.prepare(text).run({ ...bound, ...given }).changes
}

/**
 * Lets go of the indexes and triggers of tables while many rows are added, and makes them again from the same text: an index
 * over sorted rows is several times quicker than one that is kept row by row. Primary keys stay. Without the log of writes, which
 * would write all of it twice; what a power cut loses here is a benchmark's.
 */
export function inBulk(file: SqliteFile, tables: readonly string[], work: () => void): void {
  for (const pragma of ['journal_mode = MEMORY', 'synchronous = OFF', 'locking_mode = EXCLUSIVE'])
    file.pragma(pragma)
  for (const pragma of ['cache_size = -1000000', 'foreign_keys = OFF', 'ignore_check_constraints = ON'])
    file.pragma(pragma)
  file.pragma('threads = 2')
  const guards = file
    .prepare(
      `select type, name, sql from sqlite_master where type in ('index', 'trigger') and sql is not null
        and tbl_name in (select value from json_each(?))`,
    )
    .all(JSON.stringify(tables)) as { readonly type: string; readonly name: string; readonly sql: string }[]
  file.exec('begin exclusive')
  for (const { type, name } of guards) file.exec(`drop ${type} "${name}"`)
  work()
  for (const { sql } of guards) file.exec(sql)
  file.exec('commit')
  file.pragma('locking_mode = NORMAL')
  file.pragma('journal_mode = WAL')
}
