import { type Day, daysBetween } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import type { Need } from '../needs/index.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { isOpen, type OfferTerms } from './offer.ts'
import { costOf, type OfferCost } from './offer-cost.ts'
import type { Application, Offer, openOffers } from './rows.ts'

type Priced = Pick<
  OfferTerms,
  | 'amountFen'
  | 'months'
  | 'ratePpm'
  | 'method'
  | 'guaranteeMode'
  | 'upfrontFeesFen'
  | 'yearlyFeesFen'
  | 'validUntil'
>

/** An offer as a list of facts, its all-in yearly cost among the first. */
export function offerFacts(w: Words, offer: Priced) {
  const cost = costOf(offer)
  const yuan = (fen: Offer['amountFen']) => w('applications.yuan', { yuan: showYuan(fen) })
  return [
    { label: w('applications.field.amountFen'), value: yuan(offer.amountFen) },
    { label: w('applications.field.months'), value: w('applications.months', { months: offer.months }) },
    ...(cost.ok ? costFacts(w, cost) : []),
    { label: w('applications.field.ratePpm'), value: showPercent(offer.ratePpm) },
    { label: w('applications.field.method'), value: w(`products.method.${offer.method}`) },
    {
      label: w('applications.field.guaranteeMode'),
      value: w(`products.guarantee-mode.${offer.guaranteeMode}`),
    },
    { label: w('applications.field.upfrontFeesFen'), value: yuan(offer.upfrontFeesFen) },
    { label: w('applications.field.yearlyFeesFen'), value: yuan(offer.yearlyFeesFen) },
    { label: w('applications.field.validUntil'), value: offer.validUntil },
  ]
}

export const costFacts = (w: Words, { simplePpm, compoundPpm, totalCostFen, firstPaymentFen }: OfferCost) => [
  {
    label: w('applications.yearly-cost'),
    value: w('applications.yearly-cost-simple', { rate: showPercent(simplePpm) }),
    note: w('applications.yearly-cost-compound', { rate: showPercent(compoundPpm) }),
  },
  {
    label: w('applications.first-payment'),
    value: w('applications.yuan', { yuan: showYuan(firstPaymentFen) }),
  },
  { label: w('applications.total-cost'), value: w('applications.yuan', { yuan: showYuan(totalCostFen) }) },
]

type Laid = Awaited<ReturnType<typeof openOffers>>[number]

/** The open offers of a need side by side; the cheapest by yearly cost is marked, not hidden behind an order. */
export function offersPage(w: Words, need: Need, laid: readonly Laid[], today: Day, mayAccept: boolean) {
  const open = laid.filter(({ offer }) => isOpen(offer, today))
  const cheapest = Math.min(...open.map(({ offer }) => offer.simplePpm ?? Number.POSITIVE_INFINITY))
  return {
    title: w('applications.offers-title', { number: need.number }),
    asked: w('applications.offers-asked', { yuan: showYuan(need.amountFen), months: need.months }),
    offers: open.map(({ offer, bank, product, number }) => ({
      bank,
      product: w('applications.offer-of', { product, number }),
      isCheapest: open.length > 1 && offer.simplePpm === cheapest,
      facts: offerFacts(w, offer),
      left: w('applications.offer-left', { days: daysBetween(today, offer.validUntil) }),
      words: offer.words,
      acceptance: mayAccept ? { action: `/offers/${offer.id}/acceptance`, once: newId() } : null,
    })),
    needHref: `/needs/${need.id}`,
    mayAccept,
  }
}

/** The offer form, with the case beside it and what the terms typed would cost. */
export const offerPage = (
  w: Words,
  application: Application,
  asked: string,
  shown: ShownForm,
  preview: OfferCost | null,
) => ({
  title: w('applications.offer-title', { number: application.number }),
  asked,
  ...shown,
  action: `/applications/${application.id}/offers`,
  previewAction: `/applications/${application.id}/offers/preview`,
  back: `/applications/${application.id}`,
  once: newId(),
  preview: preview ? costFacts(w, preview) : null,
})
