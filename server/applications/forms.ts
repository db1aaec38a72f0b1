import { consentFields } from '../consents/index.ts'
import { paperKinds } from '../documents/paper.ts'
import type { Fee } from '../money/cost.ts'
import { repaymentMethods } from '../money/schedule.ts'
import {
  carried,
  choice,
  choices,
  date,
  line,
  lines,
  optional,
  percent,
  picked,
  tick,
  whole,
  yuan,
} from '../platform/web/fields.ts'
import { portion } from '../platform/web/fields-measures.ts'
import { form } from '../platform/web/forms.ts'
import { guaranteeModes } from '../products/product.ts'
import { declineReasons } from './application.ts'
import { evidenceFacts } from './evidence.ts'

const id = /^[0-9a-z]{26}$/

/** The bank's own product, with which it takes a need from the hall. */
export const productForm = form('applications', { productId: carried(id) })

/** The firm's choice of a product, and what it lets the bank see for it. */
export const applyForm = form('consents', { productId: carried(id), ...consentFields })

export const declineForm = form('applications', {
  reason: choice(declineReasons, 'applications.decline-reason', { control: 'radios' }),
  facts: choices(evidenceFacts, 'applications.evidence', { min: 0 }),
  papers: choices(paperKinds, 'documents.kind', { min: 0 }),
  words: optional(lines({ max: 500 })),
  version: carried(/^\d{1,9}$/),
})

/** What others than the bank get, each question with its payee and when it is paid. */
export const feeFields = {
  guaranteeOnce: { payee: 'guarantor', paid: 'upfront' },
  guaranteeYearly: { payee: 'guarantor', paid: 'yearly' },
  insuranceOnce: { payee: 'insurer', paid: 'upfront' },
  insuranceYearly: { payee: 'insurer', paid: 'yearly' },
  appraisalOnce: { payee: 'appraiser', paid: 'upfront' },
  registryOnce: { payee: 'registry', paid: 'upfront' },
  notaryOnce: { payee: 'notary', paid: 'upfront' },
} as const satisfies Record<string, Pick<Fee, 'payee' | 'paid'>>
export type FeeField = keyof typeof feeFields
export const feeNames = Object.keys(feeFields).filter((name): name is FeeField => name in feeFields)

export const offerForm = form('applications', {
  amountFen: yuan(),
  months: whole({ min: 1, max: 600, unit: 'forms.unit-months' }),
  ratePpm: percent(),
  method: choice(repaymentMethods, 'products.method'),
  guaranteeMode: choice(guaranteeModes, 'products.guarantee-mode'),
  guarantorId: optional(picked(id)),
  upfrontFeesFen: optional(yuan()),
  yearlyFeesFen: optional(yuan()),
  guaranteeOnce: optional(yuan()),
  guaranteeYearly: optional(yuan()),
  insuranceOnce: optional(yuan()),
  insuranceYearly: optional(yuan()),
  appraisalOnce: optional(yuan()),
  registryOnce: optional(yuan()),
  notaryOnce: optional(yuan()),
  penaltyUpliftPpm: optional(portion()),
  earlyFeePpm: optional(portion()),
  validUntil: date(),
  words: optional(lines({ max: 500 })),
  /** What the page showed of the firm's taxes, so that what changed since is shown before it counts. */
  taxMark: optional(carried(/^[0-9a-f]{64}$/)),
  /** The officer confirms the cost sheet for the bank. */
  confirmed: tick('applications.sheet-confirmed'),
})

/** The owner confirms the sheet that lay before him, named by its mark. */
export const acceptanceForm = form('applications', {
  sheet: carried(/^[0-9a-f]{64}$/),
  agreed: tick('applications.sheet-agreed'),
})

/** A button of a case: the version that its page showed, and a reason where somebody likes to give one. */
export const stepForm = form('applications', {
  version: optional(carried(/^\d{1,9}$/)),
  why: optional(line({ max: 200 })),
})

/** Public: the receipt number and the end of the telephone number, which only the firm has both. */
export const progressForm = form('applications', {
  number: line({ max: 40 }),
  phoneTail: line({ min: 4, max: 4 }),
})
