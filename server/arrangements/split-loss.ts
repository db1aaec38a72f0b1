import { type Fen, isFen, larger, minus, noFen, plus } from '../money/fen.ts'
import { type Outcome, type Refused, refuse } from '../platform/outcome.ts'
import { type Arrangement, type Party, poolsOf, readingOf } from './arrangement.ts'
import { type PartyShare, type PoolFree, type Premium, returnedOf, standing, takenBy } from './standing.ts'

export type Loss = {
  readonly lossFen: Fen
  /** What the pools can pay; without it they are taken to have enough. */
  readonly poolFreeFen?: PoolFree | undefined
  readonly recoveredFen?: Fen | undefined
  readonly recoveryCostFen?: Fen | undefined
  readonly premium?: Premium | undefined
}

export type LossSplit = {
  readonly shares: readonly PartyShare[]
  /** The loss, which is what `cashFen` adds up to; `borneFen` adds up to it less `returnedFen`. */
  readonly totalFen: Fen
  readonly returnedFen: Fen
  /** Recovered beyond loss and costs: it belongs to the debtor. */
  readonly surplusFen: Fen
  /** Costs beyond what was recovered: they stay with whoever went after the debtor. */
  readonly openCostFen: Fen
}

/**
 * Splits a loss by an arrangement, layer by layer, all at once. Every preview, contract and entry comes from here.
 * Refuses `amount-wrong` with its field; `pool-free-missing` when a pool alone carries a layer and nobody says what it
 * has; `not-a-pool` when money is named for a party that is no pool of the arrangement.
 */
export function splitLoss(arrangement: Arrangement, loss: Loss): Outcome<LossSplit> {
  const fault = faultIn(arrangement, loss)
  if (fault) return fault
  const { lossFen, poolFreeFen, recoveredFen = noFen, recoveryCostFen = noFen, premium = null } = loss
  const totals = {
    takenFen: takenBy(arrangement, nothingYet, lossFen, poolFreeFen),
    recoveredFen,
    recoveryCostFen,
    premium,
  }
  const returnedFen = returnedOf(lossFen, totals)
  return {
    ok: true,
    shares: standing(arrangement, totals),
    totalFen: lossFen,
    returnedFen,
    surplusFen: minus(larger(noFen, minus(recoveredFen, recoveryCostFen)), returnedFen),
    openCostFen: larger(noFen, minus(recoveryCostFen, recoveredFen)),
  }
}

/** Before the first loss no layer has taken anything. */
const nothingYet = { takenFen: [], borneFen: () => noFen }

/** What `splitLoss` and the series refuse of amounts and of pools. */
export function faultIn(arrangement: Arrangement, loss: Loss): Refused | null {
  const { lossFen, poolFreeFen, recoveredFen, recoveryCostFen, premium } = loss
  const wrong =
    faultAt('lossFen', lossFen) ??
    faultAt('recoveredFen', recoveredFen) ??
    faultAt('recoveryCostFen', recoveryCostFen) ??
    faultAt('premiumFen', premium?.premiumFen) ??
    faultAt('paidBeforeFen', premium?.paidBeforeFen) ??
    (typeof poolFreeFen === 'number' ? faultAt('poolFreeFen', poolFreeFen) : null)
  if (wrong) return wrong
  const inPools = typeof poolFreeFen === 'object' ? faultInPools(arrangement, poolFreeFen) : null
  if (inPools) return inPools
  if (lossFen + (premium?.paidBeforeFen ?? 0) > Number.MAX_SAFE_INTEGER)
    return refuse('amount-wrong', { field: 'paidBeforeFen' })
  const missing = readingOf(arrangement).alone.find((party) => isSilent(poolFreeFen, party))
  return missing === undefined || lossFen === 0
    ? null
    : refuse('pool-free-missing', { field: 'poolFreeFen', values: { party: missing } })
}

function faultInPools(arrangement: Arrangement, poolFreeFen: Exclude<PoolFree, Fen>): Refused | null {
  for (const [party, free] of Object.entries(poolFreeFen)) {
    const field = `poolFreeFen.${party}`
    if (!poolsOf(arrangement).some((pool) => pool === party)) return refuse('not-a-pool', { field })
    const fault = faultAt(field, free)
    if (fault) return fault
  }
  return null
}

const faultAt = (field: string, amount: number | undefined): Refused | null =>
  amount === undefined || (isFen(amount) && amount >= 0) ? null : refuse('amount-wrong', { field })

const isSilent = (free: PoolFree | undefined, party: Party): boolean =>
  free === undefined || (typeof free === 'object' && free[party] === undefined)

/** The sum of one column, for pages and tests. */
export const columnOf = (shares: readonly PartyShare[], column: 'cashFen' | 'borneFen'): Fen =>
  plus(...shares.map((share) => share[column]))
