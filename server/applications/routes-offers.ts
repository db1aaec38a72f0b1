import { isOneOf } from '../accounts/index.ts'
import { plusDays } from '../money/day.ts'
import { fen, noFen, showYuan, smaller } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import { needById, needFor } from '../needs/index.ts'
import { present } from '../platform/assert.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { Faults } from '../platform/web/forms.ts'
import { termsOf } from '../products/index.ts'
import { type Answer, Forbidden, formAgain, go, mend, page, Refusing, type SignedIn } from '../web.ts'
import * as actions from './actions-offers.ts'
import { offerForm } from './forms.ts'
import { costOf, type OfferCost } from './offer-cost.ts'
import { offerPage, offersPage } from './pages-offers.ts'
import { applicationFor, offerFor } from './parts.ts'
import { type Application, openOffers } from './rows.ts'

const caseOf = ({ me, parts, params }: SignedIn) => applicationFor(parts.store.read, me, params.id ?? '')

/** How long an offer stays open unless the officer says otherwise. */
const usualDays = 10

type Shown = ReturnType<typeof offerForm.filled>

async function offerAnswer(
  visit: SignedIn,
  application: Application,
  shown: Shown,
  preview: OfferCost | null,
) {
  const { w, parts } = visit
  const need = present(await needById(parts.store.read, application.needId), 'the need of a case')
  const asked = w('applications.offers-asked', { yuan: showYuan(need.amountFen), months: need.months })
  return offerPage(w, application, asked, shown, preview)
}

/** The form filled with what the firm asked for and the product's lowest rate. */
export async function showNew(visit: SignedIn): Promise<Answer> {
  const { w, parts, today } = visit
  const application = await caseOf(visit)
  const need = present(await needById(parts.store.read, application.needId), 'the need of a case')
  const terms = present(
    await termsOf(parts.store.read, application.productId, application.productVersion),
    'terms applied under',
  )
  const [method] = terms.methods
  const [guaranteeMode] = terms.guaranteeModes
  const values = {
    amountFen: smaller(need.amountFen, terms.amountMaxFen),
    months: Math.min(need.months, terms.monthsMax),
    ratePpm: terms.rateMinPpm,
    ...(method ? { method } : {}),
    ...(guaranteeMode ? { guaranteeMode } : {}),
    validUntil: plusDays(today, usualDays),
  }
  return page('applications/offer', await offerAnswer(visit, application, offerForm.filled(w, values), null))
}

/** What the terms typed so far would cost; nothing is kept. */
export async function preview(visit: SignedIn): Promise<Answer> {
  const { w, body } = visit
  const application = await caseOf(visit)
  const read = offerForm.read(body)
  if (!read.ok) {
    const shown = offerForm.again(w, read.typed, read.faults)
    return formAgain('applications/offer', await offerAnswer(visit, application, shown, null))
  }
  const cost = costOf(termsFrom(read.value))
  const shown = offerForm.filled(w, read.value)
  if (cost.ok) return page('applications/offer', await offerAnswer(visit, application, shown, cost))
  const refused = offerForm.refused(w, body, cost.refusal)
  return formAgain('applications/offer', await offerAnswer(visit, application, refused, null))
}

type Read = Extract<ReturnType<typeof offerForm.read>, { ok: true }>['value']

const termsFrom = ({ upfrontFeesFen, yearlyFeesFen, words, ...terms }: Read) => ({
  ...terms,
  upfrontFeesFen: upfrontFeesFen ?? noFen,
  yearlyFeesFen: yearlyFeesFen ?? noFen,
  words: words ?? '',
})

export async function make(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const application = await caseOf(visit)
  const read = offerForm.read(body)
  const again = async (shown: Shown) =>
    formAgain('applications/offer', await offerAnswer(visit, application, shown, null))
  if (!read.ok) return again(offerForm.again(w, read.typed, read.faults))
  const outcome = await actions.makeOffer(parts.store, by, application.id, termsFrom(read.value))
  if (outcome.ok) return go(`/applications/${application.id}`, 'applications.offered-flash')
  if (outcome.refusal.code === 'move-not-allowed')
    throw new Refusing(outcome.refusal, `/applications/${application.id}`)
  const shown = outcome.faults?.length
    ? offerForm.again(w, Object(body), faultsFrom(outcome.faults))
    : offerForm.refused(w, body, outcome.refusal)
  const answer = await again(shown)
  return mend(outcome.refusal, `/applications/${application.id}`, () => answer)
}

/** Each fault beside its field, with limits in the unit that the field is typed in. */
const faultsFrom = (faults: readonly Refusal[]): Faults =>
  Object.fromEntries(
    faults.map(({ code, field = '', values = {} }) => {
      const shown = Object.entries(values).map(([name, value]) => [name, limitShown(field, Number(value))])
      const bounded = code === 'outside-product' && 'min' in values ? 'outside-product-range' : code
      return [field, { code: `refusal:${bounded}`, values: Object.fromEntries(shown) }]
    }),
  )

function limitShown(field: string, value: number): string {
  if (field === 'amountFen') return showYuan(fen(value))
  if (field === 'ratePpm') return showPercent(ppm(value))
  return String(value)
}

export async function withdraw(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, params } = visit
  const { offer, application } = await offerFor(parts.store.read, me, params.id ?? '')
  const outcome = await actions.withdrawOffer(parts.store, by, offer.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/applications/${application.id}`)
  return go(`/applications/${application.id}`, 'applications.offer-withdrawn-flash')
}

export async function showOffers({ me, w, parts, params, today }: SignedIn): Promise<Answer> {
  const need = await needFor(parts.store.read, me, params.id ?? '')
  const laid = await openOffers(parts.store.read, need.id)
  return page('applications/offers', offersPage(w, need, laid, today, isOneOf(me, ['enterprise-owner'])))
}

/** Only the owner binds the firm; a clerk may look. */
export async function accept(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, params } = visit
  const { offer, application } = await offerFor(parts.store.read, me, params.id ?? '')
  if (!isOneOf(me, ['enterprise-owner'])) throw new Forbidden(offer.id)
  const outcome = await actions.acceptOffer(parts.store, by, offer.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/needs/${offer.needId}/offers`)
  return go(`/applications/${application.id}`, 'applications.accepted-flash')
}
