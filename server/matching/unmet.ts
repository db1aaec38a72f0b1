import { regionLevel, shortRegion } from '../enterprises/divisions.ts'
import { isIndustry } from '../enterprises/industry.ts'
import type { Day } from '../money/day.ts'
import type { ProductTerms } from '../products/product.ts'
import { grade, industry, operating, region, size, wholeMonths } from './conditions.ts'
import { underExamination } from './disputed.ts'
import type { Condition, FitFacts } from './fit.ts'

/** A firm made ready to be held against many products: what each would have to work out anew. */
export type FirmRead = {
  readonly firm: FitFacts['firm']
  /** Null where the seat, or the trade, is not known or no code. */
  readonly place: string | null
  readonly trade: string | null
  /** Whole months since the founding. */
  readonly age: number | null
}

export function readFirm(firm: FitFacts['firm'], on: Day): FirmRead {
  const place = firm.region === null ? null : shortRegion(firm.region)
  return {
    firm,
    place: place !== null && regionLevel(place) !== null ? place : null,
    trade: firm.industry !== null && isIndustry(firm.industry) ? firm.industry : null,
    age: firm.foundedOn === null ? null : wholeMonths(firm.foundedOn, on),
  }
}

/**
 * The conditions on the firm itself (place, trade, size, grade, months) that a product puts and the firm does not meet, or
 * that nobody knows, in the order of `fitRules`. They are those of `conditionsOf`; a plain yes is seen without making one.
 */
export function unmetByFirm({ firm, place, trade, age }: FirmRead, terms: ProductTerms): Condition[] {
  const unmet: Condition[] = []
  if (!isServed(place, terms)) unmet.push(region(firm.region, terms))
  if (!isWelcome(trade, terms)) unmet.push(industry(firm.industry, terms))
  if (terms.sizes.length > 0 && (firm.size === null || !terms.sizes.includes(firm.size)))
    unmet.push(size(firm.size, terms))
  if (terms.grades.length > 0 && (firm.grade === null || !terms.grades.includes(firm.grade)))
    unmet.push(grade(firm.grade, terms))
  if (terms.minMonthsOperating > 0 && (age === null || age < terms.minMonthsOperating))
    unmet.push(operating(age, terms))
  const open = unmet.filter(({ met }) => met !== 'yes')
  return firm.disputed ? underExamination(open, firm.disputed) : open
}

const isServed = (place: string | null, { regions }: ProductTerms): boolean =>
  regions.length === 0 || (place !== null && regions.some((area) => place.startsWith(area)))

function isWelcome(trade: string | null, { industries, excludedIndustries }: ProductTerms): boolean {
  if (industries.length === 0 && excludedIndustries.length === 0) return true
  if (trade === null) return false
  // Within an excluded trade, or known too coarsely to tell: the rule itself says which.
  if (excludedIndustries.some((code) => trade.startsWith(code) || code.startsWith(trade))) return false
  return industries.length === 0 || industries.some((code) => trade.startsWith(code))
}
