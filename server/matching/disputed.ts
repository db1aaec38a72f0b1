import { type Condition, type FitRule, type MissingFact, missingFacts } from './fit.ts'

/** The condition that each fact is measured by. */
const ruleOf: Readonly<Record<MissingFact, FitRule>> = {
  guaranteeModes: 'guarantee',
  region: 'region',
  industry: 'industry',
  size: 'size',
  grade: 'grade',
  foundedOn: 'operating',
}

/**
 * Conditions as they stand while objections to facts are examined: what rests on such a fact is unknown, whichever way
 * it fell, and says why. A condition that the product does not put stays met.
 */
export function underExamination(conditions: readonly Condition[], disputed: readonly string[]): Condition[] {
  return conditions.map((condition) => {
    const fact = missingFacts.find((one) => disputed.includes(one) && ruleOf[one] === condition.rule)
    if (!fact || condition.want.kind === 'anything') return condition
    return { ...condition, met: 'unknown', have: { kind: 'disputed' }, missing: fact }
  })
}
