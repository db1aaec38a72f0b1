import { type Arrangement, readingOf } from '../arrangements/arrangement.ts'
import { splitLoss } from '../arrangements/split-loss.ts'
import type { Fen } from '../money/fen.ts'
import { assert } from '../platform/assert.ts'
import type { Bearing } from './exposure.ts'

/**
 * 或有责任 of a cover: what each party would bear if all of a balance were lost today and every pool had the money; what a pool
 * has is its headroom, not its share. A layer that a pool carries alone, 助保金, takes no more than this borrower paid into
 * it (`depositFen`): so the deposits of all loans add up to what the borrowers' pool was paid.
 */
export function coverShares(
  terms: Arrangement,
  balanceFen: Fen,
  depositFen: Fen,
): readonly { readonly party: Bearing['role']; readonly fen: Fen }[] {
  const { alone } = readingOf(terms)
  const free = Object.fromEntries(alone.map((party) => [party, depositFen]))
  const found = splitLoss(terms, { lossFen: balanceFen, ...(alone.length ? { poolFreeFen: free } : {}) })
  assert(found.ok, 'a balance is shared by the terms of its cover')
  return found.shares.map(({ party, borneFen }) => ({ party, fen: borneFen }))
}
