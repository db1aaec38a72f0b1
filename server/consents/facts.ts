import type { DataKind } from './kind.ts'

/** The facts of a firm's own profile, by the kind that they are consented to; papers are the documents' own. */
export const factsOfKind = {
  contact: ['name', 'uscc', 'phone'],
  details: ['foundedOn', 'mainBank', 'figures'],
  tax: ['taxGrade', 'taxPaid', 'taxArrears', 'taxAbnormal'],
  'bank-statements': [],
  documents: [],
  person: ['legalRepresentative'],
} as const satisfies Record<DataKind, readonly string[]>
export type FactCode = (typeof factsOfKind)[DataKind][number]

/** Who a firm is, which the bank that it contracts with has to know; how to reach it, it says itself. */
export const contractFacts = ['name', 'uscc'] as const satisfies readonly FactCode[]
