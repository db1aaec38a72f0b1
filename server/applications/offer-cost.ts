import { type CostLine, type Fee, loanCost, type Payee } from '../money/cost.ts'
import { type Fen, noFen, total } from '../money/fen.ts'
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
  /** Interest and each fee over the whole term, with who gets it; they add up to the total. */
  readonly lines: readonly CostLine[]
}

/** What each payee gets in all, the bank first, then in the order of the lines. */
export function byPayee(lines: readonly CostLine[]): { readonly payee: Payee; readonly fen: Fen }[] {
  const payees = [...new Set(lines.map(({ payee }) => payee))]
  return payees.map((payee) => ({
    payee,
    fen: total(lines.filter((line) => line.payee === payee).map((line) => line.fen)),
  }))
}

/** Every fee of an offer with its payee: what the bank takes itself, then what others get. */
export const feesOf = ({
  upfrontFeesFen,
  yearlyFeesFen,
  fees,
}: Pick<OfferTerms, 'upfrontFeesFen' | 'yearlyFeesFen' | 'fees'>): Fee[] =>
  [
    { payee: 'bank', paid: 'upfront', fen: upfrontFeesFen } as const,
    { payee: 'bank', paid: 'yearly', fen: yearlyFeesFen } as const,
    ...(fees ?? []),
  ].filter(({ fen }) => fen !== 0)

/**
 * What an offer costs, fees included (中国人民银行公告〔2021〕第3号): the one computation behind preview, offer and
 * comparison. Refuses: `fees-reach-principal`, `cost-not-computed` (terms that never repay).
 */
export function costOf(
  offer: Pick<
    OfferTerms,
    'amountFen' | 'months' | 'ratePpm' | 'method' | 'upfrontFeesFen' | 'yearlyFeesFen' | 'fees' | 'validUntil'
  >,
): Outcome<OfferCost> {
  const { amountFen: principalFen, ratePpm: annualRatePpm, months, method } = offer
  const terms = { principalFen, annualRatePpm, months, method }
  const cost = loanCost({ ...terms, upfrontFeesFen: noFen, fees: feesOf(offer) })
  if (!cost.ok) {
    return cost.code === 'fees-reach-principal'
      ? refuse('fees-reach-principal', { field: 'upfrontFeesFen' })
      : refuse('cost-not-computed')
  }
  // Counted by months of thirty days, so any day of drawing has the same first payment.
  const drawnOn = offer.validUntil
  const plan = schedule({ ...terms, drawnOn, dayCount: 'monthly' })
  const [first] = plan.ok ? plan.rows : []
  if (!first) return refuse('cost-not-computed')
  const { simplePpm, compoundPpm, totalCostFen, lines } = cost
  return done({ simplePpm, compoundPpm, totalCostFen, lines, firstPaymentFen: first.paymentFen })
}
