import { is, Param, Placeholder, sql } from 'drizzle-orm'
import type { Client } from 'pg'
import { assert } from '../server/platform/assert.ts'
import { dialect } from './dialect.ts'
import type { SqliteFile } from './sqlite-file.ts'
import type { Reader, Transaction } from './store.ts'

/*
 * The few statements that run at every entry of the ledger: built by drizzle, once, and then handed to the driver as
 * they are. That is half the work of a prepared query, whose values and rows drizzle maps each time. Values still pass
 * through the columns' own guards; rows come back as lists of what the database says.
 */

/** Values by line: `places(at, …)` marks those of line `at` when the statement is built. */
export type Lines = readonly Readonly<Record<string, unknown>>[]
export type Cell = string | number | null
export type Statement = {
  readonly name: string
  readonly text: string
  readonly fill: (lines: Lines) => unknown[]
}
type Builder = { toSQL(): { readonly sql: string; readonly params: readonly unknown[] } }

/** The place of a value: a column of one of the lines. */
export const place = (at: number, column: string) => sql.placeholder(`${at}.${column}`)

/** The places of a whole line, for an insert. */
export const places = <Column extends string>(at: number, columns: readonly Column[]) =>
  Object.fromEntries(columns.map((column) => [column, place(at, column)])) as Record<
    Column,
    ReturnType<typeof place>
  >

const known = new Map<string, Statement>()

/** A statement by its name, which must be unique in the house. */
export function statement(name: string, build: () => Builder): Statement {
  const there = known.get(name)
  if (there) return there
  const { sql: text, params } = build().toSQL()
  const values = params.map(valueFor)
  const made = { name, text, fill: (lines: Lines) => values.map((value) => value(lines)) }
  known.set(name, made)
  return made
}

/** Where a value comes from: given as it is, or through the guard of its column; nothing stays nothing. */
function valueFor(param: unknown): (lines: Lines) => unknown {
  if (is(param, Placeholder)) return given(param)
  if (!is(param, Param)) return () => param
  const { value, encoder } = param
  const from = is(value, Placeholder) ? given(value) : () => value
  return (lines) => {
    const found = from(lines)
    return found === null ? null : encoder.mapToDriverValue(found)
  }
}

function given({ name }: Placeholder): (lines: Lines) => unknown {
  const [at, column = ''] = name.split('.')
  return (lines) => lines[Number(at)]?.[column] ?? null
}

/** The rows that a statement finds, as lists in the order of its columns. */
export async function ask(from: Reader, asked: Statement, lines: Lines): Promise<Cell[][]> {
  if (dialect === 'sqlite') return preparedOn(from, asked).all(asked.fill(lines)) as Cell[][]
  const { rows } = await sent(from, asked.name, asked.text, asked.fill(lines))
  return rows
}

/** A statement for as many lines as are said. */
export type ForLines = (count: number) => Statement
type Told = readonly [Statement | ForLines, Lines]

/**
 * Runs statements that write, each to a table of its own: one by one on SQLite, in one message on PostgreSQL, where they
 * see the same moment and their foreign keys are checked when all are done. One that is made for any number of lines runs
 * line by line on SQLite, where a long statement takes longer than as many short ones.
 */
export async function tell(tx: Transaction, told: readonly Told[]): Promise<void> {
  if (dialect === 'sqlite') for (const one of told) tellSqlite(tx, one)
  else {
    const all = told.map(([one, lines]) => ({ one: forAll(one, lines), lines }))
    const values = all.map(({ one, lines }) => one.fill(lines))
    const name = all.map(({ one }) => one.name).join('+')
    assert(name.length < 64, 'the server knows a statement by 63 letters')
    const texts = all.map(({ one }) => one.text)
    await sent(tx, name, joint(name, texts, values), values.flat())
  }
}

const forAll = (one: Statement | ForLines, lines: Lines): Statement =>
  typeof one === 'function' ? one(lines.length) : one

function tellSqlite(tx: Transaction, [one, lines]: Told): void {
  if (typeof one !== 'function') {
    preparedOn(tx, one).run(one.fill(lines))
    return
  }
  const each = one(1)
  const run = preparedOn(tx, each)
  for (const line of lines) run.run(each.fill([line]))
}

const joints = new Map<string, string>()

/** `with … as (first), … as (second) last`, its values numbered through. */
function joint(name: string, texts: readonly string[], values: readonly (readonly unknown[])[]): string {
  const there = joints.get(name)
  if (there) return there
  let before = 0
  const numbered = texts.map((text, at) => {
    const shift = before
    before += values[at]?.length ?? 0
    return text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + shift}`)
  })
  const earlier = numbered.slice(0, -1).map((text, at) => `step${at} as (${text})`)
  const made = `${earlier.length ? `with ${earlier.join(', ')} ` : ''}${numbered.at(-1)}`
  joints.set(name, made)
  return made
}

const sent = (from: Reader, name: string, text: string, values: unknown[]) =>
  clientOf<Client>(from).query({ name, text, values, rowMode: 'array' })

const clientOf = <Driver>(from: Reader): Driver => (from as unknown as { $client: Driver }).$client

type Prepared = ReturnType<SqliteFile['prepare']>
const prepared = new WeakMap<SqliteFile, Map<Statement, Prepared>>()

function preparedOn(from: Reader, asked: Statement): Prepared {
  const file = clientOf<SqliteFile>(from)
  const own = prepared.get(file) ?? new Map<Statement, Prepared>()
  prepared.set(file, own)
  const there = own.get(asked)
  if (there) return there
  const plain = file.prepare(asked.text)
  const made = plain.reader ? plain.raw() : plain
  own.set(asked, made)
  return made
}
