import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { arrangementOn, type Party } from '../arrangements/index.ts'
import { write } from '../audit/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { type BookId, openBook } from '../ledger/index.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { PolicyBook } from '../policies/index.ts'
import { fundedParties } from './pool.ts'
import { addPool, type PoolRow, poolsFor } from './rows-pools.ts'

export type PoolDraft = {
  readonly arrangement: string
  /** The party of the arrangement whose money it holds. */
  readonly party: Party
  readonly name: { readonly zh: string; readonly en: string }
  readonly institutionId: InstitutionId
  readonly region: string
  /** Where the book has another code than `pool-<arrangement>-<party>`. */
  readonly code?: string
}

/**
 * Opens a compensation pool: its book in the ledger, and that it stands behind a party of an arrangement. Its money comes in
 * by entries of the ledger. Refuses: `unknown-arrangement`, `party-is-no-pool`, `pool-is-open`, `pool-of-other-operator`,
 * `book-of-other-kind`.
 */
export async function openPool(
  tx: Transaction,
  by: By,
  policies: PolicyBook,
  { arrangement, party, name, institutionId, region, code = `pool-${arrangement}-${party}` }: PoolDraft,
): Promise<Outcome<{ readonly pool: PoolRow; readonly book: BookId }>> {
  const found = arrangementOn(policies, arrangement, by.today)
  if (!found.ok) return found
  if (!fundedParties(found.policy.value).includes(party))
    return refuse('party-is-no-pool', { field: 'party' })
  const there = await poolsFor(tx, arrangement)
  if (there.some((one) => one.party === party)) return refuse('pool-is-open', { field: 'party' })
  // A claim goes to the people of one operator, who pay their parts out of all pools of its arrangement.
  if (there.some((one) => one.institutionId !== institutionId))
    return refuse('pool-of-other-operator', { field: 'operator' })
  const book = { code, kind: 'compensation-pool', name, institutionId, region } as const
  const opened = await openBook(tx, by, book)
  if (!opened.ok) return opened
  const pool = {
    ...{ id: newId<'compensation-pool'>(), arrangement, party, bookId: opened.book.id },
    ...{ institutionId, region, openedAt: by.at },
  }
  await addPool(tx, pool)
  await write(tx, by, {
    happening: 'covers.pool-opened',
    subject: { kind: 'book', id: opened.book.id },
    details: { arrangement, party },
  })
  return done({ pool, book: opened.book.id })
}
