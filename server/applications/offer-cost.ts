import { loanCost } from '../money/cost.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import { schedule } from '../money/schedule.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { OfferTerms } from './offer.ts'

export type OfferCost = {
  readonly simplePpm: Ppm
  readonly compoundPpm: Ppm
  /** Interest and all fees over the whole term. */
  readonly totalCostFen: Fen
  /** What is paid on the first due day. */
  readonly firstPaymentFen: Fen
}

/**
 * What an offer costs, fees included (中国人民银行公告〔2021〕第3号): the one computation behind preview, offer and
 * comparison. Refuses: `fees-reach-principal`, `cost-not-computed` (terms that never repay).
 */
export function costOf(
  offer: Pick<
    OfferTerms,
    'amountFen' | 'months' | 'ratePpm' | 'method' | 'upfrontFeesFen' | 'yearlyFeesFen' | 'validUntil'
  >,
): Outcome<OfferCost> {
  const {
    amountFen: principalFen,
    ratePpm: annualRatePpm,
    months,
    method,
    upfrontFeesFen,
    yearlyFeesFen,
  } = offer
  const cost = loanCost({ principalFen, annualRatePpm, months, method, upfrontFeesFen, yearlyFeesFen })
  if (!cost.ok) {
    return cost.code === 'fees-reach-principal'
      ? refuse('fees-reach-principal', { field: 'upfrontFeesFen' })
      : refuse('cost-not-computed')
  }
  // Counted by months of thirty days, so any day of drawing has the same first payment.
  const drawnOn = offer.validUntil
  const plan = schedule({ principalFen, annualRatePpm, months, method, drawnOn, dayCount: 'monthly' })
  const [first] = plan.ok ? plan.rows : []
  if (!first) return refuse('cost-not-computed')
  const { simplePpm, compoundPpm, totalCostFen } = cost
  return done({ simplePpm, compoundPpm, totalCostFen, firstPaymentFen: first.paymentFen })
}
