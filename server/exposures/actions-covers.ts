import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { fundedParties } from '../covers/pool.ts'
import { type Day, day } from '../money/day.ts'
import { type Fen, noFen, smaller } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { type Exposed, keepExposure } from './actions.ts'
import { quarterOf, type Stand } from './exposure.ts'
import * as rows from './rows.ts'
import { coverShares } from './shares.ts'

type When = Pick<By, 'at' | 'today'>

/** A loan as its covers follow it. */
export type CoveredLoan = {
  readonly id: Id<'loan'>
  readonly balanceFen: Fen
  readonly firstDrawnOn: Day | null
}

/**
 * Brings what stands under cover of pools along with its loans, in the transaction in which a loan or its cover changed: at
 * most what was filed, and as much as is out. A loan that no pool covers is passed over.
 */
export async function followCovers(
  tx: Transaction,
  when: When,
  loans: readonly CoveredLoan[],
): Promise<void> {
  const byId = new Map(loans.map((loan) => [String(loan.id), loan]))
  const atOnce = 400
  for (let at = 0; at < loans.length; at += atOnce) {
    const slice = loans.slice(at, at + atOnce).map(({ id }) => id)
    const found = await rows.coversOfLoans(tx, slice)
    if (found.length === 0) continue
    const pools = await poolsBy(tx)
    for (const one of found) {
      const { exposed, stand } = coverStand(
        one,
        present(byId.get(one.cover.loanId), 'the loan of a cover'),
        pools,
      )
      await keepExposure(tx, when, exposed, stand)
    }
  }
}

/** A thing covers nothing any more, whatever is still out: the pools have paid for it. */
export async function endExposure(tx: Transaction, when: When, id: string): Promise<void> {
  const before = await rows.exposureById(tx, id)
  if (!before) return
  const bearings = before.bearings.map((one) => ({ ...one, fen: noFen }))
  await keepExposure(tx, when, before, { balanceFen: noFen, loans: 0, bearings })
}

/** The pool that stands behind a party of an arrangement. */
export type PoolOf = (arrangement: string, party: string) => string | null

export async function poolsBy(tx: Parameters<typeof rows.poolsOfArrangements>[0]): Promise<PoolOf> {
  const pools = new Map(
    (await rows.poolsOfArrangements(tx)).map(({ id, arrangement, party }) => [`${arrangement} ${party}`, id]),
  )
  return (arrangement, party) => pools.get(`${arrangement} ${party}`) ?? null
}

/** Under what a cover counts, and where it stands by its loan. */
export function coverStand(
  { cover, firm, depositFen }: rows.FoundCover,
  loan: Pick<CoveredLoan, 'balanceFen' | 'firstDrawnOn'>,
  poolOf: PoolOf,
): { readonly exposed: Exposed; readonly stand: Stand } {
  const balanceFen = smaller(cover.filedFen, loan.balanceFen)
  const pooled = fundedParties(cover.terms)
  const bearings = coverShares(cover.terms, balanceFen, depositFen ?? noFen).map(({ party, fen }) => ({
    party:
      party === 'bank'
        ? cover.institutionId
        : ((pooled.some((one) => one === party) ? poolOf(cover.arrangement, party) : null) ?? party),
    ...{ role: party, fen },
  }))
  return {
    exposed: {
      ...{ id: cover.id, kind: 'cover', loanId: cover.loanId, enterpriseId: cover.enterpriseId },
      ...{ bankId: cover.institutionId, guarantorId: null, district: firm.region.slice(0, 6) },
      ...{ industry: firm.industry.slice(0, 1), size: firm.size, scheme: cover.arrangement },
      vintage: quarterOf(loan.firstDrawnOn ?? day(cover.filedOn)),
    },
    stand: { balanceFen, loans: balanceFen > 0 ? 1 : 0, bearings },
  }
}
