import type { Fee } from '../money/cost.ts'
import { type Day, isDay } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { RepaymentMethod } from '../money/schedule.ts'
import type { NeedFacts } from '../needs/need.ts'
import type { Id } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { GuaranteeMode, ProductTerms } from '../products/product.ts'
import { type CaseTerms, latestValidity } from './case-terms.ts'

export const offerStates = ['open', 'accepted', 'lapsed', 'not-chosen', 'withdrawn'] as const
export type OfferState = (typeof offerStates)[number]

/** What the institution would lend on; the firm compares offers by their cost a year, fees included. */
export type OfferTerms = {
  readonly amountFen: Fen
  readonly months: number
  readonly ratePpm: Ppm
  readonly method: RepaymentMethod
  /** What the bank itself takes besides the interest: once, and at the drawing and each anniversary. */
  readonly upfrontFeesFen: Fen
  readonly yearlyFeesFen: Fen
  /** What others get; null or absent where nobody does. */
  readonly fees?: readonly Fee[] | null
  /** 罚息 on top of the contract's rate, as a share of it; what nobody said is the policy's usual figure. */
  readonly penaltyUpliftPpm?: Ppm | null
  /** What paying back early costs, as a share of what is paid back; what nobody said is nothing. */
  readonly earlyFeePpm?: Ppm | null
  readonly guaranteeMode: GuaranteeMode
  /** Who is to guarantee, where a guarantee is asked for. */
  readonly guarantorId?: Id<'institution'> | null
  /** The last day on which the firm may still accept. */
  readonly validUntil: Day
}

/**
 * Every fault of an offer, field by field; an empty list when it may be made.
 *
 * Refusals: `not-whole`, `not-positive`, `negative`, `outside-product` (amount, months, rate, method or
 * guarantee mode that the product does not have; `min` and `max` in the field's own unit), `guarantor-missing` (a
 * guarantee is asked for and nobody named), `guarantor-not-asked` (somebody is, and no guarantee), `above-need`
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
    ...guarantorFaults(offer),
    ...(offer.upfrontFeesFen < 0 ? [fault('negative', 'upfrontFeesFen')] : []),
    ...(offer.yearlyFeesFen < 0 ? [fault('negative', 'yearlyFeesFen')] : []),
    ...(offer.validUntil < today ? [fault('already-past', 'validUntil')] : []),
  ]
}

/**
 * The faults of an offer by policy `case-terms`, field by field: `valid-too-long` (naming the latest day),
 * `penalty-out-of-range`, `early-fee-above` (a share may not be more than `max`).
 */
export function checkAgainstPolicy(offer: OfferTerms, policy: CaseTerms, today: Day): Refusal[] {
  const latest = latestValidity(policy, today)
  const { penaltyUpliftPpm: uplift, earlyFeePpm: early } = offer
  const range = { min: policy.penaltyLeastPpm, max: policy.penaltyMostPpm }
  return [
    ...(isDay(offer.validUntil) && offer.validUntil > latest
      ? [{ code: 'valid-too-long', field: 'validUntil', values: { latest } }]
      : []),
    ...(uplift != null && (uplift < range.min || uplift > range.max)
      ? [{ code: 'penalty-out-of-range', field: 'penaltyUpliftPpm', values: range }]
      : []),
    ...(early != null && early > policy.earlyFeeMostPpm
      ? [{ code: 'early-fee-above', field: 'earlyFeePpm', values: { max: policy.earlyFeeMostPpm } }]
      : []),
  ]
}

/** Why an offer cannot be accepted, in words that say what became of it; null when it can. */
export function closedBecause(
  offer: { readonly state: OfferState; readonly validUntil: Day },
  today: Day,
): Refusal | null {
  switch (offer.state) {
    case 'open':
      return today <= offer.validUntil ? null : { code: 'offer-lapsed', values: { until: offer.validUntil } }
    case 'lapsed':
      return { code: 'offer-lapsed', values: { until: offer.validUntil } }
    case 'accepted':
      return { code: 'offer-accepted' }
    case 'not-chosen':
      return { code: 'offer-not-chosen' }
    case 'withdrawn':
      return { code: 'offer-taken-back' }
  }
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

/** A guarantee is somebody's: the firm agrees to a guarantor by its name, and to none where none is asked for. */
function guarantorFaults({ guaranteeMode, guarantorId }: OfferTerms): Refusal[] {
  const isAsked = guaranteeMode === 'guarantee'
  if (isAsked && !guarantorId) return [fault('guarantor-missing', 'guarantorId')]
  return !isAsked && guarantorId ? [fault('guarantor-not-asked', 'guarantorId')] : []
}

const fault = (code: string, field: string): Refusal => ({ code, field })
