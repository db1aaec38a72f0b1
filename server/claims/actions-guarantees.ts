import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import {
  changeBalance,
  changeGuarantee,
  endGuarantee,
  type FollowParts,
  followLoan,
} from '../guarantees/index.ts'
import type { Day } from '../money/day.ts'
import { minus, plus } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import * as rows from './rows.ts'

type Kept = Outcome<{ readonly guarantee: rows.Guaranteed }>

/** One claim more on its way, or one less: while there is any, nothing releases the guarantee. Refuses `stale`. */
export async function countClaim(tx: Transaction, guarantee: rows.Guaranteed, more: 1 | -1): Promise<Kept> {
  const kept = await changeGuarantee(tx, guarantee, { openClaims: guarantee.openClaims + more })
  return kept ? done({ guarantee: kept }) : refuse('stale')
}

/** A claim ended without a payout: where the loan was settled meanwhile, its guarantee is released now. */
export async function letGo(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  guaranteeId: rows.GuaranteeId,
): Promise<Outcome<object>> {
  const guarantee = present(await rows.guaranteeById(tx, guaranteeId), 'the guarantee of a claim')
  const counted = await countClaim(tx, guarantee, -1)
  if (!counted.ok) return counted
  const loan = guarantee.loanId ? await rows.loanOf(tx, guarantee.loanId) : null
  return loan ? followLoan(tx, parts, by, loan, by.today) : counted
}

/**
 * Principal that was paid to the bank: it is no longer guaranteed but claimed. After a final settlement nothing is left to
 * guarantee: the rest is free, in every book. Refuses what `changeBalance` refuses.
 */
export async function takeOver(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  guarantee: rows.Guaranteed,
  { kind, principalFen }: Pick<rows.Claim, 'kind' | 'principalFen'>,
  on: Day,
): Promise<Kept> {
  const taken = await changeBalance(
    tx,
    parts,
    by,
    guarantee,
    {
      ...{ state: 'claimed', kind: 'claimed', openFen: guarantee.openFen },
      balanceFen: minus(guarantee.balanceFen, principalFen),
    },
    { on, more: { claimedFen: plus(guarantee.claimedFen, principalFen) } },
  )
  if (!taken.ok || kind === 'interim') return taken
  return endGuarantee(tx, parts, by, taken.guarantee, { on, why: 'final-settlement' })
}
