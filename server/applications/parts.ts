import type { Reader } from '../../db/index.ts'
import { bankRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import { isId } from '../platform/ids.ts'
import { type Answer, Forbidden, go, NotFound } from '../web.ts'
import { type Application, applicationById, type Offer, offerById } from './rows.ts'
import { type WholeCase, wholeCase } from './rows-case.ts'

/**
 * The case as this person may know of it: the firm's people and the institution's. Throws `NotFound` for
 * everybody else's case, `Forbidden` for roles that have no business with cases.
 */
export async function applicationFor(from: Reader, who: Person, id: string): Promise<Application> {
  if (!isOneOf(who, parties)) throw new Forbidden(id)
  const found = isId<'application'>(id) ? await applicationById(from, id) : null
  if (!found || !isParty(who, found)) throw new NotFound(id)
  return found
}

/** The same with all that stands around the case; no more of it than its page may show. */
export async function wholeCaseFor(from: Reader, who: Person, id: string): Promise<WholeCase> {
  if (!isOneOf(who, parties)) throw new Forbidden(id)
  const found = isId<'application'>(id) ? await wholeCase(from, id) : null
  if (!found || !isParty(who, found.application)) throw new NotFound(id)
  return found
}

const parties = [...enterpriseRoles, ...bankRoles]

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
