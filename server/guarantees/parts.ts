import type { Reader } from '../../db/index.ts'
import {
  bankRoles,
  bureauRoles,
  enterpriseRoles,
  guarantorRoles,
  isOneOf,
  type Person,
  type Role,
} from '../accounts/index.ts'
import { isId } from '../platform/ids.ts'
import { Forbidden, NotFound } from '../web.ts'
import type { GuaranteeState } from './guarantee.ts'
import { type Guarantee, guaranteeById, sharesOf } from './rows.ts'

/** Who shares a guarantee's risk without having a hand in it. */
export const sharerRoles = ['reguarantor', 'treasury'] as const satisfies readonly Role[]

/** Everybody who has to do with guarantees. */
export const guaranteeReaders: readonly Role[] = [
  ...enterpriseRoles,
  ...bankRoles,
  ...guarantorRoles,
  ...sharerRoles,
  ...bureauRoles,
]

/** From the letter on everybody who shares knows for whom: it names the firm. */
export const isNamed = (state: GuaranteeState): boolean =>
  state === 'signed' || state === 'in-force' || state === 'claimed' || state === 'released'

/**
 * A guarantee as its sides, those who share it and the bureau of its place may know of it; `NotFound` for everybody else,
 * `Forbidden` for roles without guarantees.
 */
export async function guaranteeFor(from: Reader, me: Person, id: string): Promise<Guarantee> {
  if (!isOneOf(me, guaranteeReaders)) throw new Forbidden(id)
  const guarantee = isId<'guarantee'>(id) ? await guaranteeById(from, id) : null
  if (!guarantee || !(await maySee(from, me, guarantee))) throw new NotFound(id)
  return guarantee
}

async function maySee(from: Reader, me: Person, guarantee: Guarantee): Promise<boolean> {
  const { enterpriseId, bankId, guarantorId, district, id } = guarantee
  if (isOneOf(me, enterpriseRoles)) return me.enterpriseId === enterpriseId
  if (isOneOf(me, bankRoles)) return me.institutionId === bankId
  if (isOneOf(me, guarantorRoles)) return me.institutionId === guarantorId
  if (isOneOf(me, bureauRoles)) return me.region !== null && district.startsWith(me.region)
  return (await sharesOf(from, id)).some(({ institutionId }) => institutionId === me.institutionId)
}
