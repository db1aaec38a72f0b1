import { z } from 'zod'
import type { SizeClass } from '../enterprises/size-class.ts'
import type { Day } from '../money/day.ts'
import type { Ppm } from '../money/rate.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { InForce, PolicyBook } from '../policies/book.ts'
import { ppmShape, wholeShape } from '../policies/shapes.ts'

/** The most years that one run may draw. */
export const mostScenarios = 100_000

/** Policy `stress`: how often firms fail in a usual year, how much they fail together, and what comes back. */
export const stressShape = z.strictObject({
  microPpm: ppmShape,
  smallPpm: ppmShape,
  mediumPpm: ppmShape,
  largePpm: ppmShape,
  /** Firms whose size is not known. */
  unknownPpm: ppmShape,
  /** The part of a firm's fate that is the year's. */
  correlationPpm: ppmShape,
  /** What comes back of what failed. */
  recoveryPpm: ppmShape,
  scenarios: wholeShape,
  /** Where chance begins: the same number draws the same years. */
  seed: wholeShape,
})
export type StressRule = z.infer<typeof stressShape>

/** Why such a row cannot be used. Refuses: `policy-malformed`, `figure-is-nothing`, `stress-out-of-range`. */
export function checkStressRule(value: unknown): Refusal[] {
  const read = stressShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'policy-malformed', field: path.join('.') }))
  const { scenarios, ...rest } = read.data
  const whole = 1_000_000
  const parts = Object.entries(rest).filter(([field]) => field.endsWith('Ppm'))
  return [
    ...(scenarios === 0 ? [{ code: 'figure-is-nothing', field: 'scenarios' }] : []),
    ...(scenarios > mostScenarios ? [{ code: 'stress-out-of-range', field: 'scenarios' }] : []),
    // A fate that is the year's alone would be one firm, not many.
    ...parts
      .filter(([field, ppm]) => (field === 'correlationPpm' ? ppm >= whole : ppm > whole))
      .map(([field]) => ({ code: 'stress-out-of-range', field })),
  ]
}

export const stressRuleOn = (book: PolicyBook, on: Day): InForce<StressRule> =>
  book.read('stress', on, stressShape)

/** The yearly rate at which firms of a size fail. */
export function defaultRateOf(rule: StressRule, size: SizeClass | null): Ppm {
  switch (size) {
    case 'micro':
      return rule.microPpm
    case 'small':
      return rule.smallPpm
    case 'medium':
      return rule.mediumPpm
    case 'large':
      return rule.largePpm
    case 'not-classified':
    case null:
      return rule.unknownPpm
  }
}
