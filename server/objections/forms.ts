import { taxGrades } from '../enterprises/tax-grade.ts'
import { carried, choice, date, lines, optional, picked } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { objectionFacts } from './objection.ts'

const id = /^[0-9a-z]{26}$/

/** Which fact is wrong, what it should be where the platform keeps it, and how the firm knows. */
export const objectionForm = form('objections', {
  fact: choice(objectionFacts, 'objections.fact', { control: 'radios' }),
  grade: optional(choice(taxGrades, 'enterprises.tax-grade', { control: 'select' })),
  foundedOn: optional(date()),
  industry: optional(picked(/^[A-T]\d{0,4}$/)),
  region: optional(picked(/^\d{6,12}$/)),
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
