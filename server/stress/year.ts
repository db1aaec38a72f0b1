import { normalAt, normalBelow } from './normal.ts'

/**
 * One-factor model (Vasicek 1987, the formula of Basel's IRB): every firm's fate is part the year's, which all share, and
 * part its own. `correlation` is the year's part, 0 to below 1.
 */

/** The rate at which firms of this yearly default rate fail in a year that is so many deviations worse than the usual. */
export function rateInYear(defaultRate: number, correlation: number, worse: number): number {
  if (defaultRate <= 0) return 0
  if (defaultRate >= 1) return 1
  return normalBelow((normalAt(defaultRate) + Math.sqrt(correlation) * worse) / Math.sqrt(1 - correlation))
}

/**
 * The rate that is not passed in so many of all years (`confidence`), for a portfolio of very many equal loans: the closed
 * form that the drawn years are held against.
 */
export const rateAtConfidence = (defaultRate: number, correlation: number, confidence: number): number =>
  rateInYear(defaultRate, correlation, normalAt(confidence))

/**
 * How bad each of so many years is, in deviations: one out of each equal part of the bell, where in it by chance. So the
 * bad years stand for what they are, no more and no fewer, whichever seed was taken.
 */
export function years(count: number, chance: () => number): Float64Array {
  const found = new Float64Array(count)
  for (let at = 0; at < count; at += 1) {
    const below = (at + Math.max(chance(), 1e-12)) / count
    found[at] = normalAt(below)
  }
  return found
}
