import type { LimitTerm } from '../tax-credit/bounds.ts'
import type { TaxCreditFacts, TaxCreditLimit, TaxCreditRule } from '../tax-credit/limit.ts'
import { industryFactorsOf, type TaxCreditScheme } from '../tax-credit/scheme.ts'
import { type Raise, raises } from './raise.ts'

/** What keeps a limit where it is and no change of the firm's own moves: a rule, or what bounds the sum. */
export type Stay = TaxCreditRule | Exclude<LimitTerm, 'tax' | 'requested'>

/**
 * Every rule that stands against a firm, or that nobody can answer, and every factor and cap that makes its limit less, for
 * which `whatWouldRaise` found nothing: the page says of each that the firm can do nothing about it, rather than nothing.
 */
export function whatStays(
  scheme: TaxCreditScheme,
  facts: TaxCreditFacts,
  now: TaxCreditLimit,
  told: readonly Raise[],
): Stay[] {
  const stays: Stay[] = []
  for (const { rule, met } of now.reasons) if (met !== 'yes' && !isAnswered(told, rule)) stays.push(rule)
  if (
    scheme.industryFactors.length > 0 &&
    Math.min(...industryFactorsOf(scheme, facts.industry ?? null)) < whole &&
    !isTold(told, 'industry')
  )
    stays.push('industry-factor')
  const stage = now.stage && scheme.stageFactors ? scheme.stageFactors.basisPoints[now.stage] : whole
  if (stage < whole && !isTold(told, 'older', 'growth', 'tax')) stays.push('stage')
  const { boundBy } = now
  if (boundBy !== null && boundBy !== 'tax' && boundBy !== 'requested' && !isTold(told, lifts[boundBy]))
    stays.push(boundBy)
  return stays.length > 1 ? [...new Set(stays)] : stays
}

const whole = 10_000
/** By what a cap may be lifted. */
const lifts = { 'grade-cap': 'grade', 'total-cap': 'outstanding', 'size-cap': 'size' } as const

const isTold = (told: readonly Raise[], ...of: readonly Raise['of'][]): boolean =>
  told.some((one) => of.includes(one.of))

function isAnswered(told: readonly Raise[], rule: TaxCreditRule): boolean {
  for (const { of } of told) {
    const rules: readonly TaxCreditRule[] = raises[of]
    if (rules.includes(rule)) return true
  }
  return false
}
