import { databaseUrl, dialect } from './dialect.ts'
import type { Store } from './store.ts'

export { deleteSome } from './deletes.ts'
export { databaseUrl, dialect } from './dialect.ts'
export { constraintOf, failureOf } from './failures.ts'
export { ask, type Cell, place, places, type Statement, statement, tell } from './statement.ts'
export { prepared, type Reader, type Store, type Transaction } from './store.ts'
export { contains, countRows, has, oneOfMany, startsWith, sumFen } from './text.ts'

/** Opens the database that `DATABASE_URL` names; each driver is loaded only where it is used. */
export async function openStore(url: string = databaseUrl): Promise<Store> {
  if (dialect === 'postgresql') return (await import('./postgresql.ts')).openPostgresql(url)
  return (await import('./sqlite.ts')).openSqlite(url)
}
