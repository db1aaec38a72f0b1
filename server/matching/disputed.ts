import type { Condition, FitRule, MissingFact } from './fit.ts'

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
export function underExamination(
  conditions: readonly Condition[],
  disputed: readonly MissingFact[],
): Condition[] {
  return conditions.map((condition) => {
    const fact = disputed.find((one) => ruleOf[one] === condition.rule)
    if (!fact || condition.want.kind === 'anything') return condition
    return { ...condition, met: 'unknown', have: { kind: 'disputed' }, missing: fact }
  })
}
