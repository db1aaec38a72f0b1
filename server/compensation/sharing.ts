import type { Arrangement, Layer, Party } from '../arrangements/arrangement.ts'
import { poolsOf } from '../arrangements/arrangement.ts'
import { newSharing, type Posting, type SharingSeries, shareNext } from '../arrangements/series.ts'
import type { Premium } from '../arrangements/standing.ts'
import { type Fen, minus, noFen, plus, smaller, total } from '../money/fen.ts'
import { assert } from '../platform/assert.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'

/*
 * 分担: what the payout of a claim and what comes back later move between those who share a covered loan. Everything here is
 * told by the engine of arrangements; this file says what of it a payout is, and tells it again from what was kept.
 */

export type Free = Readonly<Partial<Record<Party, Fen>>>

/** Beyond what any loan is: a pool that never comes to its end. */
const endless = 9_000_000_000_000 as Fen

/** What was kept of a payout, and what came back since, in their order. */
export type Kept = {
  readonly terms: Arrangement
  readonly claimedFen: Fen
  readonly poolFree: Free
  readonly premium: Premium | null
  readonly recoveries: readonly { readonly recoveredFen: Fen; readonly costFen: Fen }[]
}

export type Shared = { readonly series: SharingSeries; readonly postings: readonly Posting[] }

/** What pools of the arrangement have; others are not bounded by it, whoever's money they are. */
const within = (terms: Arrangement, free: Free): Free =>
  Object.fromEntries(Object.entries(free).filter(([party]) => poolsOf(terms).some((pool) => pool === party)))

/**
 * Who pays what of a claim, when the pools can pay so much: layer by layer, and what a layer cannot take falls to the next.
 * Refuses as `shareNext` does.
 */
export const sharesOfClaim = ({
  terms,
  claimedFen,
  poolFree,
  premium,
}: Omit<Kept, 'recoveries'>): Outcome<Shared> =>
  shareNext(terms, newSharing(terms, premium), {
    ...{ kind: 'claim', lossFen: claimedFen, poolFreeFen: within(terms, poolFree) },
  })

/** Where the shares stand after everything that was kept; told again, it is what was told then. */
export function told(kept: Kept): SharingSeries {
  const first = sharesOfClaim(kept)
  assert(first.ok, 'what was shared once is shared again')
  let { series } = first
  for (const { recoveredFen, costFen } of kept.recoveries) {
    const next = shareNext(kept.terms, series, { kind: 'recovery', recoveredFen, recoveryCostFen: costFen })
    assert(next.ok, 'what came back once comes back again')
    series = next.series
  }
  return series
}

/** The most that can still come back: what was paid and spent, less what came back before. */
export function mostRecovered({ takenFen, recoveredFen, recoveryCostFen }: SharingSeries, costFen: Fen): Fen {
  const spentFen = plus(total(takenFen), recoveryCostFen, costFen)
  return minus(spentFen, smaller(spentFen, recoveredFen))
}

/** Costs that nothing has covered yet: the next money that comes back covers them before anybody has anything of it. */
export const openCostOf = ({ recoveredFen, recoveryCostFen }: SharingSeries): Fen =>
  minus(recoveryCostFen, smaller(recoveryCostFen, recoveredFen))

/**
 * Whom a recovery goes back to: its costs first, then those who bore, in proportion, never more than they bore.
 * Refuses `recovery-above-owed`, and as `shareNext` does.
 */
export function sharesOfRecovery(
  terms: Arrangement,
  series: SharingSeries,
  { recoveredFen, costFen }: Kept['recoveries'][number],
): Outcome<Shared> {
  const mostFen = mostRecovered(series, costFen)
  if (recoveredFen > mostFen)
    return refuse('recovery-above-owed', { field: 'recoveredFen', values: { mostFen } })
  return shareNext(terms, series, { kind: 'recovery', recoveredFen, recoveryCostFen: costFen })
}

/**
 * What a recovery pays of the loan: what is left of it for those who bore when its costs are covered. Principal first, as
 * banks book money of bad loans (财会〔2001〕49号 金融企业会计制度: 非应计贷款 收到的还款先冲减本金); what the loan no longer has as
 * principal is interest.
 */
export function paysOfLoan(
  { principalFen, claimedFen }: { readonly principalFen: Fen; readonly claimedFen: Fen },
  { shares }: SharingSeries,
  postings: readonly Posting[],
  balanceFen: Fen,
): { readonly principalFen: Fen; readonly interestFen: Fen } {
  const borneFen = plus(noFen, ...shares.map((one) => one.borneFen))
  const paidFen = plus(noFen, ...postings.map(({ returnedFen }) => returnedFen))
  const backBefore = minus(claimedFen, plus(borneFen, paidFen))
  const leftFen = minus(principalFen, smaller(principalFen, backBefore))
  const principal = smaller(smaller(paidFen, leftFen), balanceFen)
  return { principalFen: principal, interestFen: minus(paidFen, principal) }
}

/** What one layer took, and what fell to the next for want of money. */
export type LayerTaken = {
  readonly layer: Layer
  readonly takenFen: Fen
  readonly restFen: Fen
  /** The pool that bounds it with what it had; null where nothing does. */
  readonly bound: { readonly party: Party; readonly freeFen: Fen } | null
}

/** The way of a claim through the layers, for a page: each takes what it can of what the one before left. */
export function layersOf({ terms, claimedFen, poolFree }: Kept, { takenFen }: SharingSeries): LayerTaken[] {
  let restFen = claimedFen
  return terms.layers.map((layer, at) => {
    const took = takenFen[at] ?? noFen
    restFen = minus(restFen, took)
    const bound =
      layer.limit.kind === 'pool'
        ? { party: layer.limit.party, freeFen: poolFree[layer.limit.party] ?? noFen }
        : null
    return { layer, takenFen: took, restFen, bound }
  })
}

/** What the pools would have paid with money enough, less what they paid: for nobody is it hidden what a pool lacked. */
export function shortOf(kept: Omit<Kept, 'recoveries'>, postings: readonly Posting[]): Fen {
  const pools = poolsOf(kept.terms)
  if (pools.length === 0) return noFen
  const full = sharesOfClaim({
    ...kept,
    poolFree: Object.fromEntries(pools.map((party) => [party, endless])),
  })
  assert(full.ok, 'a claim is shared where pools have enough')
  const sum = (all: readonly Posting[]) =>
    plus(noFen, ...all.filter(({ party }) => pools.includes(party)).map(({ borneFen }) => borneFen))
  const [wanted, paid] = [sum(full.postings), sum(postings)]
  return wanted > paid ? minus(wanted, paid) : noFen
}
