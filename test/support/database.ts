import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync } from 'node:fs'
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

async function opened(url: string): Promise<Store> {
  const store = await openStore(url)
  urls.set(store, url)
  return store
}

async function freshSqlite(): Promise<Store> {
  const path = join(folder, `${randomBytes(6).toString('hex')}.db`)
  copyFileSync(await sqliteTemplate(), path)
  return opened(`file:${path}`)
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

async function freshPostgresql(): Promise<Store> {
  const { Client } = await import('pg')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = new Client({ connectionString: databaseUrl })
  await admin.connect()
  await admin.query(`create database ${name} template rongqiao_template`)
  await admin.end()
  return opened(Object.assign(new URL(databaseUrl), { pathname: `/${name}` }).toString())
}
