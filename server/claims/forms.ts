import { fen, noFen } from '../money/fen.ts'
import { choice, choices, date, line, lines, optional, yuan } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { claimKinds, legalBases } from './claim.ts'
import { claimPapers } from './rule.ts'

const asked = {
  kind: choice(claimKinds, 'claims.kind', { control: 'radios' }),
  basis: choice(legalBases, 'claims.basis', { control: 'select' }),
  principalFen: yuan({ min: fen(1) }),
}
const brought = {
  papers: choices(claimPapers, 'claims.paper', { min: 0 }),
  words: lines({ min: 4, max: 1000 }),
}

/** 代偿申请 where the arrangement covers principal alone. */
export const claimForm = form('claims', { ...asked, ...brought })

/** The same where normal interest counts as well. */
export const interestForm = form('claims', {
  ...asked,
  interestFen: optional(yuan({ min: noFen })),
  interestFrom: optional(date()),
  interestUntil: optional(date()),
  ...brought,
})

export const answerForm = form('claims', { answer: lines({ min: 2, max: 500 }) })

export const decisionForm = form('claims', {
  outcome: choice(['approved', 'refused'], 'claims.outcome', { control: 'radios' }),
  answer: optional(lines({ max: 500 })),
})

export const paymentForm = form('claims', {
  paidOn: date(),
  reference: line({ min: 2, max: 60 }),
})

/** From when to when a statement goes. */
export const periodForm = form('claims', { from: date(), to: date() })
