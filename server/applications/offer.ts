import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { RepaymentMethod } from '../money/schedule.ts'
import type { GuaranteeMode } from '../products/product.ts'

export const offerStates = ['open', 'accepted', 'lapsed', 'not-chosen', 'withdrawn'] as const
export type OfferState = (typeof offerStates)[number]

/** What the institution would lend on; the firm compares offers by their cost a year, fees included. */
export type OfferTerms = {
  readonly amountFen: Fen
  readonly months: number
  readonly ratePpm: Ppm
  readonly method: RepaymentMethod
  readonly upfrontFeesFen: Fen
  readonly yearlyFeesFen: Fen
  readonly guaranteeMode: GuaranteeMode
  /** The last day on which the firm may still accept. */
  readonly validUntil: Day
}
