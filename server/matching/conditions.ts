import { regionWithin, shortRegion } from '../enterprises/divisions.ts'
import { industryWithin } from '../enterprises/industry.ts'
import { type Day, monthOf, plusMonths, yearOf } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { NeedFacts } from '../needs/need.ts'
import type { ProductTerms } from '../products/product.ts'
import type { Rules } from '../tax-credit/rules.ts'
import { underExamination } from './disputed.ts'
import type { Condition, FitDatum, FitFacts, FitRule } from './fit.ts'
import { schemeFit } from './schemes.ts'

/** Every condition of a product in the order of `fitRules`, those that it does not put included. */
export function conditionsOf(facts: FitFacts, terms: ProductTerms, schemes?: Rules | null): Condition[] {
  const { need, firm, on } = facts
  const conditions = [
    amount(need.amountFen, terms),
    months(need, terms),
    guarantee(need, terms),
    rate(need, terms),
    region(firm.region, terms),
    industry(firm.industry, terms),
    size(firm.size, terms),
    gradeOf(firm, terms),
    operating(firm.foundedOn === null ? null : wholeMonths(firm.foundedOn, on), terms),
  ]
  conditions.push(...notSaidTwice(schemeFit(facts, terms, schemes).conditions, conditions))
  return firm.disputed ? underExamination(conditions, firm.disputed) : conditions
}

/** What a scheme and the product itself may both ask; where neither is met, one no says it. */
const sameFact: Readonly<Partial<Record<FitRule, FitRule>>> = {
  'scheme-grade': 'grade',
  'scheme-size': 'size',
  'scheme-industry': 'industry',
  'scheme-operating-months': 'operating',
}
const notSaidTwice = (ofScheme: readonly Condition[], own: readonly Condition[]): Condition[] =>
  ofScheme.filter(
    ({ rule, met }) => met !== 'no' || !own.some((one) => one.rule === sameFact[rule] && one.met === 'no'),
  )

/**
 * Whole months from one day to another, 0 when the other is not later. A firm founded on the 31st has been
 * there a month on the last day of a shorter one.
 */
export function wholeMonths(from: Day, to: Day): number {
  if (to <= from) return 0
  const [years, monthsOfYear] = [yearOf(to) - yearOf(from), monthOf(to) - monthOf(from)]
  const begun = years * 12 + monthsOfYear
  return plusMonths(from, begun) <= to ? begun : begun - 1
}

export function amount(amountFen: Fen, { amountMinFen, amountMaxFen }: ProductTerms): Condition {
  return {
    rule: 'amount',
    met: yesOrNo(amountMinFen <= amountFen && amountFen <= amountMaxFen),
    have: { kind: 'fen', fen: amountFen },
    want: { kind: 'fen-range', min: amountMinFen, max: amountMaxFen },
  }
}

function months(need: NeedFacts, { monthsMin, monthsMax }: ProductTerms): Condition {
  return {
    rule: 'months',
    met: yesOrNo(monthsMin <= need.months && need.months <= monthsMax),
    have: { kind: 'months', months: need.months },
    want: { kind: 'months-range', min: monthsMin, max: monthsMax },
  }
}

// A loan on credit asks the firm for nothing, so no firm fails it for what it can put up.
function guarantee(need: NeedFacts, { guaranteeModes }: ProductTerms): Condition {
  const want = { kind: 'guarantee-modes', modes: guaranteeModes } as const
  const have: FitDatum =
    need.guaranteeModes.length === 0 ? notSaid : { kind: 'guarantee-modes', modes: need.guaranteeModes }
  if (guaranteeModes.includes('credit')) return { rule: 'guarantee', met: 'yes', have, want }
  if (need.guaranteeModes.length === 0) {
    return { rule: 'guarantee', met: 'unknown', have, want, missing: 'guaranteeModes' }
  }
  const isShared = guaranteeModes.some((mode) => need.guaranteeModes.includes(mode))
  return { rule: 'guarantee', met: yesOrNo(isShared), have, want }
}

// The firm's condition, not the product's: without a highest rate there is none. The product's lowest rate
// is compared, for what this firm would pay is known only from an offer.
function rate({ highestRatePpm }: NeedFacts, { rateMinPpm, rateMaxPpm }: ProductTerms): Condition {
  return {
    rule: 'rate',
    met: yesOrNo(highestRatePpm === null || rateMinPpm <= highestRatePpm),
    have: highestRatePpm === null ? notSaid : { kind: 'ppm-at-most', max: highestRatePpm },
    want: { kind: 'ppm-range', min: rateMinPpm, max: rateMaxPpm },
  }
}

export function region(seat: string | null, { regions }: ProductTerms): Condition {
  const code = seat === null ? null : shortRegion(seat)
  const have: FitDatum = code === null ? notSaid : { kind: 'regions', codes: [code] }
  if (regions.length === 0) return { rule: 'region', met: 'yes', have, want: anything }
  const want = { kind: 'regions', codes: regions } as const
  const met = code === null ? 'unknown' : regionMet(code, regions)
  return { rule: 'region', met, have, want, ...(met === 'unknown' ? { missing: 'region' } : {}) }
}

// A firm known to its town may or may not lie in the one village that the product names.
function regionMet(code: string, wanted: readonly string[]): Condition['met'] {
  if (wanted.some((area) => regionWithin(code, area))) return 'yes'
  return wanted.some((area) => regionWithin(area, code)) ? 'unknown' : 'no'
}

export function industry(code: string | null, { industries, excludedIndustries }: ProductTerms): Condition {
  const have: FitDatum = code === null ? notSaid : { kind: 'industries', codes: [code], excluded: [] }
  if (industries.length === 0 && excludedIndustries.length === 0) {
    return { rule: 'industry', met: 'yes', have, want: anything }
  }
  const want = { kind: 'industries', codes: industries, excluded: excludedIndustries } as const
  const met = code === null ? 'unknown' : industryMet(code, industries, excludedIndustries)
  return { rule: 'industry', met, have, want, ...(met === 'unknown' ? { missing: 'industry' } : {}) }
}

// A firm known as C alone may or may not make steel (C31): that is unknown on either list.
function industryMet(code: string, wanted: readonly string[], excluded: readonly string[]): Condition['met'] {
  const isIn = (list: readonly string[]) => list.some((prefix) => industryWithin(code, prefix))
  const mayBeIn = (list: readonly string[]) => list.some((prefix) => industryWithin(prefix, code))
  if (isIn(excluded)) return 'no'
  const isWanted = wanted.length === 0 || isIn(wanted)
  if (!isWanted && !mayBeIn(wanted)) return 'no'
  return isWanted && !mayBeIn(excluded) ? 'yes' : 'unknown'
}

export function size(have: FitFacts['firm']['size'], { sizes }: ProductTerms): Condition {
  return listed({
    rule: 'size',
    missing: 'size',
    isPut: sizes.length > 0,
    isMet: have === null ? null : sizes.includes(have),
    have: have === null ? notSaid : { kind: 'sizes', sizes: [have] },
    want: { kind: 'sizes', sizes },
  })
}

export function grade(have: FitFacts['firm']['grade'], { grades }: ProductTerms): Condition {
  return listed({
    rule: 'grade',
    missing: 'grade',
    isPut: grades.length > 0,
    isMet: have === null ? null : grades.includes(have),
    have: have === null ? notSaid : { kind: 'grades', grades: [have] },
    want: { kind: 'grades', grades },
  })
}

/** A grade that the reader may not know is not one that the firm has left out. */
function gradeOf(firm: FitFacts['firm'], terms: ProductTerms): Condition {
  const isWithheld = firm.taxCredit === 'withheld' && firm.grade === null && terms.grades.length > 0
  if (!isWithheld) return grade(firm.grade, terms)
  const want = { kind: 'grades', grades: terms.grades } as const
  return { rule: 'grade', met: 'unknown', have: { kind: 'withheld' }, want }
}

/** `age` in whole months; null where the founding is not known. */
export function operating(age: number | null, { minMonthsOperating }: ProductTerms): Condition {
  return listed({
    rule: 'operating',
    missing: 'foundedOn',
    isPut: minMonthsOperating > 0,
    isMet: age === null ? null : age >= minMonthsOperating,
    have: age === null ? notSaid : { kind: 'months', months: age },
    want: { kind: 'months-at-least', min: minMonthsOperating },
  })
}

type Listed = Required<Pick<Condition, 'rule' | 'have' | 'want' | 'missing'>> & {
  readonly isPut: boolean
  /** Null when the fact is missing. */
  readonly isMet: boolean | null
}

function listed({ rule, have, want, missing, isPut, isMet }: Listed): Condition {
  if (!isPut) return { rule, met: 'yes', have, want: anything }
  if (isMet === null) return { rule, met: 'unknown', have, want, missing }
  return { rule, met: yesOrNo(isMet), have, want }
}

const notSaid = { kind: 'not-said' } as const
const anything = { kind: 'anything' } as const
const yesOrNo = (isMet: boolean) => (isMet ? 'yes' : 'no')
