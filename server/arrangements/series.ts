import { type Fen, isFen, larger, minus, noFen, plus, smaller } from '../money/fen.ts'
import { split } from '../money/split.ts'
import { assert } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { type Arrangement, type Party, partiesOf, poolsOf } from './arrangement.ts'
import { faultIn } from './split-loss.ts'
import { type PartyShare, type PoolFree, type Premium, standing, takenBy } from './standing.ts'

/** Claims and recoveries of one case so far: plain data, to be kept beside the case. */
export type SharingSeries = {
  readonly takenFen: readonly Fen[]
  readonly recoveredFen: Fen
  readonly recoveryCostFen: Fen
  readonly premium: Premium | null
  /** What has been posted to each party. */
  readonly shares: readonly PartyShare[]
}

export type SharingEvent =
  | { readonly kind: 'claim'; readonly lossFen: Fen; readonly poolFreeFen?: PoolFree | undefined }
  | { readonly kind: 'recovery'; readonly recoveredFen: Fen; readonly recoveryCostFen: Fen }

/** What one event moves for a party; nothing here is ever negative. */
export type Posting = {
  readonly party: Party
  /** Paid out first, on a claim. */
  readonly cashFen: Fen
  /** Borne from now on; beside `cashFen` it says what the parties settle among themselves. */
  readonly borneFen: Fen
  /** Given back, on a recovery. */
  readonly returnedFen: Fen
}

/** The party has borne more (+) or less (−) than one sum would have made it bear; later events settle it. */
export type Ahead = { readonly party: Party; readonly fen: Fen }

export const newSharing = (arrangement: Arrangement, premium: Premium | null = null): SharingSeries => ({
  takenFen: arrangement.layers.map(() => noFen),
  recoveredFen: noFen,
  recoveryCostFen: noFen,
  premium,
  shares: partiesOf(arrangement).map((party) => ({ party, cashFen: noFen, borneFen: noFen })),
})

/**
 * Posts one more claim or recovery as the difference between where the parties stand after it and what was posted
 * before, so that any order of partial sums ends where one sum would have.
 *
 * A difference of the wrong sign (a claim that would give a party money, a recovery that would ask for some) is
 * carried, never collected: the party posts nothing, the same fen are held back from the others, the latest first,
 * and a later event settles it. `ahead` says who is ahead meanwhile.
 *
 * `poolFreeFen` is what a pool can pay on that day, what came back to it included. What a layer could not take for want
 * of money fell to the next for good: money that comes later does not reopen it. A limit bounds what is borne; money
 * that came back makes room again.
 *
 * Refuses as `splitLoss` does, and `nothing-happened` for a claim or a recovery of nothing.
 */
export function shareNext(
  arrangement: Arrangement,
  series: SharingSeries,
  event: SharingEvent,
): Outcome<{ series: SharingSeries; postings: Posting[]; ahead: Ahead[] }> {
  const claimFen = event.kind === 'claim' ? event.lossFen : noFen
  const poolFreeFen = event.kind === 'claim' ? event.poolFreeFen : undefined
  const fault =
    event.kind === 'claim'
      ? faultIn(arrangement, { lossFen: claimFen, poolFreeFen })
      : faultIn(arrangement, { ...event, lossFen: noFen })
  if (fault) return fault
  const moved = event.kind === 'claim' ? claimFen : larger(event.recoveredFen, event.recoveryCostFen)
  if (moved === 0) return refuse('nothing-happened')
  if (outgrown(series, event)) return refuse('sum-too-large')
  const totals = totalsAfter(arrangement, series, event)
  const targets = standing(arrangement, totals)
  const postings =
    event.kind === 'claim'
      ? claimed(arrangement, series.shares, targets, event)
      : returned(series.shares, targets)
  const shares = series.shares.map((share, at) => {
    const { cashFen = noFen, borneFen = noFen, returnedFen = noFen } = postings[at] ?? {}
    const after = minus(plus(share.borneFen, borneFen), returnedFen)
    assert(after >= 0, 'nobody gets back more than he bore')
    return { party: share.party, cashFen: plus(share.cashFen, cashFen), borneFen: after }
  })
  const ahead = shares.map(({ party, borneFen }, at) => ({
    party,
    fen: minus(borneFen, targets[at]?.borneFen ?? noFen),
  }))
  return done({ series: { ...totals, shares }, postings, ahead })
}

/** Whether a sum would pass what can be counted exactly. */
function outgrown(series: SharingSeries, event: SharingEvent): boolean {
  const { takenFen, recoveredFen, recoveryCostFen, premium } = series
  const sums =
    event.kind === 'claim'
      ? [[event.lossFen, premium?.paidBeforeFen ?? 0, ...takenFen]]
      : [
          [recoveredFen, event.recoveredFen],
          [recoveryCostFen, event.recoveryCostFen],
        ]
  return sums.some((terms) => !isFen(terms.reduce<number>((sum, term) => sum + term, 0)))
}

function totalsAfter(arrangement: Arrangement, series: SharingSeries, event: SharingEvent) {
  if (event.kind === 'recovery')
    return {
      ...series,
      recoveredFen: plus(series.recoveredFen, event.recoveredFen),
      recoveryCostFen: plus(series.recoveryCostFen, event.recoveryCostFen),
    }
  const borneFen = (party: Party) => series.shares.find((share) => share.party === party)?.borneFen ?? noFen
  const before = { takenFen: series.takenFen, borneFen }
  return { ...series, takenFen: takenBy(arrangement, before, event.lossFen, event.poolFreeFen) }
}

/** A claim: cash for all of it; borne as far as money that came back earlier does not pay for it already. */
function claimed(
  arrangement: Arrangement,
  before: readonly PartyShare[],
  targets: readonly PartyShare[],
  event: { readonly lossFen: Fen; readonly poolFreeFen?: PoolFree | undefined },
): Posting[] {
  const cash = growth(before, targets, 'cashFen')
  const due = growth(before, targets, 'borneFen').map((fen, at) => {
    const free = freeOf(arrangement, event.poolFreeFen, before[at]?.party)
    return free === null ? fen : smaller(fen, free)
  })
  const openFen = larger(
    noFen,
    minus(plus(...targets.map((share) => share.borneFen)), plus(...before.map((share) => share.borneFen))),
  )
  const borneFen = covering(arrangement, before, heldBack(due, openFen), smaller(openFen, event.lossFen))
  const cashFen = heldBack(cash, event.lossFen)
  assert(plus(...cashFen) === event.lossFen, 'a claim is paid in full')
  return before.map(({ party }, at) => ({
    party,
    cashFen: cashFen[at] ?? noFen,
    borneFen: borneFen[at] ?? noFen,
    returnedFen: noFen,
  }))
}

/** A recovery: what the parties now bear too much goes back to them. */
function returned(before: readonly PartyShare[], targets: readonly PartyShare[]): Posting[] {
  const openFen = larger(
    noFen,
    minus(plus(...before.map((share) => share.borneFen)), plus(...targets.map((share) => share.borneFen))),
  )
  const back = heldBack(growth(targets, before, 'borneFen'), openFen)
  assert(plus(...back) === openFen, 'a recovery goes back in full')
  return before.map(({ party }, at) => ({
    party,
    cashFen: noFen,
    borneFen: noFen,
    returnedFen: back[at] ?? noFen,
  }))
}

const growth = (
  from: readonly PartyShare[],
  to: readonly PartyShare[],
  column: 'cashFen' | 'borneFen',
): Fen[] => to.map((share, at) => larger(noFen, minus(share[column], from[at]?.[column] ?? noFen)))

/** What is due beyond the event is held back, from the latest party first. */
function heldBack(dues: readonly Fen[], eventFen: Fen): Fen[] {
  let excessFen = larger(noFen, minus(plus(...dues), eventFen))
  return dues
    .toReversed()
    .map((due) => {
      const heldFen = smaller(due, excessFen)
      excessFen = minus(excessFen, heldFen)
      return minus(due, heldFen)
    })
    .toReversed()
}

/** What a pool lacks although it is due falls to the last layer, as what a layer cannot take does. */
function covering(
  arrangement: Arrangement,
  before: readonly PartyShare[],
  partsFen: readonly Fen[],
  eventFen: Fen,
): Fen[] {
  const lastShares = arrangement.layers.at(-1)?.shares ?? []
  const within = heldBack(partsFen, eventFen)
  const lackFen = minus(eventFen, plus(...within))
  if (lackFen === 0) return within
  const more = split(
    lackFen,
    lastShares.map(({ basisPoints }) => basisPoints),
  )
  return before.map(({ party }, at) => {
    const index = lastShares.findIndex((share) => share.party === party)
    return plus(within[at] ?? noFen, more[index] ?? noFen)
  })
}

/** What a pool can pay at most; null for everybody else, and for a pool of which nothing is said. */
function freeOf(arrangement: Arrangement, free: PoolFree | undefined, party: Party | undefined): Fen | null {
  if (party === undefined || free === undefined || !poolsOf(arrangement).includes(party)) return null
  return typeof free === 'number' ? free : (free[party] ?? null)
}
