import { assert, present } from '../../server/platform/assert.ts'
import { sfc32 } from '../../server/platform/chance.ts'

/** Chance that can be repeated: the same seed gives the same city on every machine. */
export type Random = {
  /** From 0, included, to 1, excluded. */
  readonly next: () => number
  /** A whole number between two, both included. */
  readonly whole: (from: number, to: number) => number
  /** True in so many of a thousand cases. */
  readonly chance: (perMille: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  /** Each with the likelihood of its weight. */
  readonly weighted: <T>(list: readonly (readonly [T, number])[]) => T
  /** Half the values lie below the median; two thirds within a factor of e^spread around it. */
  readonly logNormal: (median: number, spread: number) => number
}

export function randomFrom(seed: number): Random {
  assert(Number.isSafeInteger(seed) && seed >= 0, `Not a seed: ${seed}`)
  const next = sfc32(seed)

  const whole = (from: number, to: number) => {
    assert(Number.isSafeInteger(from) && from <= to && to - from < 2 ** 31, `Not a range: ${from} to ${to}`)
    return from + Math.floor(next() * (to - from + 1))
  }
  const pick = <T>(list: readonly T[]) => present(list[whole(0, list.length - 1)], 'something to pick')

  function weighted<T>(list: readonly (readonly [T, number])[]): T {
    let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of list) {
      left -= weight
      if (left < 0) return value
    }
    return present(list.at(-1), 'something to pick')[0]
  }

  // Twelve even chances add up to a bell of mean 6 and deviation 1: near enough, and without a logarithm.
  function bell(): number {
    let sum = -6
    for (let added = 0; added < 12; added += 1) sum += next()
    return sum
  }
  const logNormal = (median: number, spread: number) => median * Math.exp(spread * bell())

  return { next, whole, chance: (perMille) => next() * 1000 < perMille, pick, weighted, logNormal }
}
