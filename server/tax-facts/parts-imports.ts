import type { Reader } from '../../db/index.ts'
import { bureauRoles, isOneOf, type Person } from '../accounts/index.ts'
import { regionLevel } from '../enterprises/divisions.ts'
import { isId } from '../platform/ids.ts'
import { Forbidden, NotFound } from '../web.ts'
import { importById, regionOfSender, type TaxImport } from './rows-imports.ts'

/** The tax bureau's files are the city's: its finance bureau takes them over, a county's has no part in it. */
export function importer(me: Person): Person {
  if (!isOneOf(me, bureauRoles) || me.region === null || regionLevel(me.region) !== 'city')
    throw new Forbidden('tax-facts')
  return me
}

/** A file of the person's own city; `NotFound` for every other bureau. */
export async function importFor(from: Reader, me: Person, id: string): Promise<TaxImport> {
  if (!isOneOf(me, bureauRoles)) throw new Forbidden(id)
  const batch = isId<'tax-import'>(id) ? await importById(from, id) : null
  if (!batch || (await regionOfSender(from, batch)) !== me.region) throw new NotFound(id)
  return batch
}
