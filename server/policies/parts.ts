import type { Reader } from '../../db/index.ts'
import { bureauRoles, isOneOf, type Person } from '../accounts/index.ts'
import { regionLevel } from '../enterprises/divisions.ts'
import { isId } from '../platform/ids.ts'
import { Forbidden, NotFound } from '../web.ts'
import { type Proposal, proposalById } from './rows.ts'

/** Policies are the city's: a county's bureau reads them as everybody does. */
type Officer = Pick<Person, 'region' | 'role'>
const isOfCity = ({ region }: Officer): boolean => region !== null && regionLevel(region) === 'city'

/** The head of the city's bureau proposes (design §2). */
export const mayPropose = (me: Officer | null): boolean =>
  me !== null && isOneOf(me, ['bureau-head']) && isOfCity(me)

/**
 * Anybody else of the city's bureau may be the second person, head or analyst: most cities have one head only, and
 * what counts is that it is another one who works with these figures.
 */
export const maySeeProposals = (me: Officer | null): boolean =>
  me !== null && isOneOf(me, bureauRoles) && isOfCity(me)

/** Throws `Forbidden` for whoever may not propose. */
export function proposer(me: Person): Person {
  if (!mayPropose(me)) throw new Forbidden('policies')
  return me
}

/** A proposal as the bureau of the city may know of it. Throws `NotFound`, `Forbidden`. */
export async function proposalFor(from: Reader, me: Person, id: string): Promise<Proposal> {
  if (!maySeeProposals(me)) throw new Forbidden(id)
  const found = isId<'proposal'>(id) ? await proposalById(from, id) : null
  if (!found) throw new NotFound(id)
  return found
}
