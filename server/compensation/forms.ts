import { sureField } from '../claims/index.ts'
import { fen, noFen } from '../money/fen.ts'
import { choice, date, line, lines, optional, picked, yuan } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { fundingKinds } from './funding.ts'
import { poolPapers, poolPaperWords } from './rule.ts'

const principal = { principalFen: yuan({ min: fen(1) }) }
const story = { words: lines({ min: 4, max: 1000 }) }

/** 补偿申请 where the arrangement covers principal alone. */
export const claimForm = form('compensation', { ...principal, ...story })
/** The same where normal interest counts as well. */
export const interestForm = form('compensation', {
  ...principal,
  interestFen: optional(yuan({ min: noFen })),
  ...story,
})

/** What is sent beside the files. */
export const paperForm = form('compensation', {
  kind: choice(poolPapers, poolPaperWords, { control: 'select' }),
})

export const answerForm = form('compensation', { answer: lines({ min: 2, max: 500 }) })

export const decisionForm = form('compensation', {
  outcome: choice(['approved', 'refused'], 'compensation.outcome', { control: 'radios' }),
  answer: optional(lines({ max: 500 })),
})

export const paymentForm = form('compensation', { paidOn: date(), reference: line({ min: 2, max: 60 }) })

export const recoveryForm = form('compensation', {
  receivedOn: date(),
  recoveredFen: yuan({ min: fen(1) }),
  costFen: optional(yuan({ min: noFen })),
  sure: sureField(),
  words: lines({ min: 4, max: 500 }),
})

export const bookingForm = form('compensation', { on: date() })

/** A new pool: for which party of which arrangement, run by whom, and its name in both languages. */
export const poolForm = form('compensation', {
  place: picked(/^[a-z0-9-]+\/[a-z-]+$/),
  operator: picked(),
  zh: line({ min: 2, max: 60 }),
  en: line({ min: 2, max: 80 }),
})

export const fundingForm = form('compensation', {
  kind: choice(fundingKinds, 'compensation.funding'),
  funder: line({ min: 2, max: 80 }),
  agreement: line({ min: 2, max: 80 }),
  amountFen: yuan({ min: fen(1) }),
  agreedOn: date(),
})

/** Words for what does not come about. */
export const whyForm = form('compensation', { why: lines({ min: 2, max: 500 }) })
