import { choice, date, line, lines, optional, yuan } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { registerSays } from './first-loan.ts'
import { importModes } from './import.ts'

export const signingForm = form('loans', {
  signedOn: date(),
  contractNumber: line({ min: 2, max: 60 }),
  register: choice(registerSays, 'loans.register'),
})

export const drawdownForm = form('loans', { amountFen: yuan(), drawnOn: date() })

export const repaymentForm = form('loans', {
  paidOn: date(),
  principalFen: optional(yuan()),
  interestFen: optional(yuan()),
  reference: optional(line({ max: 60 })),
})

/** Whether a file is booked whole or its good rows only; the button knows. */
export const modeForm = form('loans', { mode: choice(importModes, 'loans.import-mode') })

/** Ending a contract early, in part or whole, is told with its reason: the firm and the trail read it. */
export const endingForm = form('loans', { why: lines({ min: 2, max: 300 }) })
