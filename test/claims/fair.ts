import assert from 'node:assert/strict'
import type { Arrangement, Party } from '../../server/arrangements/index.ts'

/** Divides by weights: down to the fen, and what is left to the largest remainders, the earlier party first. */
function divided(whole: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((so, weight) => so + BigInt(weight), 0n)
  const parts = weights.map((weight, at) => {
    const product = BigInt(whole) * BigInt(weight)
    return { at, fen: Number(product / sum), rest: product % sum }
  })
  const left = whole - parts.reduce((so, part) => so + part.fen, 0)
  const lucky = parts.toSorted((one, other) =>
    one.rest === other.rest ? one.at - other.at : one.rest > other.rest ? -1 : 1,
  )
  for (const part of lucky.slice(0, left)) part.fen += 1
  return parts.map((part) => part.fen)
}

/**
 * What everybody should bear of an arrangement with one layer, told without the code that is tested: all that was claimed
 * by the shares of the letter, less all that came back beyond its costs by what each bore of it.
 */
export function fairShares({ layers }: Arrangement, claimed: number, back: number): Map<Party, number> {
  const [only] = layers
  assert.ok(only && layers.length === 1)
  const gross = divided(
    claimed,
    only.shares.map(({ basisPoints }) => basisPoints),
  )
  const returned = back === 0 ? gross.map(() => 0) : divided(back, gross)
  return new Map(only.shares.map(({ party }, at) => [party, (gross[at] ?? 0) - (returned[at] ?? 0)]))
}

/** Partial sums may leave a party a fen from where one sum would have it, which the next of them settles. */
export const carried = 1
