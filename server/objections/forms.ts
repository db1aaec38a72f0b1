import { taxGrades } from '../enterprises/tax-grade.ts'
import { noFen } from '../money/fen.ts'
import { carried, choice, date, lines, optional, picked, whole, yuan } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { taxSums } from '../tax-facts/tax-fact.ts'
import { objectionFacts } from './objection.ts'

const id = /^[0-9a-z]{26}$/

/** Which fact is wrong, what it should be where the platform keeps it, and how the firm knows. */
export const objectionForm = form('objections', {
  fact: choice(objectionFacts, 'objections.fact', { control: 'radios' }),
  grade: optional(choice(taxGrades, 'enterprises.tax-grade', { control: 'select' })),
  foundedOn: optional(date()),
  industry: optional(picked(/^[A-T]\d{0,4}$/)),
  region: optional(picked(/^\d{6,12}$/)),
  year: optional(whole({ min: 1994, max: 2100 })),
  taxSum: optional(choice(taxSums, 'tax-facts.sum', { control: 'select' })),
  taxPaid: optional(yuan({ min: noFen })),
  arrears: optional(yuan({ min: noFen })),
  abnormal: optional(choice(['yes', 'no'], 'objections.abnormal', { control: 'select' })),
  words: lines({ min: 6, max: 500 }),
  document: optional(picked(id)),
  case: optional(carried(id)),
})

export const decisionForm = form('objections', {
  outcome: choice(['upheld', 'rejected'], 'objections.outcome', { control: 'radios' }),
  answer: lines({ min: 4, max: 500 }),
  version: carried(/^\d{1,9}$/),
})

export const stepForm = form('objections', { version: optional(carried(/^\d{1,9}$/)) })
