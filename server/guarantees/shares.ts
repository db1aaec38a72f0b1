import type { Arrangement, Party } from '../arrangements/arrangement.ts'
import { poolsOf } from '../arrangements/arrangement.ts'
import { arrangementCodesOn, arrangementOn } from '../arrangements/index.ts'
import { splitLoss } from '../arrangements/split-loss.ts'
import type { Day } from '../money/day.ts'
import { type Fen, minus, noFen } from '../money/fen.ts'
import { assert } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { PolicyBook } from '../policies/index.ts'

export type PartyFen = { readonly party: Party; readonly fen: Fen }

/**
 * Whether guarantees can be given under an arrangement. Refuses `no-guarantor-share` (nobody guarantees in it) and
 * `arrangement-of-pools` (what a party bears would hang on a pool's money of the day).
 */
export function checkGuaranteed(arrangement: Arrangement): Outcome<object> {
  const found = splitLoss(arrangement, { lossFen: noFen })
  const parties = found.ok ? found.shares.map(({ party }) => party) : []
  if (!parties.includes('guarantor')) return refuse('no-guarantor-share', { field: 'arrangement' })
  return poolsOf(arrangement).length > 0 ? refuse('arrangement-of-pools', { field: 'arrangement' }) : done()
}

/** The arrangements of a day under which guarantees can be given, with their names. */
export const guaranteedArrangements = (
  book: PolicyBook,
  on: Day,
): { code: string; name: Arrangement['name'] }[] =>
  arrangementCodesOn(book, on).flatMap((code) => {
    const found = arrangementOn(book, code, on)
    return found.ok && checkGuaranteed(found.policy.value).ok ? [{ code, name: found.policy.value.name }] : []
  })

/**
 * 或有责任: what each party would bear if all of a balance were lost today. A function of the balance alone: however it
 * came down, the shares are those of one sum, and add up to it.
 */
export function contingentShares(arrangement: Arrangement, balanceFen: Fen): PartyFen[] {
  const found = splitLoss(arrangement, { lossFen: balanceFen })
  assert(found.ok, 'an arrangement without pools splits any sum')
  return found.shares.map(({ party, borneFen }) => ({ party, fen: borneFen }))
}

/** One party's share of a balance; nothing for a party that has none. */
export const shareOf = (arrangement: Arrangement, party: Party, balanceFen: Fen): Fen =>
  contingentShares(arrangement, balanceFen).find((one) => one.party === party)?.fen ?? noFen

/**
 * What a change of the balance moves for each party. Nobody pays for a contingent share, so a party whose share a smaller
 * balance rounds up by a fen simply gets it: the ledger stands at the split of the balance after every change.
 */
export function shareMoves(arrangement: Arrangement, beforeFen: Fen, afterFen: Fen): PartyFen[] {
  const before = contingentShares(arrangement, beforeFen)
  return contingentShares(arrangement, afterFen).map(({ party, fen }, at) => ({
    party,
    fen: minus(fen, before[at]?.fen ?? noFen),
  }))
}
