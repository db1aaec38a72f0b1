import type { z } from 'zod'
import { type Fen, noFen, part } from '../money/fen.ts'
import { type Ppm, ppm, wholePpm } from '../money/rate.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { guaranteeFeesShape } from '../policies/guarantee-rules.ts'

export type FeeRules = z.infer<typeof guaranteeFeesShape>

/** The most that a policy guarantor may ask a year for a sum: the smaller sums end at the number itself, included. */
export const feeCapPpm = (rules: FeeRules, amountFen: Fen): Ppm =>
  ppm(amountFen <= rules.smallUpToFen ? rules.smallPpm : rules.largePpm)

/** Whether a fee may be asked. Refuses `fee-above-cap`, `negative`; no fee at all is allowed (减免). */
export function checkFee(rules: FeeRules, amountFen: Fen, feePpm: Ppm): Outcome<object> {
  if (feePpm < 0) return refuse('negative', { field: 'feePpm' })
  const max = feeCapPpm(rules, amountFen)
  return feePpm <= max ? done() : refuse('fee-above-cap', { field: 'feePpm', values: { max } })
}

/** 担保费 of one year, of the whole sum guaranteed; half up to the fen. */
export const yearlyFee = (amountFen: Fen, feePpm: Ppm): Fen =>
  feePpm === 0 ? noFen : part(amountFen, feePpm, wholePpm)

/** The fee of the whole term: the years by months, half up once. */
export const termFee = (amountFen: Fen, feePpm: Ppm, months: number): Fen =>
  feePpm === 0 ? noFen : part(amountFen, feePpm * months, wholePpm * 12)
