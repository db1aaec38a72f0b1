import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { type Fen, fen } from '../server/money/fen.ts'

import { dialect } from './dialect.ts'

/*
 * The few spots where the two databases answer differently; rooms use these and never the bare forms.
 */

const escaped = (word: string): string => word.replace(/[\\%_]/g, (sign) => `\\${sign}`)

/** The column contains the word, without regard to case: PostgreSQL's `like` minds it, SQLite's does not. */
export const contains = (column: AnyColumn, word: string): SQL =>
  sql`lower(${column}) like ${`%${escaped(word.toLowerCase())}%`} escape '\\'`

/** The text column starts with the prefix; region and industry codes are matched so. */
export const startsWith = (column: AnyColumn, prefix: string): SQL =>
  sql`${column} like ${`${escaped(prefix)}%`} escape '\\'`

/** The text column is one of many values, as one value of the statement: a place for each would have to be built and counted. */
export const oneOfMany = (column: AnyColumn, values: readonly string[]): SQL =>
  dialect === 'sqlite'
    ? sql`${column} in (select value from json_each(${JSON.stringify(values)}))`
    : sql`${column} = any(${sql.param([...values])}::text[])`

/** The set column (`words` in the column kit) holds the word. */
export const has = (column: AnyColumn, word: string): SQL =>
  sql`${column} like ${`%|${escaped(word)}|%`} escape '\\'`

/** Sum of an amount column as whole fen; zero when there is no row. PostgreSQL answers sums as text. */
export const sumFen = (of: AnyColumn | SQL): SQL<Fen> =>
  sql<Fen>`coalesce(sum(${of}), 0)`.mapWith((value: string | number) => fen(Number(value)))

/** `count(*)` as a number on both. */
export const countRows = (): SQL<number> => sql<number>`count(*)`.mapWith(Number)
