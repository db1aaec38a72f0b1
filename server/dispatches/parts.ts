import type { Reader } from '../../db/index.ts'
import type { Person } from '../accounts/index.ts'
import { NotFound } from '../web.ts'
import { type Dispatch, dispatchById } from './rows.ts'

/** A dispatch to the bank of this person. Throws `NotFound` for every other. */
export async function dispatchFor(from: Reader, who: Person, id: string): Promise<Dispatch> {
  const found = await dispatchById(from, id)
  if (!found || found.institutionId !== who.institutionId) throw new NotFound(id)
  return found
}
