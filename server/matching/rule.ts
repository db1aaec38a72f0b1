import { z } from 'zod'
import type { Day } from '../money/day.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { PolicyBook, PolicyRow } from '../policies/index.ts'
import { type Rules, rulesOn } from '../tax-credit/index.ts'
import type { MatchRule } from './score.ts'

const points = z.number().int().nonnegative()
const scale = z.strictObject({ best: points, worst: points })

/** Policy `match-rule`: the weights and scales by which eligible products are ranked. */
const matchRuleShape = z.strictObject({
  weights: z.strictObject({
    rate: points,
    speed: points,
    amountHeadroom: points,
    guarantee: points,
    term: points,
  }),
  scales: z.strictObject({ ratePpm: scale, daysPromised: scale }),
})

/**
 * Why a rule that somebody wrote cannot be used: an empty list when it can. Refuses: `match-rule-malformed`,
 * `weights-do-not-add-up`, `scale-upside-down` (on both scales less is better).
 */
export function checkMatchRule(value: unknown): Refusal[] {
  const read = matchRuleShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'match-rule-malformed', field: path.join('.') }))
  const { weights, scales } = read.data
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
  const faults: Refusal[] =
    total === wholeWeight ? [] : [{ code: 'weights-do-not-add-up', field: 'weights.rate', values: { total } }]
  for (const [name, { best, worst }] of Object.entries(scales))
    if (best >= worst) faults.push({ code: 'scale-upside-down', field: `scales.${name}.worst` })
  return faults
}

const wholeWeight = 100

/** The rule in force on a day with the schemes of that day; their versions are stored with every match that they made. */
export function matchRuleOn(policies: PolicyBook, on: Day): MatchRule {
  const { value, version } = policies.read('match-rule', on, matchRuleShape)
  return { ...value, version, schemes: schemesOn(policies, on) }
}

/** Read once a day and filling of the book: its rows are never changed, only replaced. Null before the first LPR. */
const schemesRead = new WeakMap<readonly PolicyRow[], { readonly on: Day; readonly schemes: Rules | null }>()

function schemesOn(policies: PolicyBook, on: Day): Rules | null {
  const known = schemesRead.get(policies.rows)
  if (known?.on === on) return known.schemes
  const found = rulesOn(policies, on)
  const schemes = found.ok ? found.rules : null
  schemesRead.set(policies.rows, { on, schemes })
  return schemes
}
