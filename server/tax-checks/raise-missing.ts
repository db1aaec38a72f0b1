import { industrySections, industryWithin, partsOfIndustry } from '../enterprises/industry.ts'
import { sizeClasses } from '../enterprises/size-class.ts'
import type { TaxCreditLimit } from '../tax-credit/limit.ts'
import { industryFactorsOf, type TaxCreditScheme } from '../tax-credit/scheme.ts'
import { type Asked, type Change, changed, count, limitWith } from './change.ts'

/* What a fact would do that nobody gave: of all that it may turn out to be, the one that gives most. */

/** A size class, where nobody knows it. */
export const sizeGiven = (asked: Asked): Change | null =>
  asked.facts.size ? null : best(sizeClasses.map((size) => limitWith(asked, { size })))

/** A finer industry, where the one that is known leaves a factor or an exclusion open. */
export function industryGiven(asked: Asked): Change | null {
  const { scheme, facts, now } = asked
  const isOpen = now.reasons.some(
    ({ rule, met }) => met === 'unknown' && (rule === 'industry' || rule === 'industry-factor'),
  )
  if (!isOpen) return null
  return best(candidates(scheme, facts.industry ?? null).map((industry) => limitWith(asked, { industry })))
}

const best = (found: readonly TaxCreditLimit[]): Change | null => {
  const [most] = found.toSorted(
    (one, other) => other.limitFen - one.limitFen || count(one, 'no') - count(other, 'no'),
  )
  return most ? changed(most) : null
}

/** Of the industries that a code may be, one for each that a scheme tells apart. */
function candidates(scheme: TaxCreditScheme, industry: string | null): string[] {
  const known = [...scheme.industryFactors.map((one) => one.industry), ...scheme.excludedIndustries]
  const parts = industry === null ? industrySections : partsOfIndustry(industry)
  const within = known.filter((code) => industry === null || code.startsWith(industry))
  const byAnswer = new Map<string, string>()
  for (const code of [...parts, ...within]) {
    const isOut = scheme.excludedIndustries.some((out) => industryWithin(code, out))
    const answer = `${isOut} ${industryFactorsOf(scheme, code).join()}`
    if (!byAnswer.has(answer)) byAnswer.set(answer, code)
  }
  return [...byAnswer.values()]
}
