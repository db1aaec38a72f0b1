import type { Reader } from '../../db/index.ts'
import { poolsWith } from '../covers/index.ts'
import { freeMoney } from '../ledger/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, minus, noFen, plus, smaller } from '../money/fen.ts'
import { premiumOf } from './parts.ts'
import * as rows from './rows.ts'
import { sharesOfClaim } from './sharing.ts'

/** What banks claim of an arrangement's pools and nobody has decided, with what of it each party would bear. */
export type Undecided = {
  readonly claims: number
  readonly claimedFen: Fen
  readonly borneFen: ReadonlyMap<string, Fen>
}

/**
 * Every claim that waits for its check or its review, shared as if all were approved today in the order in which they were filed:
 * each has what the ones before it leave in the pools. A claim that could not be approved, for nobody stands behind a fund without
 * money, is shared all the same, because the fund would have to be filled for it.
 */
export async function undecidedOf(from: Reader, arrangement: string, today: Day): Promise<Undecided> {
  const found = await rows.undecidedClaims(from, arrangement)
  const borneFen = new Map<string, Fen>()
  let claimedFen = noFen
  const free: Record<string, Fen> = {}
  if (found.length > 0)
    for (const { party, bookId } of await poolsWith(from, arrangement))
      free[party] = await freeMoney(from, bookId, today)
  for (const { claim, terms } of found) {
    claimedFen = plus(claimedFen, claim.claimedFen)
    const premium = await premiumOf(from, arrangement, terms, today)
    const shares = sharesOfClaim({ terms, claimedFen: claim.claimedFen, poolFree: free, premium })
    if (!shares.ok) continue
    for (const { party, borneFen: ownFen } of shares.postings) {
      borneFen.set(party, plus(borneFen.get(party) ?? noFen, ownFen))
      const leftFen = free[party]
      if (leftFen !== undefined) free[party] = minus(leftFen, smaller(leftFen, ownFen))
    }
  }
  return { claims: found.length, claimedFen, borneFen }
}
