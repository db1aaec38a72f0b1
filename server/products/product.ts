import type { SizeClass } from '../enterprises/size-class.ts'
import type { TaxGrade } from '../enterprises/tax-grade.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { RepaymentMethod } from '../money/schedule.ts'

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
  /** Prefixes of division codes (2, 4, 6, 9 or 12 digits). */
  readonly regions: readonly string[]
  /** Prefixes of GB/T 4754 codes: a letter, or a letter and digits. */
  readonly industries: readonly string[]
  readonly excludedIndustries: readonly string[]
  readonly sizes: readonly SizeClass[]
  readonly grades: readonly TaxGrade[]
  readonly minMonthsOperating: number
  readonly documents: readonly DocumentKind[]
  /** Working days from the full set of papers to the decision. */
  readonly daysPromised: number
  /** The notice or page that the terms were taken from. */
  readonly source: string
}
