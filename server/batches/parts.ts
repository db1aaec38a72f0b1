import type { Reader } from '../../db/index.ts'
import { bankRoles, bureauRoles, guarantorRoles, isOneOf, type Person, type Role } from '../accounts/index.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import { NotFound } from '../web.ts'
import * as rows from './rows.ts'

/** The two sides of an agreement, and the bureau that watches. */
export const batchReaders: readonly Role[] = [...guarantorRoles, ...bankRoles, ...bureauRoles]

/** Whose agreements a person has before him. */
export function whoseOf(me: Person): rows.Whose {
  if (isOneOf(me, bureauRoles)) return { region: present(me.region, 'the place of a bureau') }
  const id = present(me.institutionId, 'the institution of its own people')
  return isOneOf(me, bankRoles) ? { bankId: id } : { guarantorId: id }
}

/** An agreement as its two sides and the bureau of the guarantor's place may know of it; `NotFound` for everybody else. */
export async function batchFor(from: Reader, me: Person, id: string): Promise<rows.Agreement> {
  const found = isId<'batch-agreement'>(id) ? await rows.agreementFor(from, whoseOf(me), id) : null
  if (!found) throw new NotFound(id)
  return found
}

/** A filing with its agreement, to whomever the agreement is open. */
export async function filingFor(from: Reader, me: Person, id: string) {
  const filing = isId<'batch-filing'>(id) ? await rows.filingById(from, id) : null
  if (!filing) throw new NotFound(id)
  return { filing, agreement: await batchFor(from, me, filing.agreementId) }
}
