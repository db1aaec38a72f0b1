import type { MissingFact } from '../matching/fit.ts'
import type { TaxFact } from '../tax-facts/tax-fact.ts'

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

/** A fact as it is kept beside the firm while it is examined: of the tax paid, the year belongs to it. */
export type ExaminedName = KeptFact | TaxFact | `taxPaid-${number}`
export const examinedName = (fact: KeptFact | TaxFact, year: number | null): ExaminedName =>
  fact === 'taxPaid' && year !== null ? `${fact}-${year}` : fact

/** The year of `taxPaid-2025`; null for every other fact. */
export function yearObjectedTo(name: string): number | null {
  const year = /^taxPaid-(\d{4})$/.exec(name)?.[1]
  return year === undefined ? null : Number(year)
}

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
