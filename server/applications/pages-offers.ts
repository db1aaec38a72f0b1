import { type Payee, payees } from '../money/cost.ts'
import { showYuan } from '../money/fen.ts'
import { showPercent, showPercentInFull } from '../money/rate.ts'
import type { Need } from '../needs/index.ts'
import { newId } from '../platform/ids.ts'
import type { Showing, ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { ProductTerms } from '../products/product.ts'
import type { CostSheet } from './cost-sheet.ts'
import { feeNames } from './forms.ts'
import type { OfferTerms } from './offer.ts'
import { byPayee, costOf, type OfferCost } from './offer-cost.ts'
import { modeWords, sheetShown } from './pages-sheet.ts'
import type { TaxNow } from './parts-tax.ts'
import type { Application, Offer } from './rows.ts'

type Priced = Pick<
  OfferTerms,
  | 'amountFen'
  | 'months'
  | 'ratePpm'
  | 'method'
  | 'guaranteeMode'
  | 'upfrontFeesFen'
  | 'yearlyFeesFen'
  | 'fees'
  | 'penaltyUpliftPpm'
  | 'earlyFeePpm'
  | 'validUntil'
> & { readonly guarantorName?: string | null }

/** Everybody who gets something of an offer, so that offers side by side have the same rows. */
export function payeesOf(offers: readonly Priced[]): Payee[] {
  const found = offers.flatMap((offer) => {
    const cost = costOf(offer)
    return cost.ok ? cost.lines.map(({ payee }) => payee) : []
  })
  return payees.filter((payee) => found.includes(payee))
}

/** An offer as a list of facts, its all-in yearly cost among the first, and what each payee gets of it. */
export function offerFacts(w: Words, offer: Priced, shownPayees: readonly Payee[] = payeesOf([offer])) {
  const cost = costOf(offer)
  const yuan = (fen: Offer['amountFen']) => w('applications.yuan', { yuan: showYuan(fen) })
  return [
    { label: w('applications.field.amountFen'), value: yuan(offer.amountFen) },
    { label: w('applications.field.months'), value: w('applications.months', { months: offer.months }) },
    ...(cost.ok ? costFacts(w, cost) : []),
    ...(cost.ok ? payeeFacts(w, cost, shownPayees) : []),
    { label: w('applications.field.ratePpm'), value: showPercent(offer.ratePpm) },
    { label: w('applications.field.method'), value: w(`products.method.${offer.method}`) },
    {
      label: w('applications.field.guaranteeMode'),
      value: modeWords(w, offer.guaranteeMode, offer.guarantorName ?? null),
    },
    { label: w('applications.late'), value: lateWords(w, offer) },
    { label: w('applications.early'), value: earlyWords(w, offer) },
    { label: w('applications.field.validUntil'), value: offer.validUntil },
  ]
}

const payeeFacts = (w: Words, { lines }: OfferCost, shownPayees: readonly Payee[]) => {
  const parts = byPayee(lines)
  return shownPayees.map((payee) => {
    const part = parts.find((one) => one.payee === payee)
    return {
      label: w('applications.part-of', { payee: w(`calculators.payee.${payee}`) }),
      value: part ? w('applications.yuan', { yuan: showYuan(part.fen) }) : w('applications.part-none'),
    }
  })
}

const lateWords = (w: Words, { penaltyUpliftPpm }: Priced): string =>
  penaltyUpliftPpm == null
    ? w('applications.by-contract')
    : w('applications.late-uplift', { uplift: showPercent(penaltyUpliftPpm) })

function earlyWords(w: Words, { earlyFeePpm }: Priced): string {
  if (earlyFeePpm == null) return w('applications.by-contract')
  return earlyFeePpm === 0
    ? w('applications.early-free')
    : w('applications.early-fee', { share: showPercent(earlyFeePpm) })
}

const costFacts = (w: Words, { simplePpm, compoundPpm, totalCostFen, firstPaymentFen }: OfferCost) => [
  {
    label: w('applications.yearly-cost'),
    value: w('applications.yearly-cost-simple', { rate: showPercentInFull(simplePpm) }),
    note: w('applications.yearly-cost-compound', { rate: showPercentInFull(compoundPpm) }),
  },
  {
    label: w('applications.first-payment'),
    value: w('applications.yuan', { yuan: showYuan(firstPaymentFen) }),
  },
  { label: w('applications.total-cost'), value: w('applications.yuan', { yuan: showYuan(totalCostFen) }) },
]

/** The answers that the product leaves open: what it does not have, nobody need read. */
export const offerChoices = (
  w: Words,
  { methods, guaranteeModes }: ProductTerms,
  guarantors: readonly { readonly id: string; readonly name: string }[],
): Showing => ({
  options: {
    method: methods.map((value) => ({ value, label: w(`products.method.${value}`) })),
    guaranteeMode: guaranteeModes.map((value) => ({ value, label: w(`products.guarantee-mode.${value}`) })),
    guarantorId: guarantors.map(({ id, name }) => ({ value: id, label: name })),
  },
})

type Asked = {
  readonly application: Application
  readonly need: Need
  readonly terms: ProductTerms
  readonly tax: TaxNow
}

/** The offer form, with what was asked and what the product allows, and what the terms typed would cost. */
export const offerPage = (
  w: Words,
  { application, need, terms, tax }: Asked,
  shown: ShownForm,
  preview: CostSheet | null,
) => ({
  title: w('applications.offer-title', { number: application.number }),
  asked: w('applications.offers-asked', { yuan: showYuan(need.amountFen), months: need.months }),
  allowed: w('applications.offer-allowed', {
    amountMin: showYuan(terms.amountMinFen),
    amountMax: showYuan(terms.amountMaxFen),
    monthsMin: terms.monthsMin,
    monthsMax: terms.monthsMax,
    rateMin: showPercent(terms.rateMinPpm),
    rateMax: showPercent(terms.rateMaxPpm),
  }),
  errors: shown.errors,
  fields: shown.fields.filter(({ name }) => !isFee(name) && name !== confirmation && name !== 'taxMark'),
  tax,
  others: shown.fields.filter(({ name }) => isFee(name)),
  confirmation: shown.fields.filter(({ name }) => name === confirmation),
  action: `/applications/${application.id}/offers`,
  previewAction: `/applications/${application.id}/offers/preview`,
  back: `/applications/${application.id}`,
  once: newId(),
  preview: preview ? sheetShown(w, preview) : null,
})

const confirmation = 'confirmed'
const isFee = (name: string): boolean => feeNames.some((one) => one === name)
