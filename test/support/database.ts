import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { databaseUrl, dialect, openStore, type Store } from '../../db/index.ts'
import { openSqlite } from '../../db/sqlite.ts'

/**
 * A database of its own for each test file: a copy of a migrated template, which costs next to nothing on
 * either dialect. PostgreSQL's server is started by `test/run.ts`.
 */
export async function freshStore(): Promise<Store> {
  return filledStore(await emptyTemplate())
}

/** A store like the template. */
export async function filledStore(template: string): Promise<Store> {
  const store = await copied(template)
  atEnd(store, (it) => it.close())
  return store
}

/**
 * Does so with a thing when the test or suite under way is over, and forgets it: the runner keeps what it was told until
 * its process ends, and with it a whole program for each test.
 */
export function atEnd<Thing>(thing: Thing, leave: (thing: Thing) => Promise<unknown>): void {
  const kept: Thing[] = [thing]
  after(async () => {
    for (const one of kept.splice(0)) await leave(one)
  })
}

/**
 * Fills a migrated database that is copied from then on, and never opened again. Answers where it lies: a file, or the name
 * of one of PostgreSQL's.
 */
export async function templateBy(fill: (store: Store) => Promise<unknown>): Promise<string> {
  const at = await newCopy(await emptyTemplate())
  const store = await openStore(addressOf(at))
  await fill(store)
  await store.close()
  return at
}

const emptyTemplate = (): Promise<string> =>
  dialect === 'postgresql' ? Promise.resolve('rongqiao_template') : sqliteTemplate()

const newCopy = (template: string): Promise<string> =>
  dialect === 'postgresql' ? copyOfPostgresql(template) : copyOfSqlite(template)

const addressOf = (at: string): string =>
  dialect === 'postgresql'
    ? Object.assign(new URL(databaseUrl), { pathname: `/${at}` }).toString()
    : `file:${at}`

/** The store of a copy whose database goes when it is closed: a run makes hundreds. */
async function copied(template: string): Promise<Store> {
  const at = await newCopy(template)
  const store = await openStore(addressOf(at))
  let closed: Promise<void> | undefined
  // Closed twice where a test is done with it before its end.
  const close = () => {
    closed ??= store.close().then(() => drop(at))
    return closed
  }
  const fresh = { ...store, close }
  urls.set(fresh, addressOf(at))
  return fresh
}

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-test-'))

/** A folder for the files of one town, empty and its own. */
export const filesFolder = (): string => mkdtempSync(join(folder, 'files-'))

/** Where a fresh store lies, for a second program on the same rows. */
export const urlOf = (store: Store): string => {
  const url = urls.get(store)
  if (!url) throw new Error('this store is no fresh one')
  return url
}
const urls = new WeakMap<Store, string>()

async function copyOfSqlite(template: string): Promise<string> {
  const path = join(folder, `${randomBytes(6).toString('hex')}.db`)
  copyFileSync(template, path)
  return path
}

let template: Promise<string> | undefined
const sqliteTemplate = () => {
  template ??= (async () => {
    const path = join(folder, 'template.db')
    const store = openSqlite(`file:${path}`)
    await store.migrate()
    await store.close()
    return path
  })()
  return template
}

/** One connection makes the databases of a process, another drops them while the next test is under way. */
const admins = async () => {
  const { Pool } = await import('pg')
  const one = () => new Pool({ connectionString: databaseUrl, max: 1, allowExitOnIdle: true })
  return { maker: one(), dropper: one() }
}
let known: ReturnType<typeof admins> | undefined

async function copyOfPostgresql(template: string): Promise<string> {
  known ??= admins()
  const { maker } = await known
  const name = `test_${randomBytes(6).toString('hex')}`
  // Half the time of PostgreSQL's own choice, which writes every page to its log as well.
  await maker.query(`create database ${name} template ${template} strategy file_copy`)
  return name
}

async function drop(at: string): Promise<void> {
  if (dialect === 'sqlite') return rmSync(at)
  const made = await known
  void made?.dropper.query(`drop database ${at} with (force)`)
}
