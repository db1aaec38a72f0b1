import { yearObjectedTo } from '../objections/objection.ts'
import { type Condition, type FitRule, type MissingFact, missingFacts } from './fit.ts'

const byTax = ['scheme-tax-years', 'scheme-minimum-tax', 'scheme-limit'] as const

/** The conditions that rest on each fact. */
const rulesOf: Readonly<Record<MissingFact, readonly FitRule[]>> = {
  guaranteeModes: ['guarantee'],
  region: ['region'],
  industry: ['industry', 'scheme-industry', 'scheme-limit'],
  size: ['size', 'scheme-size', 'scheme-limit'],
  grade: ['grade', 'scheme-grade', 'scheme-limit', 'scheme-rate'],
  foundedOn: ['operating', 'scheme-operating-months', 'scheme-limit'],
  revenue: ['scheme-limit'],
  assessYear: ['scheme-assess-year'],
  taxPaid: byTax,
  arrears: ['scheme-arrears'],
  abnormal: ['scheme-abnormal'],
  dishonest: ['scheme-dishonest'],
}

/** The fact that a name beside the firm is about, its year aside. */
export const factDisputed = (name: string): string => (yearObjectedTo(name) === null ? name : 'taxPaid')

/**
 * Conditions as they stand while objections to facts are examined: what rests on such a fact is unknown, whichever way
 * it fell, and says why. A condition that the product does not put stays met; so does one on the tax of other years.
 */
export function underExamination(conditions: readonly Condition[], disputed: readonly string[]): Condition[] {
  return conditions.map((condition) => {
    const fact = missingFacts.find((one) => disputed.some((name) => bearsOn(name, one, condition)))
    if (!fact || condition.want.kind === 'anything') return condition
    return { ...condition, met: 'unknown', have: { kind: 'disputed' }, missing: fact }
  })
}

function bearsOn(name: string, fact: MissingFact, { rule, years }: Condition): boolean {
  if (factDisputed(name) !== fact || !rulesOf[fact].includes(rule)) return false
  const year = yearObjectedTo(name)
  return year === null || (years ?? []).includes(year)
}
