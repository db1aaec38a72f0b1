import type { Reader } from '../../db/index.ts'
import { bankRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import { isId } from '../platform/ids.ts'
import { type Answer, Forbidden, go, NotFound } from '../web.ts'
import { type Application, applicationById, type Offer, offerById } from './rows.ts'

/**
 * The case as this person may know of it: the firm's people and the institution's. Throws `NotFound` for
 * everybody else's case, `Forbidden` for roles that have no business with cases.
 */
export async function applicationFor(from: Reader, who: Person, id: string): Promise<Application> {
  if (!isOneOf(who, [...enterpriseRoles, ...bankRoles])) throw new Forbidden(id)
  const found = isId<'application'>(id) ? await applicationById(from, id) : null
  if (!found || !isParty(who, found)) throw new NotFound(id)
  return found
}

const isParty = (who: Person, { enterpriseId, institutionId }: Application): boolean =>
  who.enterpriseId === enterpriseId || who.institutionId === institutionId

/** An offer with its case, looked up through the case. */
export async function offerFor(
  from: Reader,
  who: Person,
  id: string,
): Promise<{ offer: Offer; application: Application }> {
  const offer = isId<'offer'>(id) ? await offerById(from, id) : null
  if (!offer) throw new NotFound(id)
  return { offer, application: await applicationFor(from, who, offer.applicationId) }
}

/** A form whose step the case no longer takes: back to the case, which says what is next. */
export const movedOn = ({ id }: Pick<Application, 'id'>): Answer =>
  go(`/applications/${id}`, { tone: 'warn', key: 'applications.moved-on-flash' })
