import { sql } from 'drizzle-orm'
import * as pg from 'drizzle-orm/pg-core'
import * as lite from 'drizzle-orm/sqlite-core'
import { day as asDay, type Day } from '../server/money/day.ts'
import { fen as asFen, type Fen } from '../server/money/fen.ts'
import { ppm as asPpm, type Ppm } from '../server/money/rate.ts'
import { assert } from '../server/platform/assert.ts'
import type { Instant } from '../server/platform/clock.ts'
import type { Id } from '../server/platform/ids.ts'
import { dialect } from './dialect.ts'

/*
 * One column kit for both databases. The types are PostgreSQL's: what only SQLite has does not compile, and
 * what only PostgreSQL has breaks on the first run of a developer, who uses SQLite. The one cast of the design
 * is at the end of this file.
 *
 * The columns guard themselves in both directions: SQLite alone would take 1.5 fen and 30 February.
 */

const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const asInstant = (text: string): Instant => {
  assert(instantForm.test(text), `not an instant: ${text}`)
  return text as Instant
}
const asWhole = (value: number): number => {
  assert(Number.isSafeInteger(value), `not a whole number: ${value}`)
  return value
}
/** A set of words as `|a|b|`, so that `has()` in `text.ts` finds one of them on both databases. */
const joined = (words: readonly string[]): string => (words.length ? `|${words.join('|')}|` : '')
const parted = (text: string): string[] => text.split('|').filter(Boolean)

const postgres = {
  table: pg.pgTable,
  id: <Kind extends string>(name: string) => pg.text(name).$type<Id<Kind>>(),
  text: (name: string) => pg.text(name),
  state: <const List extends readonly string[]>(name: string, list: List) =>
    pg.text(name, { enum: list as unknown as [string, ...string[]] }).$type<List[number]>(),
  words: <Word extends string = string>(name: string) =>
    pg.customType<{ data: readonly Word[]; driverData: string }>({
      dataType: () => 'text',
      toDriver: joined,
      fromDriver: (text) => parted(text) as Word[],
    })(name),
  fen: (name: string) =>
    pg.customType<{ data: Fen; driverData: string | number }>({
      dataType: () => 'bigint',
      toDriver: (value) => asFen(value),
      fromDriver: (value) => asFen(Number(value)),
    })(name),
  ppm: (name: string) =>
    pg.customType<{ data: Ppm; driverData: string | number }>({
      dataType: () => 'bigint',
      toDriver: (value) => asPpm(value),
      fromDriver: (value) => asPpm(Number(value)),
    })(name),
  whole: (name: string) =>
    pg.customType<{ data: number; driverData: string | number }>({
      dataType: () => 'bigint',
      toDriver: asWhole,
      fromDriver: (value) => asWhole(Number(value)),
    })(name),
  day: (name: string) =>
    pg.customType<{ data: Day; driverData: string }>({
      dataType: () => 'date',
      toDriver: (value) => asDay(value),
      fromDriver: (value) => asDay(value),
    })(name),
  instant: (name: string) =>
    pg.customType<{ data: Instant; driverData: string }>({
      dataType: () => 'timestamp (3) with time zone',
      toDriver: asInstant,
      fromDriver: (value) => new Date(value).toISOString() as Instant,
    })(name),
  flag: (name: string) => pg.boolean(name),
  json: <Shape>(name: string) => pg.json(name).$type<Shape>(),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
  check: pg.check,
}

const sqlite = {
  table: lite.sqliteTable,
  id: (name: string) => lite.text(name),
  text: (name: string) => lite.text(name),
  state: (name: string) => lite.text(name),
  words: (name: string) =>
    lite.customType<{ data: readonly string[]; driverData: string }>({
      dataType: () => 'text',
      toDriver: joined,
      fromDriver: parted,
    })(name),
  fen: (name: string) =>
    lite.customType<{ data: Fen; driverData: number }>({
      dataType: () => 'integer',
      toDriver: (value) => asFen(value),
      fromDriver: (value) => asFen(value),
    })(name),
  ppm: (name: string) =>
    lite.customType<{ data: Ppm; driverData: number }>({
      dataType: () => 'integer',
      toDriver: (value) => asPpm(value),
      fromDriver: (value) => asPpm(value),
    })(name),
  whole: (name: string) =>
    lite.customType<{ data: number; driverData: number }>({
      dataType: () => 'integer',
      toDriver: asWhole,
      fromDriver: asWhole,
    })(name),
  day: (name: string) =>
    lite.customType<{ data: Day; driverData: string }>({
      dataType: () => 'text',
      toDriver: (value) => asDay(value),
      fromDriver: (value) => asDay(value),
    })(name),
  instant: (name: string) =>
    lite.customType<{ data: Instant; driverData: string }>({
      dataType: () => 'text',
      toDriver: asInstant,
      fromDriver: asInstant,
    })(name),
  flag: (name: string) => lite.integer(name, { mode: 'boolean' }),
  json: (name: string) => lite.text(name, { mode: 'json' }),
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
  check: lite.check,
} satisfies Record<keyof typeof postgres, unknown>

export const {
  table,
  id,
  text,
  state,
  words,
  fen,
  ppm,
  whole,
  day,
  instant,
  flag,
  json,
  index,
  uniqueIndex,
  primaryKey,
  check,
} = dialect === 'postgresql' ? postgres : (sqlite as unknown as typeof postgres)

/** A CHECK that a column holds a word of its list; written into the migrations of both databases. */
export function only(name: string, column: pg.AnyPgColumn, list: readonly string[]) {
  const quoted = list.map((word) => `'${word}'`).join(', ')
  return check(name, sql`${column} in (${sql.raw(quoted)})`)
}
