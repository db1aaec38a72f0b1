import type { Condition, FitDatum } from '../matching/fit.ts'
import type { TaxCreditRule } from '../tax-credit/limit.ts'

/** To the county and no nearer: a town has few firms of a trade. */
export const countyOf = (region: string): string => region.slice(0, 6)
/** GB/T 4754 大类: finer than that a trade can be one firm's. */
export const tradeOf = (industry: string): string => industry.slice(0, 3)

/** What a scheme measures in sums of the firm's own. */
const sumRules: readonly TaxCreditRule[] = ['minimum-tax', 'total-cap', 'limit']
const withheld = { kind: 'withheld' } as const

/**
 * A condition before a bank that may not find out by it whose it is: where the firm is and what it does only as near as
 * the rest of the page says it, and no sum but those of the need. So is a limit, which is made of the tax paid.
 */
export const unnamedCondition = (condition: Condition): Condition => ({
  ...condition,
  have: unnamedDatum(condition.have),
  want: condition.want.kind === 'fen-at-most' ? withheld : condition.want,
})

function unnamedDatum(have: FitDatum): FitDatum {
  switch (have.kind) {
    case 'regions':
      return { ...have, codes: have.codes.map(countyOf) }
    case 'industries':
      return { ...have, codes: have.codes.map(tradeOf) }
    case 'scheme-has':
      if (have.figure === null) return have
      if (sumRules.includes(have.rule)) return withheld
      return have.rule === 'industry' ? { ...have, figure: tradeOf(String(have.figure)) } : have
    default:
      return have
  }
}
