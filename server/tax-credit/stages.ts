import { z } from 'zod'
import { ppmShape, wholeShape } from '../policies/shapes.ts'
import type { TaxCreditFacts } from './limit.ts'
import type { GrowthStage } from './scheme.ts'
import { stagesOf } from './years.ts'

/**
 * Policy `tax-credit-stages`: where the city draws the lines between start-up, growing and mature 成长阶段. A scheme that
 * gives the stages factors draws its own; this one is for figures, in which firms under every scheme are counted by stage.
 */
export const stagesShape = z.strictObject({ startUpMonths: wholeShape, growingPpm: ppmShape })
export type Stages = z.infer<typeof stagesShape>

/**
 * The stage of a firm by these lines, as far as its facts say; null where more than one is possible. `years` are those
 * whose tax and revenue are compared, latest first.
 */
export function stageBy(
  { startUpMonths, growingPpm }: Stages,
  facts: TaxCreditFacts,
  years: readonly number[],
): GrowthStage | null {
  const [only = null, ...more] = stagesOf(facts, years, startUpMonths, growingPpm)
  return more.length === 0 ? only : null
}
