import type { Reader } from '../../db/index.ts'
import { bankRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import { isId } from '../platform/ids.ts'
import { Forbidden, NotFound, type SignedIn } from '../web.ts'
import { type LoanRow, loanById } from './rows.ts'
import { type ImportBatch, importById } from './rows-imports.ts'
import { type Renewal, renewalById } from './rows-renewals.ts'

/** The loan as its two parties may know of it; `NotFound` for everybody else, `Forbidden` for roles without loans. */
export async function loanFor(from: Reader, who: Person, id: string): Promise<LoanRow> {
  if (!isOneOf(who, [...enterpriseRoles, ...bankRoles])) throw new Forbidden(id)
  const loan = isId<'loan'>(id) ? await loanById(from, id) : null
  if (!loan || (who.enterpriseId !== loan.enterpriseId && who.institutionId !== loan.institutionId)) {
    throw new NotFound(id)
  }
  return loan
}

/**
 * The ways through the queue, on the page of something that stands in it: what was chosen there is added by whoever sends
 * the page. They stay for those who came from a band of it and have just done what was owed.
 */
export function queueMoves(
  { me, query }: Pick<SignedIn, 'me' | 'query'>,
  id: string,
  isOwed: boolean,
): { readonly before: string; readonly after: string; readonly queue: string } | null {
  const came = query.band !== undefined || query.of === 'all'
  if (!isOneOf(me, bankRoles) || !(isOwed || came)) return null
  return { before: `/queue/before/${id}`, after: `/queue/after/${id}`, queue: '/queue' }
}

/** A file of the person's own bank; `NotFound` for everybody else, `Forbidden` for roles without loans. */
export async function importFor(from: Reader, who: Person, id: string): Promise<ImportBatch> {
  if (!isOneOf(who, bankRoles)) throw new Forbidden(id)
  const batch = isId<'import'>(id) ? await importById(from, id) : null
  if (!batch || who.institutionId !== batch.institutionId) throw new NotFound(id)
  return batch
}

/** A wish for renewal as its two parties may know of it, with its loan; `NotFound` for everybody else. */
export async function renewalFor(
  from: Reader,
  who: Person,
  id: string,
): Promise<{ readonly renewal: Renewal; readonly loan: LoanRow }> {
  const renewal = isId<'renewal'>(id) ? await renewalById(from, id) : null
  if (!renewal) throw new NotFound(id)
  return { renewal, loan: await loanFor(from, who, renewal.loanId) }
}
