import { assert } from './assert.ts'
import { type Fen, fen, minus, noFen, plus, total } from './fen.ts'

/**
 * Divides an amount by weights (basis points, or amounts themselves). Every party gets its quota rounded down; the
 * fen left over go one each to the largest remainders, ties to the earlier party. The parts add up to the whole.
 */
export function split(whole: Fen, weights: readonly number[]): Fen[] {
  assert(whole >= 0, 'a negative amount is not split')
  let sum = 0
  for (const weight of weights) {
    assert(Number.isSafeInteger(weight) && weight >= 0, 'weights are whole and not negative')
    sum += weight
  }
  assert(sum > 0, 'somebody has to take a share')
  // No product of the whole and a weight passes 2^53 where that of the whole and all weights does not.
  const parts =
    fen(whole) * sum <= Number.MAX_SAFE_INTEGER ? plainParts(whole, weights, sum) : exactParts(whole, weights)
  assert(total(parts) === whole, 'a split loses no fen')
  return parts
}

/** In plain numbers, for amounts whose products are exact; proven equal to `exactParts` by a property. */
export function plainParts(whole: Fen, weights: readonly number[], sum: number): Fen[] {
  const parts: Fen[] = []
  const remainders: number[] = []
  let left: number = whole
  for (const weight of weights) {
    const product = whole * weight
    const floor = Math.floor(product / sum)
    parts.push(fen(floor))
    remainders.push(product - floor * sum)
    left -= floor
  }
  for (; left > 0; left -= 1) {
    let luckiest = 0
    // A remainder that is as large comes too late: ties go to the earlier party.
    for (let party = 1; party < remainders.length; party += 1)
      if ((remainders[party] ?? 0) > (remainders[luckiest] ?? 0)) luckiest = party
    parts[luckiest] = fen((parts[luckiest] ?? 0) + 1)
    remainders[luckiest] = -1
  }
  return parts
}

/** For amounts and weights of any size. */
export function exactParts(whole: Fen, weights: readonly number[]): Fen[] {
  const sum = weights.reduce((so, weight) => so + BigInt(weight), 0n)
  const quotas = weights.map((weight, party) => {
    const product = BigInt(whole) * BigInt(weight)
    return { party, floor: product / sum, remainder: product % sum }
  })
  const left = Number(BigInt(whole) - quotas.reduce((so, quota) => so + quota.floor, 0n))
  const lucky = quotas
    .toSorted((a, b) =>
      a.remainder === b.remainder ? a.party - b.party : a.remainder > b.remainder ? -1 : 1,
    )
    .slice(0, left)
    .map((quota) => quota.party)
  return quotas.map(({ party, floor }) => fen(Number(floor) + (lucky.includes(party) ? 1 : 0)))
}

/** What has been divided so far by the same weights, event by event. `partsFen` only ever grow. */
export type Series = {
  readonly weights: readonly number[]
  readonly cumulativeFen: Fen
  readonly partsFen: readonly Fen[]
}

export const newSeries = (weights: readonly number[]): Series => ({
  weights,
  cumulativeFen: noFen,
  partsFen: weights.map(() => noFen),
})

/**
 * Divides one more event of a series so that the series ends where one sum would have: the cumulative amount is
 * split, and the event posts the difference to what was posted before.
 *
 * Largest remainder can take a fen back from a party when the whole grows. Such a negative difference is carried,
 * never collected: the party posts nothing, and the same fen are held back from the others, the latest party
 * first, until a later event settles it. `aheadFen` says who is ahead (+) or behind (−) meanwhile; it sums to 0.
 */
export function splitNext(
  series: Series,
  eventFen: Fen,
): { series: Series; partsFen: Fen[]; aheadFen: Fen[] } {
  assert(eventFen >= 0, `a series only grows: ${eventFen}`)
  const cumulativeFen = plus(series.cumulativeFen, eventFen)
  const targetsFen = split(cumulativeFen, series.weights)
  const duesFen = targetsFen.map((target, party) =>
    fen(Math.max(0, minus(target, series.partsFen[party] ?? noFen))),
  )
  let excess = minus(plus(...duesFen), eventFen)
  const partsFen = duesFen
    .toReversed()
    .map((due) => {
      const held = Math.min(due, excess)
      excess = fen(excess - held)
      return fen(due - held)
    })
    .toReversed()
  const postedFen = series.partsFen.map((before, party) => plus(before, partsFen[party] ?? noFen))
  assert(plus(...partsFen) === eventFen, 'an event posts itself, no more and no less')
  assert(plus(...postedFen) === cumulativeFen, 'a series loses no fen')
  const aheadFen = postedFen.map((posted, party) => minus(posted, targetsFen[party] ?? noFen))
  return { series: { ...series, cumulativeFen, partsFen: postedFen }, partsFen, aheadFen }
}
