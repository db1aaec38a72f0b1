import type { MissingFact } from '../matching/fit.ts'

/** The facts that the platform keeps of a firm and measures it by; each can be corrected. */
export const keptFacts = [
  'grade',
  'foundedOn',
  'industry',
  'region',
] as const satisfies readonly MissingFact[]
export type KeptFact = (typeof keptFacts)[number]

/** What else a bank may have refused by, of which the platform keeps nothing itself. */
export const heardFacts = ['court-case', 'credit-record', 'existing-debt', 'figures'] as const

export const objectionFacts = [...keptFacts, ...heardFacts] as const
export type ObjectionFact = (typeof objectionFacts)[number]

export const isKept = (fact: ObjectionFact): fact is KeptFact => keptFacts.some((one) => one === fact)

/** `upheld`: the firm was right; `rejected`: the fact stands; `withdrawn` by the firm. */
export const objectionStates = ['open', 'upheld', 'rejected', 'withdrawn'] as const
export type ObjectionState = (typeof objectionStates)[number]
