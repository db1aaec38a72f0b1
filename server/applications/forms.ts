import { consentFields } from '../consents/index.ts'
import { repaymentMethods } from '../money/schedule.ts'
import { carried, choice, date, line, lines, optional, percent, whole, yuan } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { guaranteeModes } from '../products/product.ts'
import { declineReasons } from './application.ts'

const id = /^[0-9a-z]{26}$/

/** The bank's own product, with which it takes a need from the hall. */
export const productForm = form('applications', { productId: carried(id) })

/** The firm's choice of a product, and what it lets the bank see for it. */
export const applyForm = form('consents', { productId: carried(id), ...consentFields })

export const declineForm = form('applications', {
  reason: choice(declineReasons, 'applications.decline-reason', { control: 'radios' }),
  words: optional(lines({ max: 500 })),
  version: carried(/^\d{1,9}$/),
})

export const offerForm = form('applications', {
  amountFen: yuan(),
  months: whole({ min: 1, max: 600, unit: 'forms.unit-months' }),
  ratePpm: percent(),
  method: choice(repaymentMethods, 'products.method'),
  guaranteeMode: choice(guaranteeModes, 'products.guarantee-mode'),
  upfrontFeesFen: optional(yuan()),
  yearlyFeesFen: optional(yuan()),
  validUntil: date(),
  words: optional(lines({ max: 500 })),
})

/** Public: the receipt number and the end of the telephone number, which only the firm has both. */
export const progressForm = form('applications', {
  number: line({ max: 40 }),
  phoneTail: line({ min: 4, max: 4 }),
})
