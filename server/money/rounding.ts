import { assert } from './assert.ts'

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

/** Up to here twice a whole number is exact, and so is every quotient of two of them, rounded down. */
export const exactlyHalved = 2 ** 51

/** `halfUp` on plain whole numbers, neither of them beyond `exactlyHalved`; proven equal to it by a property. */
export function halfUpPlain(numerator: number, denominator: number): number {
  assert(denominator > 0, 'a rounding needs a positive denominator')
  const size = Math.abs(numerator)
  // A quotient below 2^53 that is no whole number cannot be rounded up to one: its fraction is wider than the gap.
  const whole = Math.floor(size / denominator)
  const rounded = 2 * (size - whole * denominator) >= denominator ? whole + 1 : whole
  return numerator < 0 ? 0 - rounded : rounded
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
