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

/**
 * What is left of them for a second look, where the firm must not be known by them: whole years in place of the day of
 * founding, bands in place of sums, and not a word of its main bank. By the day and the sums it is found in any register.
 */
export const unnamedFactsOfKind = {
  contact: [],
  details: ['age', 'figureBands'],
  tax: ['taxGrade', 'taxPaidBands', 'taxArrears', 'taxAbnormal'],
  'bank-statements': [],
  documents: [],
  person: [],
} as const satisfies Record<DataKind, readonly string[]>
export type UnnamedFactCode = (typeof unnamedFactsOfKind)[DataKind][number]

/** Who a firm is, which the bank that it contracts with has to know; how to reach it, it says itself. */
export const contractFacts = ['name', 'uscc'] as const satisfies readonly FactCode[]
