import type { SizeClass } from '../enterprises/size-class.ts'
import type { TaxGrade } from '../enterprises/tax-grade.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { NeedFacts } from '../needs/need.ts'
import type { GuaranteeMode, ProductTerms } from '../products/product.ts'
import type { Figure, TaxCreditFacts, TaxCreditRule } from '../tax-credit/limit.ts'
import { conditionsOf } from './conditions.ts'
import { type MatchRule, score } from './score.ts'

/** What a need is measured by: itself, the firm behind it, and the day. A fact nobody gave is null. */
export type FitFacts = {
  readonly need: NeedFacts
  readonly firm: {
    /** Division code of the firm's seat, to the town (9 digits) or village (12). */
    readonly region: string | null
    /** GB/T 4754 code, a letter and digits; the longer the better. */
    readonly industry: string | null
    readonly size: SizeClass | null
    readonly grade: TaxGrade | null
    readonly foundedOn: Day | null
    /** Whether the firm never had a bank loan. No product asks for it yet, so it decides nothing. */
    readonly firstLoan?: boolean | null
    /** What schemes of tax credit are asked with; `withheld` from a reader who may not know it. */
    readonly taxCredit?: TaxCreditFacts | 'withheld' | null
    /** Facts that are null because an objection to them is examined; of the tax paid the year stands behind it. */
    readonly disputed?: readonly string[]
  }
  readonly on: Day
}

/** The conditions that a product may put, in the order in which they are shown. */
export const ownRules = [
  'amount',
  'months',
  'guarantee',
  'rate',
  'region',
  'industry',
  'size',
  'grade',
  'operating',
] as const
/** Those of a product's tax-credit scheme, which come after its own. */
export const schemeRules = [
  'scheme-grade',
  'scheme-assess-year',
  'scheme-size',
  'scheme-operating-months',
  'scheme-tax-years',
  'scheme-minimum-tax',
  'scheme-industry',
  'scheme-arrears',
  'scheme-abnormal',
  'scheme-dishonest',
  'scheme-total-cap',
  'scheme-limit',
  'scheme-rate',
] as const
export const fitRules = [...ownRules, ...schemeRules] as const
export type FitRule = (typeof fitRules)[number]
export type SchemeRule = (typeof schemeRules)[number]
export const isOfScheme = (rule: FitRule): rule is SchemeRule => schemeRules.some((one) => one === rule)

/** The facts that may still be owed: by the firm, whose form has them by these names; below, by offices. */
export const missingFacts = [
  'guaranteeModes',
  'region',
  'industry',
  'size',
  'grade',
  'foundedOn',
  'revenue',
  'assessYear',
  'taxPaid',
  'arrears',
  'abnormal',
  'dishonest',
] as const
export type MissingFact = (typeof missingFacts)[number]

/** A side of a condition as plain data, which pages turn into words. */
export type FitDatum =
  | { readonly kind: 'not-said' }
  | { readonly kind: 'disputed' }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'anything' }
  | { readonly kind: 'fen'; readonly fen: Fen }
  | { readonly kind: 'fen-range'; readonly min: Fen; readonly max: Fen }
  | { readonly kind: 'fen-at-most'; readonly max: Fen }
  | { readonly kind: 'scheme'; readonly code: string }
  | { readonly kind: 'scheme-has'; readonly rule: TaxCreditRule; readonly figure: Figure }
  | { readonly kind: 'scheme-wants'; readonly rule: TaxCreditRule; readonly figure: Figure }
  | { readonly kind: 'ppm'; readonly ppm: Ppm }
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'months-range'; readonly min: number; readonly max: number }
  | { readonly kind: 'months-at-least'; readonly min: number }
  | { readonly kind: 'ppm-at-most'; readonly max: Ppm }
  | { readonly kind: 'ppm-range'; readonly min: Ppm; readonly max: Ppm }
  | { readonly kind: 'guarantee-modes'; readonly modes: readonly GuaranteeMode[] }
  | { readonly kind: 'regions'; readonly codes: readonly string[] }
  | {
      readonly kind: 'industries'
      readonly codes: readonly string[]
      readonly excluded: readonly string[]
    }
  | { readonly kind: 'sizes'; readonly sizes: readonly SizeClass[] }
  | { readonly kind: 'grades'; readonly grades: readonly TaxGrade[] }

/** One line of the reasons. `have` is the firm's side, `want` the product's. */
export type Condition = {
  readonly rule: FitRule
  readonly met: 'yes' | 'no' | 'unknown'
  readonly have: FitDatum
  readonly want: FitDatum
  /** The fact that would settle it, where it is unknown. */
  readonly missing?: MissingFact
  /** The years whose tax it rests on, where it rests on any. */
  readonly years?: readonly number[]
}

export const verdicts = ['eligible', 'unknown', 'not'] as const
export type Verdict = (typeof verdicts)[number]

export type Fit = {
  readonly verdict: Verdict
  readonly conditions: readonly Condition[]
  /** 0 to 100 among the eligible; null for all others, who are not ranked by what they miss. */
  readonly score: number | null
}

/**
 * Measures one need against one product. A condition that the product does not put is met; one whose fact
 * nobody gave is unknown, never a no. One no makes the verdict no, whatever else is unknown.
 */
export function fit(facts: FitFacts, terms: ProductTerms, rule: MatchRule): Fit {
  const conditions = conditionsOf(facts, terms, rule.schemes)
  const verdict = verdictOf(conditions)
  return { verdict, conditions, score: verdict === 'eligible' ? score(facts.need, terms, rule) : null }
}

function verdictOf(conditions: readonly Condition[]): Verdict {
  if (conditions.some(({ met }) => met === 'no')) return 'not'
  return conditions.some(({ met }) => met === 'unknown') ? 'unknown' : 'eligible'
}
