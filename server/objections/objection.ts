import type { MissingFact } from '../matching/fit.ts'
import { type TaxFact, type TaxSum, taxSums } from '../tax-facts/tax-fact.ts'

/** The facts that the platform keeps of a firm and measures it by; each can be corrected. */
export const keptFacts = [
  'grade',
  'foundedOn',
  'industry',
  'region',
] as const satisfies readonly MissingFact[]
export type KeptFact = (typeof keptFacts)[number]

/** What the tax bureau says of a firm besides its grade; while it is examined, the rules of tax credit do not know it. */
export const taxedFacts = ['taxPaid', 'arrears', 'abnormal'] as const satisfies readonly TaxFact[]
export type TaxedFact = (typeof taxedFacts)[number]

/** Of the tax paid the year, and what of it: one kind, or what went back; null for the year as a whole. */
export type TaxOf = { readonly year: number; readonly sum: TaxSum | null }

/** A fact as it is kept beside the firm while it is examined: of the tax paid, year and kind belong to it. */
export type ExaminedName = ObjectionFact | `taxPaid-${number}` | `taxPaid-${number}-${TaxSum}`
export const examinedName = (fact: ObjectionFact, of: TaxOf | null): ExaminedName =>
  fact !== 'taxPaid' || of === null
    ? fact
    : of.sum === null
      ? `${fact}-${of.year}`
      : `${fact}-${of.year}-${of.sum}`

/** What `taxPaid-2025-vat` or `taxPaid-2025` is about; null for every other fact. */
export function taxObjectedTo(name: string): TaxOf | null {
  const [, year, sum] = /^taxPaid-(\d{4})(?:-([a-z]+))?$/.exec(name) ?? []
  return year === undefined ? null : { year: Number(year), sum: taxSums.find((one) => one === sum) ?? null }
}
export const yearObjectedTo = (name: string): number | null => taxObjectedTo(name)?.year ?? null

/** What else a bank may have refused by, of which the platform keeps nothing itself. */
export const heardFacts = ['court-case', 'credit-record', 'existing-debt', 'figures'] as const

export const objectionFacts = [...keptFacts, ...taxedFacts, ...heardFacts] as const
export type ObjectionFact = (typeof objectionFacts)[number]

/** Facts that something is kept of: they count as unknown while they are examined, and can be corrected. */
export const isExamined = (fact: ObjectionFact): fact is KeptFact | TaxedFact =>
  [...keptFacts, ...taxedFacts].some((one) => one === fact)
export const isTaxed = (fact: ObjectionFact): fact is TaxedFact => taxedFacts.some((one) => one === fact)

/** The kind of a firm's data that a fact belongs to; null where a bank reads it in the hall, or nothing is kept of it. */
export const kindOfFact = (fact: ObjectionFact): 'tax' | 'details' | null =>
  fact === 'grade' || isTaxed(fact) ? 'tax' : fact === 'foundedOn' ? 'details' : null

/** `upheld`: the firm was right; `rejected`: the fact stands; `withdrawn` by the firm. */
export const objectionStates = ['open', 'upheld', 'rejected', 'withdrawn'] as const
export type ObjectionState = (typeof objectionStates)[number]
