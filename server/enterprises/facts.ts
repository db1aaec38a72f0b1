import type { FitFacts } from '../matching/fit.ts'
import { type KeptFact, keptFacts } from '../objections/objection.ts'
import type { Firm } from './rows.ts'
import { standingGrade } from './tax-grade.ts'

/** The columns that matching reads. */
export type Described = Pick<
  Firm,
  'region' | 'industry' | 'size' | 'foundedOn' | 'disputed' | 'taxGrade' | 'taxBureauGrade'
>

/**
 * What matching reads of a firm. A fact that nobody gave is null, and never counts as "no"; nor does one that an
 * objection is about while it is examined.
 */
export function firmFacts(firm: Described): FitFacts['firm'] {
  const disputed = keptFacts.filter((fact) => firm.disputed?.includes(fact))
  const unless = <Value>(fact: KeptFact, value: Value): Value | null =>
    disputed.includes(fact) ? null : value
  return {
    region: unless('region', firm.region),
    industry: unless('industry', firm.industry),
    size: firm.size,
    grade: unless('grade', standingGrade(firm)),
    foundedOn: unless('foundedOn', firm.foundedOn),
    ...(disputed.length ? { disputed } : {}),
  }
}
