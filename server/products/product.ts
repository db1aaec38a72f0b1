import { regionLevel } from '../enterprises/divisions.ts'
import { industryWithin, isIndustry } from '../enterprises/industry.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import type { TaxGrade } from '../enterprises/tax-grade.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { RepaymentMethod } from '../money/schedule.ts'
import type { Refusal } from '../platform/outcome.ts'

/** What a product is for; the shelf is grouped by it. */
export const productKinds = [
  'working-capital',
  'fixed-asset',
  'tax-credit',
  'science',
  'farm',
  'supply-chain',
  'startup',
] as const
export type ProductKind = (typeof productKinds)[number]

/** A product is written by the institution, read by the centre, and only then seen by firms. */
export const productStates = ['draft', 'under-review', 'listed', 'suspended', 'withdrawn'] as const
export type ProductState = (typeof productStates)[number]

/** A withdrawn product never returns: what was agreed under its terms still points at it. */
export const productMoves = {
  draft: ['under-review', 'withdrawn'],
  'under-review': ['draft', 'listed', 'withdrawn'],
  listed: ['suspended', 'withdrawn'],
  suspended: ['listed', 'withdrawn'],
  withdrawn: [],
} as const satisfies Record<ProductState, readonly ProductState[]>

/** Whether a product may go from one state straight to the other. */
export function mayMoveProduct(from: ProductState, to: ProductState): boolean {
  const onward: readonly ProductState[] = productMoves[from]
  return onward.includes(to)
}

/** What stands behind the loan; `credit` means that nothing does but the firm's good name. */
export const guaranteeModes = [
  'credit',
  'mortgage',
  'pledge-equity',
  'pledge-trademark',
  'pledge-movables',
  'pledge-receivables',
  'farmland-right',
  'guarantee',
  'insurance',
] as const
export type GuaranteeMode = (typeof guaranteeModes)[number]

/** Papers that a product may ask for. */
export const documentKinds = [
  'business-licence',
  'identity',
  'articles',
  'resolution',
  'financial-statements',
  'tax-returns',
  'bank-statements',
  'purchase-contracts',
  'sales-contracts',
  'invoices',
  'collateral-papers',
  'guarantor-papers',
  'premises-proof',
  'farmland-papers',
  'intellectual-property-papers',
  'permits',
  'project-papers',
  'credit-report-consent',
  'tax-data-consent',
] as const
export type DocumentKind = (typeof documentKinds)[number]

/**
 * What a product offers and to whom. An empty list of regions, industries, sizes or grades is no condition
 * at all, not a condition that nobody meets.
 */
export type ProductTerms = {
  readonly name: string
  readonly kind: ProductKind
  readonly summary: string
  readonly amountMinFen: Fen
  readonly amountMaxFen: Fen
  readonly monthsMin: number
  readonly monthsMax: number
  readonly rateMinPpm: Ppm
  readonly rateMaxPpm: Ppm
  readonly methods: readonly RepaymentMethod[]
  readonly guaranteeModes: readonly GuaranteeMode[]
  /** Division codes in the short form (4, 6, 9 or 12 digits); each covers all that lies within it. */
  readonly regions: readonly string[]
  /** Prefixes of GB/T 4754 codes: a letter, or a letter and digits. */
  readonly industries: readonly string[]
  readonly excludedIndustries: readonly string[]
  readonly sizes: readonly SizeClass[]
  readonly grades: readonly TaxGrade[]
  readonly minMonthsOperating: number
  /** The tax-credit scheme (policy `tax-credit-scheme-<code>`) that sets limit and price; none for other products. */
  readonly scheme?: string | null
  /** Papers without which the institution does not decide. */
  readonly documents: readonly DocumentKind[]
  /** Papers that help and may be missing; versions from before they were asked about have none. */
  readonly optionalDocuments?: readonly DocumentKind[]
  /** Working days from the full set of papers to the decision. */
  readonly daysPromised: number
  /** The notice or page that the terms were taken from. */
  readonly source: string
}

export const optionalPapers = ({ optionalDocuments = [] }: ProductTerms): readonly DocumentKind[] =>
  optionalDocuments

export const schemeOf = ({ scheme = null }: Pick<ProductTerms, 'scheme'>): string | null => scheme

/** A figure from the terms and the figure that it may not exceed. */
const ranges = [
  ['amountMinFen', 'amountMaxFen'],
  ['monthsMin', 'monthsMax'],
  ['rateMinPpm', 'rateMaxPpm'],
] as const

/**
 * Every fault of a product's terms, field by field; an empty list when the product may go to review.
 *
 * Refusals: `required` (an empty name, summary, source, list of methods or of guarantee modes),
 * `not-whole`, `not-positive`, `negative`, `min-above-max` (at the lower end), `not-a-division`,
 * `not-an-industry`, `all-excluded` (every industry that the product names is also excluded), `paper-named-twice`
 * (a paper that must be there and may be missing), `scheme-not-tax-credit` (a scheme on a product of another kind).
 */
export function checkTerms(terms: ProductTerms): Refusal[] {
  return [
    ...(['name', 'summary', 'source'] as const).flatMap((field) => required(field, terms[field].trim())),
    ...(['methods', 'guaranteeModes'] as const).flatMap((field) => required(field, terms[field])),
    ...ranges.flatMap(([min, max]) => rangeFaults(min, terms[min], max, terms[max])),
    ...wholeFaults('daysPromised', terms.daysPromised, 1),
    ...wholeFaults('minMonthsOperating', terms.minMonthsOperating, 0),
    ...(terms.regions.every((code) => regionLevel(code) !== null)
      ? []
      : [fault('not-a-division', 'regions')]),
    ...industryFaults(terms),
    ...(optionalPapers(terms).some((kind) => terms.documents.includes(kind))
      ? [fault('paper-named-twice', 'optionalDocuments')]
      : []),
    ...(schemeOf(terms) !== null && terms.kind !== 'tax-credit'
      ? [fault('scheme-not-tax-credit', 'scheme')]
      : []),
  ]
}

function rangeFaults(minField: string, min: number, maxField: string, max: number): Refusal[] {
  const faults = [...wholeFaults(minField, min, 1), ...wholeFaults(maxField, max, 1)]
  if (faults.length > 0) return faults
  return min > max ? [fault('min-above-max', minField)] : []
}

function wholeFaults(field: string, figure: number, least: 0 | 1): Refusal[] {
  if (!Number.isSafeInteger(figure)) return [fault('not-whole', field)]
  if (figure >= least) return []
  return [fault(least === 1 ? 'not-positive' : 'negative', field)]
}

function industryFaults(terms: ProductTerms): Refusal[] {
  const faults = (['industries', 'excludedIndustries'] as const).flatMap((field) =>
    terms[field].every(isIndustry) ? [] : [fault('not-an-industry', field)],
  )
  return faults.length > 0 ? faults : excludedFaults(terms)
}

// Such a product would stand on the shelf and never fit anybody, which no institution can mean.
function excludedFaults({ industries, excludedIndustries }: ProductTerms): Refusal[] {
  const isShut = (industry: string) => excludedIndustries.some((prefix) => industryWithin(industry, prefix))
  return industries.length > 0 && industries.every(isShut)
    ? [fault('all-excluded', 'excludedIndustries')]
    : []
}

const required = (field: string, value: string | readonly unknown[]): Refusal[] =>
  value.length === 0 ? [fault('required', field)] : []

const fault = (code: string, field: string): Refusal => ({ code, field })
