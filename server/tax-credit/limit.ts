import { industryWithin, isIndustry } from '../enterprises/industry.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import type { TaxGrade } from '../enterprises/tax-grade.ts'
import { type Day, plusMonths } from '../money/day.ts'
import { type Fen, noFen } from '../money/fen.ts'
import { type Ppm, ppm } from '../money/rate.ts'
import { assert } from '../platform/assert.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import {
  averageOf,
  type Bound,
  byTax,
  capsOf,
  type LimitTerm,
  leastOf,
  type Pick,
  roundedDown,
  whole,
} from './bounds.ts'
import { faultIn } from './facts.ts'
import { type Lpr, lprOf } from './lpr.ts'
import { type GrowthStage, industryFactorsOf, type TaxCreditScheme } from './scheme.ts'
import { monthsSince, newestAssessed, stageFinding, taxYearsOf } from './years.ts'

/** What is known of a firm on a day. What nobody said is left out or null, and makes its rule unknown. */
export type TaxCreditFacts = {
  readonly grade: TaxGrade | null
  /** Tax paid by calendar year, refunds netted. */
  readonly taxPaidFen: Readonly<Record<string, Fen>>
  /** Years left out above because an objection to them is examined: they are unknown, and no earlier year steps in. */
  readonly examinedYears?: readonly number[] | undefined
  /** The year of the assessment that gave the grade. */
  readonly assessYear: number
  readonly foundedOn: Day | null
  readonly on: Day
  /** Tax-credit loans at all banks. */
  readonly outstandingFen?: Fen | null | undefined
  readonly requestedFen?: Fen | null | undefined
  readonly industry?: string | null | undefined
  readonly size?: SizeClass | null | undefined
  readonly revenueFen?: Readonly<Record<string, Fen>> | undefined
  /** 欠税, 非正常户, 失信被执行人. */
  readonly arrears?: boolean | null | undefined
  readonly abnormal?: boolean | null | undefined
  readonly dishonest?: boolean | null | undefined
}

export const taxCreditRules = [
  'grade',
  'assess-year',
  'size',
  'operating-months',
  'tax-years',
  'minimum-tax',
  'industry',
  'arrears',
  'abnormal',
  'dishonest',
  'total-cap',
  'industry-factor',
  'stage',
  'limit',
] as const
export type TaxCreditRule = (typeof taxCreditRules)[number]
export const taxCreditRuleWords = (rule: TaxCreditRule): string => `tax-credit.rule.${rule}`

/** Amounts are fen, factors basis points, growth ppm, times months or years; the rule says which. */
export type Figure = string | number | boolean | readonly (string | number)[] | null
export type Reason = {
  readonly rule: TaxCreditRule
  readonly met: 'yes' | 'no' | 'unknown'
  readonly have: Figure
  readonly want: Figure
}

export type TaxCreditLimit = {
  /** No rule is broken and an amount is left; rules that are unknown stand in `reasons`. */
  readonly eligible: boolean
  /** Rounded down to the scheme's step; 0 when not eligible. */
  readonly limitFen: Fen
  /**
   * The same as if every unknown factor and size class fell out best, whatever rule stands against it; null where the limit
   * cannot be worked out at all. Equal to the limit where nothing that it hangs on is unknown.
   */
  readonly mostFen: Fen | null
  /** LPR of the day with the spread of the grade; null for a grade that the scheme does not admit. */
  readonly annualRatePpm: Ppm | null
  readonly reasons: readonly Reason[]
  /** The years that count, latest first, and their average, rounded down to the fen; null when one is missing. */
  readonly years: readonly number[]
  readonly averageTaxFen: Fen | null
  readonly stage: GrowthStage | null
  readonly terms: readonly { readonly term: LimitTerm; readonly fen: Fen }[]
  readonly boundBy: LimitTerm | null
}

/**
 * How much a firm could get by its tax credit, and why (税融通). Self-check, pre-assessment, API and printed sheet all
 * come from here. A fact that is missing makes its rule unknown and never counts as a no; where the amount depends on
 * it, the least favourable value of the scheme counts. Only what is outstanding elsewhere counts as nothing until
 * somebody says otherwise: its rule shows as unknown.
 *
 * The limit is rounded once, down to the scheme's step (10,000 yuan).
 * Refuses facts that cannot be: `tax-wrong`, `tax-year-wrong`, `tax-amount-wrong`, `assess-year-wrong`,
 * `founded-later`, `not-an-industry`.
 */
export function taxCreditLimit(
  scheme: TaxCreditScheme,
  facts: TaxCreditFacts,
  lpr: Lpr,
): Outcome<TaxCreditLimit> {
  return faultIn(facts) ?? done(limitOf(scheme, facts, lpr))
}

/** The same of facts that were looked at already: what would raise a limit asks it many times. */
export function limitOf(scheme: TaxCreditScheme, facts: TaxCreditFacts, lpr: Lpr): TaxCreditLimit {
  const terms = facts.grade === null ? undefined : scheme.grades[facts.grade]
  const taxes = taxYearsOf(facts, scheme.averageYears)
  const industryFactors = industryFactorsOf(scheme, facts.industry ?? null)
  const growth = stageFinding(scheme, facts, taxes.years)
  const reasons = gradeReasons(scheme, facts)
  addYearReasons(reasons, scheme, facts, taxes)
  addStandingReasons(reasons, scheme, facts)
  addFactorReasons(reasons, scheme, facts, industryFactors, growth.reason)
  const known = { scheme, facts, terms, sumFen: taxes.sumFen, industryFactors, stageFactors: growth.factors }
  const bounds = boundsOf(known, Math.min)
  const bound = leastOf(bounds)
  const roundedFen = bound ? roundedDown(bound.fen, scheme.roundDownToFen) : null
  // Nearly always every factor is clear, and then there is nothing to work out again.
  const isOpen = industryFactors.length > 1 || growth.factors.length > 1 || !facts.size
  const most = isOpen ? leastOf(boundsOf(known, Math.max)) : bound
  reasons.push({
    rule: 'limit',
    met: roundedFen === null ? 'unknown' : roundedFen > 0 ? 'yes' : 'no',
    have: roundedFen,
    want: scheme.roundDownToFen,
  })
  const eligible = roundedFen !== null && reasons.every(({ met }) => met !== 'no')
  const limitFen = eligible ? roundedFen : noFen
  assert(!bound || limitFen <= bound.fen, 'a limit stays within its least bound')
  return {
    eligible,
    limitFen,
    mostFen: most ? roundedDown(most.fen, scheme.roundDownToFen) : null,
    annualRatePpm: terms ? ppm(lprOf(lpr, scheme.lprTerm) + terms.spreadPpm) : null,
    reasons,
    years: taxes.years,
    averageTaxFen: taxes.sumFen === null ? null : averageOf(taxes.sumFen, scheme.averageYears),
    stage: growth.stage,
    terms: bounds,
    boundBy: bound?.term ?? null,
  }
}

type Bounded = {
  readonly scheme: TaxCreditScheme
  readonly facts: TaxCreditFacts
  readonly terms: TaxCreditScheme['grades'][TaxGrade] | undefined
  readonly sumFen: bigint | null
  readonly industryFactors: readonly number[]
  readonly stageFactors: readonly number[]
}

/** What bounds the sum, with the least favourable of what is open or the most; nothing while grade or tax is unknown. */
function boundsOf(
  { scheme, facts, terms, sumFen, industryFactors, stageFactors }: Bounded,
  pick: Pick,
): readonly Bound[] {
  if (!terms || sumFen === null) return []
  const industry = industryFactors.length === 0 ? whole : pick(...industryFactors)
  const factors = [terms.multiplierBasisPoints, industry, pick(...stageFactors)]
  const taxFen = byTax(sumFen, scheme.averageYears, factors)
  return [{ term: 'tax' as const, fen: taxFen }, ...capsOf(scheme, facts, terms.capFen, pick)]
}

const verdict = (known: boolean, met: boolean): Reason['met'] => (known ? (met ? 'yes' : 'no') : 'unknown')

function gradeReasons(
  scheme: TaxCreditScheme,
  { grade, assessYear, on, size = null }: TaxCreditFacts,
): Reason[] {
  const admitted = Object.keys(scheme.grades)
  // A grade before the newest may have been followed by another that nobody told us of.
  const newest = newestAssessed(on)
  return [
    {
      rule: 'grade',
      met: verdict(
        grade !== null,
        admitted.some((one) => one === grade),
      ),
      have: grade,
      want: admitted,
    },
    {
      rule: 'assess-year',
      met: assessYear >= newest ? 'yes' : 'unknown',
      have: assessYear,
      want: newest,
    },
    {
      rule: 'size',
      met: verdict(
        size !== null,
        scheme.sizes.some((one) => one === size),
      ),
      have: size,
      want: scheme.sizes,
    },
  ]
}

function addYearReasons(
  reasons: Reason[],
  scheme: TaxCreditScheme,
  { foundedOn, on }: TaxCreditFacts,
  taxes: ReturnType<typeof taxYearsOf>,
): void {
  const {
    leastOperatingMonths: leastMonths,
    leastTaxYears,
    leastAverageTaxFen: leastFen,
    averageYears,
  } = scheme
  const months = foundedOn === null ? null : monthsSince(foundedOn, on)
  const operating = foundedOn !== null && plusMonths(foundedOn, leastMonths) <= on
  const enough = taxes.consecutive >= leastTaxYears
  reasons.push(
    { rule: 'operating-months', met: verdict(months !== null, operating), have: months, want: leastMonths },
    {
      rule: 'tax-years',
      met: verdict(enough || !taxes.endsUnknown, enough),
      // A latest year that nobody knows is no year without tax: of the count nothing is known then.
      have: taxes.consecutive === 0 && taxes.endsUnknown ? null : taxes.consecutive,
      want: leastTaxYears,
    },
  )
  if (leastFen !== null) {
    const met = taxes.sumFen !== null && taxes.sumFen >= BigInt(leastFen) * BigInt(averageYears)
    const have = taxes.sumFen === null ? null : averageOf(taxes.sumFen, averageYears)
    reasons.push({ rule: 'minimum-tax', met: verdict(have !== null, met), have, want: leastFen })
  }
}

function addStandingReasons(reasons: Reason[], scheme: TaxCreditScheme, facts: TaxCreditFacts): void {
  const { industry = null, outstandingFen = null } = facts
  const { excludedIndustries: excluded, totalCapFen } = scheme
  if (excluded.length > 0) {
    const inside = industry !== null && excluded.some((code) => industryWithin(industry, code))
    // A firm that names a section only may still lie in an excluded division of it.
    const open = industry === null || excluded.some((code) => code !== industry && code.startsWith(industry))
    reasons.push({ rule: 'industry', met: verdict(inside || !open, !inside), have: industry, want: excluded })
  }
  for (const rule of ['arrears', 'abnormal', 'dishonest'] as const) {
    const have = facts[rule] ?? null
    reasons.push({ rule, met: verdict(have !== null, have === false), have, want: false })
  }
  if (totalCapFen !== null) {
    const met = verdict(outstandingFen !== null, (outstandingFen ?? 0) < totalCapFen)
    reasons.push({ rule: 'total-cap', met, have: outstandingFen, want: totalCapFen })
  }
}

/** Factors are no conditions: they are met when they are clear. */
function addFactorReasons(
  reasons: Reason[],
  { industryFactors }: TaxCreditScheme,
  { industry = null }: TaxCreditFacts,
  possible: readonly number[],
  stage: Reason | null,
): void {
  assert(industry === null || isIndustry(industry), 'an industry was checked before')
  if (industryFactors.length > 0) {
    const clear = new Set(possible).size === 1
    const want = [...new Set(possible)].toSorted((one, other) => one - other)
    reasons.push({ rule: 'industry-factor', met: clear ? 'yes' : 'unknown', have: industry, want })
  }
  if (stage) reasons.push(stage)
}
