import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { dialect, type Store } from '../../db/index.ts'

/*
 * A database of its own for each test that asks, on either dialect: a copy of a template. PostgreSQL's server is started by
 * `test/run.ts`.
 */

const copies = () =>
  dialect === 'postgresql' ? import('./copies-postgresql.ts') : import('./copies-sqlite.ts')

/** A migrated database without a row. */
export async function freshStore(): Promise<Store> {
  const store = await (await copies()).emptyStore()
  atEnd(store, (it) => it.close())
  return store
}

/** A store like the template that `templateBy` filled. */
export async function filledStore(template: string): Promise<Store> {
  const store = await (await copies()).storeLike(template)
  atEnd(store, (it) => it.close())
  return store
}

/** Fills a migrated database that is copied from then on, and never opened again. Answers where it lies. */
export const templateBy = async (fill: (store: Store) => Promise<unknown>): Promise<string> =>
  (await copies()).templateBy(fill)

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

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-test-'))

/** A folder for the files of one town, empty and its own. */
export const filesFolder = (): string => mkdtempSync(join(folder, 'files-'))
