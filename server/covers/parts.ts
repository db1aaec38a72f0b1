import type { Reader } from '../../db/index.ts'
import {
  bankRoles,
  bureauRoles,
  enterpriseRoles,
  isOneOf,
  type Person,
  poolRoles,
  type Role,
} from '../accounts/index.ts'
import { isId } from '../platform/ids.ts'
import { NotFound } from '../web.ts'
import { type CoverScope, coverIn, type LoanToFile, loanForFiling, type ShownCover } from './rows.ts'

/** Of those who run pools, who decides what comes into cover. */
export const operatorRoles: readonly Role[] = ['pool-operator']

/** Who sees how a pool stands. */
export const poolReaders: readonly Role[] = [...poolRoles, ...bureauRoles]

/** Who sees covers. */
export const readers: readonly Role[] = [...enterpriseRoles, ...bankRoles, ...poolRoles, ...bureauRoles]

/** Whose covers a person sees: his firm's, his bank's, those his pool decides, or his region's; else nobody's. */
export function scopeFor(me: Person): CoverScope {
  if (me.enterpriseId) return { enterpriseId: me.enterpriseId }
  if (me.institutionId)
    return isOneOf(me, poolRoles) ? { operatorId: me.institutionId } : { institutionId: me.institutionId }
  return { region: me.region ?? '-' }
}

/** A cover through the person; a stranger learns nothing of it. */
export async function coverFor(from: Reader, me: Person, id: string): Promise<ShownCover> {
  const found = isId<'cover'>(id) ? await coverIn(from, scopeFor(me), id) : null
  if (!found) throw new NotFound(`cover ${id}`)
  return found
}

/** A loan of the person's own bank, as far as filing asks. */
export async function loanFor(from: Reader, me: Person, id: string): Promise<LoanToFile> {
  const loan = isId<'loan'>(id) ? await loanForFiling(from, id) : null
  if (!loan || loan.institutionId !== me.institutionId) throw new NotFound(`loan ${id}`)
  return loan
}
