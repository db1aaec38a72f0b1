import type { Reader } from '../../db/index.ts'
import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import { NotFound } from '../web.ts'
import { type Matter, matterById } from './rows.ts'
import { type Supervision, supervisionById } from './rows-measures.ts'

/**
 * A late step as this person may know of it: the bank's own people, and the office of its region once it stands on the
 * bureau's list. Throws `NotFound` for everybody else.
 */
export async function matterFor(from: Reader, who: Person, id: string): Promise<Matter> {
  const found = await matterById(from, id)
  if (!found || !mayKnow(who, found)) throw new NotFound(id)
  return found
}

function mayKnow(who: Person, { overdue }: Matter): boolean {
  if (isOneOf(who, bankRoles)) return who.institutionId === overdue.institutionId
  return Boolean(who.region) && overdue.listedAt !== null && overdue.region.startsWith(who.region ?? '-')
}

/** A supervision of this person's bank or region. Throws `NotFound` for every other. */
export async function supervisionFor(from: Reader, who: Person, id: string): Promise<Supervision> {
  const found = await supervisionById(from, id)
  const isMine = isOneOf(who, bankRoles)
    ? found?.institutionId === who.institutionId
    : Boolean(who.region) && found?.region.startsWith(who.region ?? '-')
  if (!found || !isMine) throw new NotFound(id)
  return found
}
