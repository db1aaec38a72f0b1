import { z } from 'zod'
import type { Refusal } from '../platform/outcome.ts'
import { fenShape, ppmShape, wholeShape } from '../policies/shapes.ts'

/** Rows from before there were lines of the year say nothing of them. */
const lineShape = ppmShape.nullable().default(null)

/**
 * Policy `stop-line`: from which claim rate on a bank or a guarantor is warned and stopped (熔断). For the rate of all years
 * an arrangement has lines of its own, in its row.
 */
export const stopRuleShape = z.strictObject({
  bankWarnPpm: ppmShape,
  bankStopPpm: ppmShape,
  guarantorWarnPpm: ppmShape,
  guarantorStopPpm: ppmShape,
  /** The same for the rate of the calendar year; null where that rate warns and stops nobody. */
  ...{ bankYearWarnPpm: lineShape, bankYearStopPpm: lineShape },
  ...{ guarantorYearWarnPpm: lineShape, guarantorYearStopPpm: lineShape },
  ...{ arrangementYearWarnPpm: lineShape, arrangementYearStopPpm: lineShape },
  /** So long a stop lasts, its first day included; then the rate is looked at anew. */
  stopDays: wholeShape,
  /** Below so much released a rate says nothing, and nobody is warned or stopped by it. */
  leastReleasedFen: fenShape,
})
export type StopRule = z.infer<typeof stopRuleShape>

const pairs = [
  ['bankWarnPpm', 'bankStopPpm'],
  ['guarantorWarnPpm', 'guarantorStopPpm'],
  ['bankYearWarnPpm', 'bankYearStopPpm'],
  ['guarantorYearWarnPpm', 'guarantorYearStopPpm'],
  ['arrangementYearWarnPpm', 'arrangementYearStopPpm'],
] as const

/** Why such a row cannot be used. Refuses: `policy-malformed`, `ratios-in-wrong-order`, `figure-is-nothing`. */
export function checkStopRule(value: unknown): Refusal[] {
  const read = stopRuleShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'policy-malformed', field: path.join('.') }))
  const { stopDays } = read.data
  return [
    ...pairs.flatMap(([warn, stop]) => {
      const [warnPpm, stopPpm] = [read.data[warn], read.data[stop]]
      const isWrong = warnPpm !== null && stopPpm !== null && warnPpm > stopPpm
      return isWrong ? [{ code: 'ratios-in-wrong-order', field: warn }] : []
    }),
    ...(stopDays === 0 ? [{ code: 'figure-is-nothing', field: 'stopDays' }] : []),
  ]
}
