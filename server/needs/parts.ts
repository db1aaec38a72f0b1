import type { Reader } from '../../db/index.ts'
import { bankRoles, bureauRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import { type Firm, firmOf } from '../enterprises/index.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import { one } from '../platform/web/paging.ts'
import { Forbidden, NotFound, type SignedIn } from '../web.ts'
import { isInHall, type NeedFacts } from './need.ts'
import { type Need, needById } from './rows.ts'

/**
 * The need as this person may know of it: a firm's people see their own, banks what stands in the hall, the
 * bureau what lies in its region. Throws `NotFound` for a stranger and `Forbidden` for roles that have no
 * business with needs.
 */
export async function needFor(from: Reader, who: Person, id: string): Promise<Need> {
  const need = await needById(from, id)
  if (!need || !mayKnow(who, need)) throw new NotFound(id)
  if (!isOneOf(who, [...enterpriseRoles, ...bankRoles, ...bureauRoles])) throw new Forbidden(id)
  return need
}

/**
 * The draft that is to come of a form for a new need, by its address, and the need where it has come of it already. Throws
 * `NotFound` for another firm's.
 */
export async function draftIn({ me, parts, query }: SignedIn) {
  const asked = one(query.draft)
  const draftId = isId<'need'>(asked) ? asked : null
  const isThere = draftId !== null && (await needById(parts.store.read, draftId)) !== null
  return { draftId, there: isThere ? await needFor(parts.store.read, me, draftId) : null }
}

function mayKnow(who: Person, need: Need): boolean {
  if (isOneOf(who, enterpriseRoles)) return need.enterpriseId === who.enterpriseId
  if (isOneOf(who, bankRoles)) return isInHall(need.state)
  // A draft is the firm's own business until it is sent in.
  return who.region !== null && need.region.startsWith(who.region) && need.state !== 'draft'
}

/** The firm of somebody who belongs to one. */
export const ownFirm = async (from: Reader, me: Person): Promise<Firm> =>
  present(me.enterpriseId && (await firmOf(from, me.enterpriseId)), 'the firm of its own people')

/** What matching reads of a need. */
export const needFacts = (need: NeedFacts): NeedFacts => ({
  amountFen: need.amountFen,
  months: need.months,
  purpose: need.purpose,
  guaranteeModes: need.guaranteeModes,
  highestRatePpm: need.highestRatePpm,
  wantedBy: need.wantedBy,
})
