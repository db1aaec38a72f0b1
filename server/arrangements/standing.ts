import { type Fen, fen, fenOf, larger, minus, noFen, part, plus, smaller, total } from '../money/fen.ts'
import { million } from '../money/rate.ts'
import { split } from '../money/split.ts'
import { assert } from '../platform/assert.ts'
import {
  type Arrangement,
  type Layer,
  type Party,
  type Reading,
  readingOf,
  wholeShare,
} from './arrangement.ts'

/**
 * `cashFen`: what the party pays out first; the bank's own share counts as paid by it, for it has lent the money.
 * `borneFen`: what it finally bears, net of what came back. Each column adds up to its whole.
 */
export type PartyShare = { readonly party: Party; readonly cashFen: Fen; readonly borneFen: Fen }

/** Money that pools can pay: by pool, or one sum for all of them, out of which the earlier layer draws first. */
export type PoolFree = Fen | Readonly<Partial<Record<Party, Fen>>>

/** The insurer's yearly account, for arrangements with an excess rule: premium received, and paid before this loss. */
export type Premium = { readonly premiumFen: Fen; readonly paidBeforeFen: Fen }

/** Everything that decides who has borne what. All amounts are sums since the beginning. */
export type Totals = {
  /** What each layer has taken of the loss. */
  readonly takenFen: readonly Fen[]
  readonly recoveredFen: Fen
  readonly recoveryCostFen: Fen
  readonly premium: Premium | null
}

/**
 * Where the parties stand: a function of the sums alone, so no order of events can lead elsewhere. Within a layer the
 * largest remainder gets the fen that is left over, ties to the earlier party.
 */
export function standing(arrangement: Arrangement, totals: Totals): PartyShare[] {
  const { parties, layers } = readingOf(arrangement)
  const lossFen = total(totals.takenFen)
  const takenFen = sharesTaken(parties, layers, totals.takenFen)
  const grossFen = relieved(arrangement, parties, takenFen, totals.premium)
  const returnedFen = returnedOf(lossFen, totals)
  const backFen = returnedFen === 0 ? [] : split(returnedFen, grossFen)
  const cashFen = paidFirst(arrangement, parties, takenFen)
  const found: PartyShare[] = []
  let paidFen = noFen
  let bornFen = noFen
  for (const party of parties) {
    const at = found.length
    const cash = cashFen[at] ?? noFen
    const borneFen = minus(grossFen[at] ?? noFen, backFen[at] ?? noFen)
    assert(borneFen >= 0, 'nobody gets back more than he bore')
    found.push({ party, cashFen: cash, borneFen })
    paidFen = fen(paidFen + cash)
    bornFen = fen(bornFen + borneFen)
  }
  assert(paidFen === lossFen, 'a loss is paid in full')
  assert(bornFen === minus(lossFen, returnedFen), 'no fen is lost')
  return found
}

/** What goes back to those who bore: recoveries after their costs, and never more than the loss. */
export const returnedOf = (lossFen: Fen, { recoveredFen, recoveryCostFen }: Totals): Fen =>
  smaller(lossFen, larger(noFen, minus(recoveredFen, recoveryCostFen)))

/** What each party's share is of what the layers took: before an excess is passed on, before anything comes back. */
function sharesTaken(
  parties: Reading['parties'],
  layers: Reading['layers'],
  takenFen: readonly Fen[],
): Fen[] {
  const [only] = layers
  // The parties stand in the order in which the layers name them: of a single layer it is the layer's own.
  if (only && layers.length === 1) return split(takenFen[0] ?? noFen, only.weights)
  const sums = parties.map(() => noFen)
  layers.forEach(({ weights, at }, index) => {
    const parts = split(takenFen[index] ?? noFen, weights)
    at.forEach((party, share) => {
      sums[party] = plus(sums[party] ?? noFen, parts[share] ?? noFen)
    })
  })
  return sums
}

/**
 * How the layers take one more amount. A pool's free money is what it can pay now; together with what it bears already
 * it bounds what its layer may have taken, so the limit does not depend on the order of events.
 */
export function takenBy(
  arrangement: Arrangement,
  before: { readonly takenFen: readonly Fen[]; readonly borneFen: (party: Party) => Fen },
  lossFen: Fen,
  poolFree: PoolFree | undefined,
): Fen[] {
  const [only] = arrangement.layers
  // A single layer has no limit, for the last one never has: it takes all there is.
  if (only && arrangement.layers.length === 1) return [plus(before.takenFen[0] ?? noFen, lossFen)]
  let leftFen = lossFen
  let purseFen = typeof poolFree === 'number' ? poolFree : noFen
  const taken = arrangement.layers.map((layer, at) => {
    const soFarFen = before.takenFen[at] ?? noFen
    const pool = layer.limit.kind === 'pool' ? layer.limit.party : null
    const freeFen = pool === null || typeof poolFree === 'number' ? purseFen : poolFree?.[pool]
    const known = pool !== null && poolFree !== undefined && freeFen !== undefined
    const mostFen = mostTaken(layer, known ? upTo(before.borneFen(pool), freeFen) : null)
    const roomFen = mostFen === null ? leftFen : larger(noFen, minus(mostFen, soFarFen))
    const takesFen = smaller(leftFen, roomFen)
    leftFen = minus(leftFen, takesFen)
    if (pool !== null && typeof poolFree === 'number')
      purseFen = larger(noFen, minus(purseFen, drawn(layer, pool, soFarFen, plus(soFarFen, takesFen))))
    return plus(soFarFen, takesFen)
  })
  assert(leftFen === 0, 'the last layer takes all that is left')
  return taken
}

/** A sum of bounds; what no fen can hold bounds nothing, and neither does the most that one can. */
const upTo = (one: Fen, other: Fen): Fen => fen(Math.min(one + other, Number.MAX_SAFE_INTEGER))

const weightsOf = (layer: Layer): number[] => layer.shares.map(({ basisPoints }) => basisPoints)

const partOf = (layer: Layer, party: Party, takenFen: Fen): Fen =>
  split(takenFen, weightsOf(layer))[layer.shares.findIndex((share) => share.party === party)] ?? noFen

const drawn = (layer: Layer, party: Party, fromFen: Fen, toFen: Fen): Fen =>
  larger(noFen, minus(partOf(layer, party, toFen), partOf(layer, party, fromFen)))

/** The most that a layer may have taken in all; null when nothing bounds it. */
function mostTaken(layer: Layer, poolMayBearFen: Fen | null): Fen | null {
  const { limit } = layer
  if (limit.kind === 'none') return null
  if (limit.kind === 'amount') return limit.limitFen
  return poolMayBearFen === null ? null : reach(layer, limit.party, poolMayBearFen)
}

/**
 * The largest amount up to which a party's part never passes its bound. Where its exact quota is not above the bound,
 * the part, which is at most the quota rounded up, is not either; from there it goes on fen by fen.
 */
function reach(layer: Layer, party: Party, boundFen: Fen): Fen | null {
  const weight = layer.shares.find((share) => share.party === party)?.basisPoints ?? 0
  assert(weight > 0, 'a pool has a share in its layer')
  const sure = (BigInt(boundFen) * BigInt(wholeShare)) / BigInt(weight)
  if (sure >= BigInt(Number.MAX_SAFE_INTEGER)) return null
  let mostFen = fen(Number(sure))
  while (mostFen < Number.MAX_SAFE_INTEGER && partOf(layer, party, fen(mostFen + 1)) <= boundFen) {
    mostFen = fen(mostFen + 1)
    assert(
      BigInt(mostFen) <= sure + BigInt(wholeShare) + 1n,
      'a quota past the bound is a part past the bound',
    )
  }
  return mostFen
}

/** Who pays out first: each its own share, or one for all but the bank, or one for all. */
function paidFirst(arrangement: Arrangement, parties: readonly Party[], sharesFen: readonly Fen[]): Fen[] {
  const { firstPayer } = arrangement
  if (!firstPayer) return [...sharesFen]
  const bankAt = firstPayer.mode === 'net-of-bank' ? parties.indexOf('bank') : -1
  const keptFen = sharesFen[bankAt] ?? noFen
  const frontedFen = minus(total(sharesFen), keptFen)
  return parties.map((party, at) => {
    if (party === firstPayer.party) return frontedFen
    return at === bankAt ? keptFen : noFen
  })
}

/**
 * Passes on the agreed part of what a party paid beyond so much of its premium. The threshold is rounded down to the
 * fen; of an odd fen the party that takes over gets the larger half. Without a premium nothing is passed on.
 */
function relieved(
  { excess }: Arrangement,
  parties: readonly Party[],
  sharesFen: readonly Fen[],
  premium: Premium | null,
): readonly Fen[] {
  if (!excess || !premium) return sharesFen
  const [from, to] = [parties.indexOf(excess.party), parties.indexOf(excess.to)]
  const thresholdFen =
    fenOf((BigInt(premium.premiumFen) * BigInt(excess.overPremiumPpm)) / million) ??
    fen(Number.MAX_SAFE_INTEGER)
  const passedOn = (paidFen: Fen): Fen => {
    const overFen = larger(noFen, minus(paidFen, thresholdFen))
    return part(overFen, excess.basisPoints, wholeShare)
  }
  const paidFen = plus(premium.paidBeforeFen, sharesFen[from] ?? noFen)
  const reliefFen = minus(passedOn(paidFen), passedOn(premium.paidBeforeFen))
  return sharesFen.map((share, at) => {
    if (at === from) return minus(share, reliefFen)
    return at === to ? plus(share, reliefFen) : share
  })
}
