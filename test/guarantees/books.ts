import assert from 'node:assert/strict'
import { eq } from 'drizzle-orm'
import { guaranteeCustomers, guarantorCustomers, guarantors } from '../../db/tables/guarantee-figures.ts'
import { guaranteeChanges, guaranteeShares, guarantees } from '../../db/tables/guarantees.ts'
import { ledgerAccounts, ledgerBooks } from '../../db/tables/ledger.ts'
import { proveExposures } from '../../server/exposures/index.ts'
import { ruleOn } from '../../server/guarantees/policies.ts'
import { bookAfter, emptyBook, sumsOf, weighed } from '../../server/guarantees/position.ts'
import { contingentShares } from '../../server/guarantees/shares.ts'
import { plus } from '../../server/money/fen.ts'
import { compareStress } from '../stress/held.ts'
import type { Town } from '../support/app.ts'

/** Every kept figure and every contingent account, counted anew from the guarantees: the rows are what they say. */
export async function assertKept({
  store,
  parts,
  clock,
}: Pick<Town, 'store' | 'parts' | 'clock'>): Promise<void> {
  const from = store.read
  const all = await from.select().from(guarantees)
  const shares = await from.select().from(guaranteeShares)
  const accounts = await from
    .select({ book: ledgerAccounts.bookId, code: ledgerAccounts.code, balanceFen: ledgerAccounts.balanceFen })
    .from(ledgerAccounts)
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, ledgerAccounts.bookId))
    .where(eq(ledgerBooks.kind, 'party'))
  const changes = await from.select().from(guaranteeChanges)
  for (const one of all) {
    const own = shares.filter(({ guaranteeId }) => guaranteeId === one.id)
    if (own.length)
      assert.deepEqual(
        Object.fromEntries(own.map(({ party, contingentFen }) => [party, contingentFen])),
        Object.fromEntries(
          contingentShares(one.terms, one.balanceFen).map(({ party, fen: share }) => [party, share]),
        ),
      )
    const moved = changes.filter(({ guaranteeId }) => guaranteeId === one.id).map(({ deltaFen }) => deltaFen)
    assert.equal(plus(...moved), one.balanceFen, 'the changes of a guarantee add up to its balance')
  }
  for (const { book, code, balanceFen } of accounts)
    if (code === 'contingent' || code === 'contingent-against')
      assert.equal(
        balanceFen,
        plus(...shares.filter(({ bookId }) => bookId === book).map(({ contingentFen }) => contingentFen)),
        'a contingent account is the sum of its shares',
      )
  const sums = all.map((one) => ({ one, sums: sumsOf(one) }))
  for (const kept of await from.select().from(guaranteeCustomers)) {
    const own = sums.filter(({ one }) => one.enterpriseId === kept.enterpriseId)
    for (const key of ['pendingFen', 'promisedFen', 'balanceFen'] as const)
      assert.equal(kept[key], plus(...own.map((row) => row.sums[key])), `customer ${key}`)
  }
  const weights = ruleOn(parts.policies, 'guarantee-weights', clock.today()).value
  const customers = await from.select().from(guarantorCustomers)
  for (const kept of await from.select().from(guarantors)) {
    let book = emptyBook
    for (const customer of customers.filter(({ guarantorId }) => guarantorId === kept.guarantorId)) {
      const own = sums.filter(
        ({ one }) => one.guarantorId === customer.guarantorId && one.enterpriseId === customer.enterpriseId,
      )
      for (const key of ['promisedFen', 'balanceFen', 'promisedOwnFen', 'ownFen'] as const)
        assert.equal(
          customer[key],
          plus(...own.map((row) => row.sums[key])),
          `customer of a guarantor ${key}`,
        )
      const stand = weighed(weights, customer)
      assert.deepEqual(
        [customer.liabilityFen, customer.committedFen],
        [stand.liabilityFen, stand.committedFen],
      )
      book = bookAfter(book, null, stand)
    }
    const { guarantorId, guarantees: count, weightsVersion: _, ...stand } = kept
    assert.deepEqual(stand, book)
    const inForce = all.filter(
      (one) => one.guarantorId === guarantorId && (one.state === 'in-force' || one.state === 'claimed'),
    )
    assert.equal(count, inForce.length)
  }
  const { fault } = await proveExposures(from)
  assert.equal(fault, null, 'what is kept of exposure is what the guarantees say')
  await compareStress(from, '3406', 'what a stress test is about')
}
