import { date, line, lines, optional, yuan } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

export const signingForm = form('loans', { signedOn: date(), contractNumber: line({ min: 2, max: 60 }) })

export const drawdownForm = form('loans', { amountFen: yuan(), drawnOn: date() })

export const repaymentForm = form('loans', {
  paidOn: date(),
  principalFen: optional(yuan()),
  interestFen: optional(yuan()),
})

/** Ending a contract early, in part or whole, is told with its reason: the firm and the trail read it. */
export const endingForm = form('loans', { why: lines({ min: 2, max: 300 }) })
