import { payers } from '../guarantees/payer.ts'
import { fen } from '../money/fen.ts'
import { carried, choice, date, line, lines, optional, whole, yuan } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { registerSays } from './first-loan.ts'
import { importModes } from './import.ts'
import { renewalAnswers } from './renewal.ts'

export const signingForm = form('loans', {
  signedOn: date(),
  contractNumber: line({ min: 2, max: 60 }),
  register: choice(registerSays, 'loans.register'),
})

/** Of a renewal nobody asks the register: it is no first loan. */
export const renewalSigningForm = form('loans', {
  signedOn: date(),
  contractNumber: line({ min: 2, max: 60 }),
})

/** The version of the loan that the reporter read: two windows do not report the same money twice. */
const version = carried(/^[1-9]\d{0,8}$/)

export const drawdownForm = form('loans', { amountFen: yuan(), drawnOn: date(), version })

export const repaymentForm = form('loans', {
  paidOn: date(),
  principalFen: optional(yuan()),
  interestFen: optional(yuan()),
  reference: optional(line({ max: 60 })),
  version,
})

/** The same of a loan with a claim, whose bank says whose money it is. */
export const claimedRepaymentForm = form('loans', {
  paidOn: date(),
  payer: choice(payers, 'loans.payer', { control: 'radios' }),
  principalFen: optional(yuan()),
  interestFen: optional(yuan()),
  reference: optional(line({ max: 60 })),
  version,
})

/** A repayment is taken back with its reason. */
export const reversalForm = form('loans', { why: lines({ min: 2, max: 300 }), version })

/** Whether a file is booked whole or its good rows only; the button knows. */
export const modeForm = form('loans', { mode: choice(importModes, 'loans.import-mode') })

/** What a firm says when it asks for renewal. */
export const wishForm = form('loans', {
  amountFen: yuan({ min: fen(1) }),
  months: whole({ min: 1, max: 60, unit: 'forms.unit-months' }),
  wish: lines({ min: 2, max: 500 }),
})

const said = () => optional(choice(['yes', 'no'], 'loans.renewal-met', { control: 'select' }))

/** What a bank answers: the conditions that only it can know, and what follows from them. */
export const answerForm = form('loans', {
  lawful: said(),
  'in-business': said(),
  'good-credit': said(),
  'grant-standard': said(),
  answer: choice(renewalAnswers, 'loans.renewal-state'),
  words: optional(lines({ max: 500 })),
})

/** Ending a contract early, in part or whole, is told with its reason: the firm and the trail read it. */
export const endingForm = form('loans', { why: lines({ min: 2, max: 300 }) })
