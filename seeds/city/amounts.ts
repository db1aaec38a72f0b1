import { type Fen, fen, plus } from '../../server/money/fen.ts'
import { assert } from '../../server/platform/assert.ts'
import type { Random } from './random.ts'

/** Loans are agreed over whole 万元. */
export const fenInWan = 1_000_000
const leastWan = 10
const mostWan = 10_000

/**
 * So many sums of loans that add up to the total exactly, the largest first: half of them below some eight million
 * yuan, a few of fifty and more, none below a hundred thousand or above a hundred million.
 */
export function loanSums(random: Random, count: number, totalFen: Fen): Fen[] {
  assert(totalFen % fenInWan === 0, 'the total is whole 万元')
  const totalWan = totalFen / fenInWan
  assert(count > 0 && leastWan * count <= totalWan && totalWan <= mostWan * count, `${totalWan} by ${count}`)
  const drawn = Array.from({ length: count }, () => random.logNormal(800, 0.76))
  const sums = drawn.map((wan) => rounded(wan))
  level(sums, totalWan)
  const made = sums.map((wan) => fen(wan * fenInWan)).sort((a, b) => b - a)
  assert(plus(...made) === totalFen, 'the sums add up to the total')
  return made
}

/** As people agree on it: hundreds of 万 for large loans, tens and fives for small ones. */
function rounded(wan: number): number {
  const step = wan >= 1000 ? 50 : wan >= 200 ? 10 : 5
  return Math.min(mostWan, Math.max(leastWan, Math.round(wan / step) * step))
}

/** Raises or lowers sum after sum a little until the total is met; the rounds end, for each moves towards it. */
function level(sums: number[], totalWan: number): void {
  for (let left = totalWan - sums.reduce((sum, one) => sum + one, 0); left !== 0; ) {
    for (let at = 0; at < sums.length && left !== 0; at += 1) {
      const sum = sums[at] ?? 0
      const step = Math.min(Math.abs(left), Math.max(5, Math.round(sum / 500) * 5))
      const moved = Math.min(mostWan, Math.max(leastWan, sum + Math.sign(left) * step))
      left -= moved - sum
      sums[at] = moved
    }
  }
}
