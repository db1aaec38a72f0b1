import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { RepaymentMethod } from '../money/schedule.ts'
import type { NeedFacts } from '../needs/need.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { GuaranteeMode, ProductTerms } from '../products/product.ts'

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

/**
 * Every fault of an offer, field by field; an empty list when it may be made.
 *
 * Refusals: `not-whole`, `not-positive`, `negative`, `outside-product` (amount, months, rate, method or
 * guarantee mode that the product does not have; `min` and `max` in the field's own unit), `above-need`
 * (more money than the firm asked for), `already-past` (valid until a day before today).
 *
 * A rate above the firm's highest is no fault here: it is a counter-offer, and the firm may say no to it.
 */
export function checkOffer(offer: OfferTerms, product: ProductTerms, need: NeedFacts, today: Day): Refusal[] {
  return [
    ...amountFaults(offer.amountFen, product, need),
    ...within('months', offer.months, product.monthsMin, product.monthsMax),
    ...within('ratePpm', offer.ratePpm, product.rateMinPpm, product.rateMaxPpm),
    ...(product.methods.includes(offer.method) ? [] : [fault('outside-product', 'method')]),
    ...(product.guaranteeModes.includes(offer.guaranteeMode)
      ? []
      : [fault('outside-product', 'guaranteeMode')]),
    ...(offer.upfrontFeesFen < 0 ? [fault('negative', 'upfrontFeesFen')] : []),
    ...(offer.yearlyFeesFen < 0 ? [fault('negative', 'yearlyFeesFen')] : []),
    ...(offer.validUntil < today ? [fault('already-past', 'validUntil')] : []),
  ]
}

/** Whether the firm may still accept; the day of `validUntil` is the last on which it may. */
export function isOpen(offer: { readonly state: OfferState; readonly validUntil: Day }, today: Day): boolean {
  return offer.state === 'open' && today <= offer.validUntil
}

function amountFaults(amountFen: Fen, product: ProductTerms, need: NeedFacts): Refusal[] {
  const faults = within('amountFen', amountFen, product.amountMinFen, product.amountMaxFen)
  if (faults.length > 0 || amountFen <= need.amountFen) return faults
  return [{ code: 'above-need', field: 'amountFen', values: { max: need.amountFen } }]
}

function within(field: string, figure: number, min: number, max: number): Refusal[] {
  if (!Number.isSafeInteger(figure)) return [fault('not-whole', field)]
  if (figure <= 0) return [fault('not-positive', field)]
  return figure < min || figure > max ? [{ code: 'outside-product', field, values: { min, max } }] : []
}

const fault = (code: string, field: string): Refusal => ({ code, field })
