import type { Reader } from '../../db/index.ts'
import { bureauRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import { Forbidden, NotFound } from '../web.ts'
import { type Firm, firmOf } from './rows.ts'

/**
 * The firm as this person may know of it: its own people, and the bureau and township officers of its region.
 * Throws `NotFound` for a stranger and for another region's officer, `Forbidden` for roles without this right.
 */
export async function firmFor(from: Reader, who: Person, id: string): Promise<Firm> {
  if (!isOneOf(who, [...enterpriseRoles, ...bureauRoles, 'township-officer'])) throw new Forbidden(id)
  const firm = isId<'enterprise'>(id) ? await firmOf(from, id) : null
  if (!firm || !mayKnow(who, firm)) throw new NotFound(id)
  return firm
}

const mayKnow = (who: Person, firm: Firm): boolean =>
  who.enterpriseId === firm.id || (who.region !== null && firm.region.startsWith(who.region))

/** The firm of somebody who belongs to one. */
export const ownFirm = async (from: Reader, me: Person): Promise<Firm> =>
  present(me.enterpriseId && (await firmOf(from, me.enterpriseId)), 'the firm of its own people')
