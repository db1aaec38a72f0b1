import type { Fen } from '../money/fen.ts'
import { million, type Ppm, ppm } from '../money/rate.ts'
import { halfUp } from '../money/rounding.ts'

/**
 * 赫芬达尔指数 (HHI): the sum of the squares of all shares, in millionths: 1,000,000 where one has all of it, 1,000,000 ÷ n
 * where n have the same. Exact until it is rounded once, half up. Null where there is nothing to divide.
 */
export function herfindahl(squares: bigint, sumFen: Fen): Ppm | null {
  if (sumFen <= 0) return null
  const whole = BigInt(sumFen)
  return ppm(Number(halfUp(squares * million, whole * whole)))
}

export const squaresOf = (amounts: readonly Fen[]): bigint =>
  amounts.reduce((sum, one) => sum + BigInt(one) * BigInt(one), 0n)

/** HHI of the usual scale, of 10,000: above 1,800 is called concentrated by those who watch over markets. */
export const points = (index: Ppm): number => Math.round(index / 100)
