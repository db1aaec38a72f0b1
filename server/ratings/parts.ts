import type { Reader } from '../../db/index.ts'
import { bankRoles, bureauRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import { Forbidden, NotFound } from '../web.ts'
import { type Rating, ratingById } from './rows.ts'
import { type ServedCase, servedCase } from './rows-cases.ts'

/** A case of this person's firm or bank. Throws `NotFound` for everybody else's, `Forbidden` for other roles. */
export async function servedCaseFor(from: Reader, who: Person, id: string): Promise<ServedCase> {
  if (!isOneOf(who, [...enterpriseRoles, ...bankRoles])) throw new Forbidden(id)
  const found = isId<'application'>(id) ? await servedCase(from, id) : null
  const isMine =
    found && (who.enterpriseId === found.enterpriseId || who.institutionId === found.institutionId)
  if (!found || !isMine) throw new NotFound(id)
  return found
}

type Sided = Pick<ServedCase, 'enterpriseId' | 'institutionId' | 'region'>

/** Which side of a case a person stands on, the bureau of its place among them; null for everybody else. */
export function sideIn(who: Person, { enterpriseId, institutionId, region }: Sided) {
  if (isOneOf(who, enterpriseRoles)) return who.enterpriseId === enterpriseId ? 'firm' : null
  if (isOneOf(who, bankRoles)) return who.institutionId === institutionId ? 'bank' : null
  const isOffice = isOneOf(who, bureauRoles) && who.region && region.startsWith(who.region)
  return isOffice ? 'bureau' : null
}

/** A rating with its case, for the firm that gave it, the bank it is about, and the bureau of the place. */
export async function ratingFor(
  from: Reader,
  who: Person,
  id: string,
): Promise<{ readonly rating: Rating; readonly of: ServedCase; readonly side: 'firm' | 'bank' | 'bureau' }> {
  const rating = isId<'rating'>(id) ? await ratingById(from, id) : null
  const side = rating && sideIn(who, rating)
  if (!rating || !side) throw new NotFound(id)
  return { rating, side, of: present(await servedCase(from, rating.applicationId), 'the case of a rating') }
}
