import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../../db/index.ts'
import { openSqlite } from '../../db/sqlite.ts'

/* Copies of a database on SQLite: of a file, which costs next to nothing. */

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-databases-'))
const newPath = () => join(folder, `${randomBytes(6).toString('hex')}.db`)

let migrated: Promise<string> | undefined
const emptyTemplate = (): Promise<string> => {
  migrated ??= filled(newPath(), (store) => store.migrate())
  return migrated
}

async function filled(path: string, fill: (store: Store) => Promise<unknown>): Promise<string> {
  const store = openSqlite(`file:${path}`)
  await fill(store)
  await store.close()
  return path
}

/** A file that is only copied from then on. */
export const templateBy = async (fill: (store: Store) => Promise<unknown>): Promise<string> =>
  filled(copyOf(await emptyTemplate()), fill)

export const emptyStore = async (): Promise<Store> => copied(await emptyTemplate())

export const storeLike = async (template: string): Promise<Store> => copied(template)

/** The store of a copy whose file goes when it is closed: a run makes hundreds. */
function copied(template: string): Store {
  const path = copyOf(template)
  const store = openSqlite(`file:${path}`)
  let closed: Promise<void> | undefined
  // Closed twice where a test is done with it before its end.
  const close = () => {
    closed ??= store.close().then(() => rmSync(path))
    return closed
  }
  return { ...store, close }
}

function copyOf(template: string): string {
  const path = newPath()
  copyFileSync(template, path)
  return path
}
