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
  const store = dialect === 'postgresql' ? await freshPostgresql() : await freshSqlite()
  after(() => store.close())
  return store
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

/** The store at an address whose database goes when it is closed: a run makes hundreds. */
async function opened(url: string, drop: () => void): Promise<Store> {
  const store = await openStore(url)
  const close = () => store.close().then(drop)
  const fresh = { ...store, close }
  urls.set(fresh, url)
  return fresh
}

async function freshSqlite(): Promise<Store> {
  const path = join(folder, `${randomBytes(6).toString('hex')}.db`)
  copyFileSync(await sqliteTemplate(), path)
  return opened(`file:${path}`, () => rmSync(path))
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

async function freshPostgresql(): Promise<Store> {
  known ??= admins()
  const { maker, dropper } = await known
  const name = `test_${randomBytes(6).toString('hex')}`
  // Half the time of PostgreSQL's own choice, which writes every page to its log as well.
  await maker.query(`create database ${name} template rongqiao_template strategy file_copy`)
  const url = Object.assign(new URL(databaseUrl), { pathname: `/${name}` }).toString()
  return opened(url, () => void dropper.query(`drop database ${name} with (force)`))
}
