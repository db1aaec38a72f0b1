import { z } from 'zod'
import type { Day } from '../money/day.ts'
import type { PolicyBook } from '../policies/index.ts'
import type { MatchRule } from './score.ts'

const points = z.number().int().nonnegative()
const scale = z.object({ best: z.number(), worst: z.number() })

/** Policy `match-rule`: the weights and scales by which eligible products are ranked. */
const shape = z.object({
  weights: z.object({
    rate: points,
    speed: points,
    amountHeadroom: points,
    guarantee: points,
    term: points,
  }),
  scales: z.object({ ratePpm: scale, daysPromised: scale }),
})

/** The rule in force on a day; its version is stored with every match that it made. */
export function matchRuleOn(policies: PolicyBook, on: Day): MatchRule {
  const { value, version } = policies.read('match-rule', on, shape)
  return { ...value, version }
}
