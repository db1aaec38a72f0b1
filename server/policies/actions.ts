import type { Store } from '../../db/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { PolicyBook } from './book.ts'
import type { PolicyRow } from './policy.ts'
import { addPolicy, allPolicies } from './rows.ts'

/** Adds the reference rows that the database does not have yet, and fills the book. Safe to repeat. */
export async function loadPolicies(
  store: Store,
  clock: Clock,
  book: PolicyBook,
  reference: readonly PolicyRow[],
): Promise<void> {
  await store.transact(async (tx) => {
    const known = new Set((await allPolicies(tx)).map((row) => `${row.code} ${row.version}`))
    for (const row of reference) {
      if (!known.has(`${row.code} ${row.version}`)) await addPolicy(tx, row, clock.now())
    }
  })
  book.refill(await allPolicies(store.read))
}
