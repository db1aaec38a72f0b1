import type { Reader } from '../../db/index.ts'
import { bankRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import { requireConsent } from '../consents/index.ts'
import type { Day } from '../money/day.ts'
import { needById } from '../needs/index.ts'
import { isInHall } from '../needs/need.ts'
import { isId } from '../platform/ids.ts'
import { Forbidden, NotFound } from '../web.ts'
import { bankOf, lookById, type SecondLook } from './rows.ts'
import { isOpenOn } from './second-look.ts'

/**
 * The second look as this person may know of it: the firm that opened it, always; a bank that it was opened to, as long
 * as it is open and the firm's consent holds. Throws `NotFound` for everybody else's.
 */
export async function lookFor(from: Reader, who: Person, id: string, today: Day): Promise<SecondLook> {
  if (!isOneOf(who, [...enterpriseRoles, ...bankRoles])) throw new Forbidden(id)
  const look = isId<'second-look'>(id) ? await lookById(from, id) : null
  if (!look) throw new NotFound(id)
  if (who.enterpriseId === look.enterpriseId) return look
  const bank = who.institutionId
  if (!bank || !isOpenOn(look, today) || !(await bankOf(from, look.id, bank))) throw new NotFound(id)
  const need = await needById(from, look.needId)
  const between = { enterpriseId: look.enterpriseId, institutionId: bank }
  const held = await requireConsent(from, between, 'details', ['second-look'], today)
  if (!held.ok || !need || !isInHall(need.state)) throw new NotFound(id)
  return look
}
