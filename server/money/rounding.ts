import assert from 'node:assert/strict'

/**
 * Division, always with its rounding in the name. Whole numbers only: a product of fen, ppm and days passes
 * 2^53 early, so the products are BigInt and nothing is lost before the one rounding.
 * Negative numbers round as their mirror image, so that a reversal is the same amount with the other sign.
 */

/** Half a unit and more goes away from zero (四舍五入). */
export function halfUp(numerator: bigint, denominator: bigint): bigint {
  assert(denominator > 0n, 'a rounding needs a positive denominator')
  const size = numerator < 0n ? -numerator : numerator
  const rounded = (2n * size + denominator) / (2n * denominator)
  return numerator < 0n ? -rounded : rounded
}

/** What is over a whole unit is dropped (舍去); towards zero. */
export function down(numerator: bigint, denominator: bigint): bigint {
  assert(denominator > 0n, 'a rounding needs a positive denominator')
  return numerator / denominator
}

/** Anything over a whole unit makes it the next one (进一); away from zero. */
export function up(numerator: bigint, denominator: bigint): bigint {
  assert(denominator > 0n, 'a rounding needs a positive denominator')
  const size = numerator < 0n ? -numerator : numerator
  const rounded = (size + denominator - 1n) / denominator
  return numerator < 0n ? -rounded : rounded
}

/** The nearest whole number to a figure that was solved, not counted: a rate in ppm. Half goes away from zero. */
export function nearest(solved: number): number {
  assert(Number.isFinite(solved), `not a finite figure: ${solved}`)
  return Math.sign(solved) * Math.floor(Math.abs(solved) + 0.5) + 0
}
