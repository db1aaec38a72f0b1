import type { Reader } from '../../db/index.ts'
import { bankRoles, bureauRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import { applicationById } from '../applications/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import { Forbidden, NotFound } from '../web.ts'
import { type Objection, objectionById } from './rows.ts'

/**
 * The objection as this person may know of it: the firm that made it, the bureau of its place, and the bank whose no
 * it is about. Throws `NotFound` for everybody else's.
 */
export async function objectionFor(from: Reader, who: Person, id: string): Promise<Objection> {
  if (!isOneOf(who, [...enterpriseRoles, ...bankRoles, ...bureauRoles])) throw new Forbidden(id)
  const found = isId<'objection'>(id) ? await objectionById(from, id) : null
  if (!found || !(await mayKnow(from, who, found))) throw new NotFound(id)
  return found
}

async function mayKnow(from: Reader, who: Person, found: Objection): Promise<boolean> {
  if (isOneOf(who, enterpriseRoles)) return who.enterpriseId === found.enterpriseId
  if (isOneOf(who, bankRoles)) {
    const application = found.applicationId ? await applicationById(from, found.applicationId) : null
    return application?.institutionId === who.institutionId
  }
  const firm = present(await firmOf(from, found.enterpriseId), 'the firm of an objection')
  return who.region !== null && firm.region.startsWith(who.region)
}
