import { z } from 'zod'
import type { Refusal } from '../platform/outcome.ts'
import { fenShape, ppmShape, wholeShape } from '../policies/shapes.ts'

/**
 * Policy `stop-line`: from which claim rate on a bank or a guarantor is warned and stopped (熔断). An arrangement has lines
 * of its own, in its row.
 */
export const stopRuleShape = z.strictObject({
  bankWarnPpm: ppmShape,
  bankStopPpm: ppmShape,
  guarantorWarnPpm: ppmShape,
  guarantorStopPpm: ppmShape,
  /** So long a stop lasts, its first day included; then the rate is looked at anew. */
  stopDays: wholeShape,
  /** Below so much released a rate says nothing, and nobody is warned or stopped by it. */
  leastReleasedFen: fenShape,
})
export type StopRule = z.infer<typeof stopRuleShape>

/** Why such a row cannot be used. Refuses: `policy-malformed`, `ratios-in-wrong-order`, `figure-is-nothing`. */
export function checkStopRule(value: unknown): Refusal[] {
  const read = stopRuleShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'policy-malformed', field: path.join('.') }))
  const { bankWarnPpm, bankStopPpm, guarantorWarnPpm, guarantorStopPpm, stopDays } = read.data
  return [
    ...(bankWarnPpm > bankStopPpm ? [{ code: 'ratios-in-wrong-order', field: 'bankWarnPpm' }] : []),
    ...(guarantorWarnPpm > guarantorStopPpm
      ? [{ code: 'ratios-in-wrong-order', field: 'guarantorWarnPpm' }]
      : []),
    ...(stopDays === 0 ? [{ code: 'figure-is-nothing', field: 'stopDays' }] : []),
  ]
}
