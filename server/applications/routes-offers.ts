import { isOneOf } from '../accounts/index.ts'
import { plusDays } from '../money/day.ts'
import { fen, noFen, showYuan, smaller } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import { needById, needFor } from '../needs/index.ts'
import { present } from '../platform/assert.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { Faults } from '../platform/web/forms.ts'
import { termsOf } from '../products/index.ts'
import type { GuaranteeMode } from '../products/product.ts'
import { type Answer, Forbidden, formAgain, go, mend, page, Refusing, type SignedIn } from '../web.ts'
import * as actions from './actions-offers.ts'
import { movesOpenTo } from './application.ts'
import { offerForm } from './forms.ts'
import { costOf } from './offer-cost.ts'
import { offersPage } from './pages-laid.ts'
import { offerChoices, offerPage } from './pages-offers.ts'
import { applicationFor, movedOn, offerFor } from './parts.ts'
import { type Application, casesOnNeed, isSpokenFor, openOffers } from './rows.ts'

const caseOf = ({ me, parts, params }: SignedIn) => applicationFor(parts.store.read, me, params.id ?? '')

/** How long an offer stays open unless the officer says otherwise. */
const usualDays = 10

type Shown = ReturnType<typeof offerForm.filled>

/** What an offer answers to: the need, and the product's terms as they were applied under. */
async function askedIn({ parts }: SignedIn, application: Application) {
  const { read } = parts.store
  const { productId, productVersion } = application
  return {
    application,
    need: present(await needById(read, application.needId), 'the need of a case'),
    terms: present(await termsOf(read, productId, productVersion), 'terms applied under'),
  }
}
type Asked = Awaited<ReturnType<typeof askedIn>>

/** The form filled with what the firm asked for and the product's lowest rate, and what that would cost. */
export async function showNew(visit: SignedIn): Promise<Answer> {
  const { w, today } = visit
  const application = await caseOf(visit)
  if (!movesOpenTo('institution', application.state).includes('offered')) return movedOn(application)
  const asked = await askedIn(visit, application)
  const { need, terms } = asked
  const [method] = terms.methods
  const canGive = (mode: GuaranteeMode) => mode === 'credit' || need.guaranteeModes.includes(mode)
  const guaranteeMode = terms.guaranteeModes.find(canGive)
  const values = {
    amountFen: smaller(need.amountFen, terms.amountMaxFen),
    months: Math.min(need.months, terms.monthsMax),
    ratePpm: terms.rateMinPpm,
    ...(method ? { method } : {}),
    ...(guaranteeMode ? { guaranteeMode } : {}),
    validUntil: plusDays(today, usualDays),
  }
  const cost = method ? costOf({ ...values, method, upfrontFeesFen: noFen, yearlyFeesFen: noFen }) : null
  const shown = offerForm.filled(w, values, offerChoices(w, terms))
  return page('applications/offer', offerPage(w, asked, shown, cost?.ok ? cost : null))
}

/** What the terms typed so far would cost; nothing is kept. */
export async function preview(visit: SignedIn): Promise<Answer> {
  const { w, body } = visit
  const asked = await askedIn(visit, await caseOf(visit))
  const choices = offerChoices(w, asked.terms)
  const read = offerForm.read(body)
  if (!read.ok) return offerAgain(w, asked, offerForm.again(w, read.typed, read.faults, choices))
  const cost = costOf(termsFrom(read.value))
  if (!cost.ok) return offerAgain(w, asked, offerForm.refused(w, body, cost.refusal, choices))
  const shown = offerForm.filled(w, read.value, choices)
  return page('applications/offer', offerPage(w, asked, shown, cost))
}

const offerAgain = (w: SignedIn['w'], asked: Asked, shown: Shown): Answer =>
  formAgain('applications/offer', offerPage(w, asked, shown, null))

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
  const back = `/applications/${application.id}`
  const asked = await askedIn(visit, application)
  const choices = offerChoices(w, asked.terms)
  const read = offerForm.read(body)
  if (!read.ok) return offerAgain(w, asked, offerForm.again(w, read.typed, read.faults, choices))
  const outcome = await actions.makeOffer(parts.store, by, application.id, termsFrom(read.value))
  if (outcome.ok) return go(back, 'applications.offered-flash')
  if (outcome.refusal.code === 'move-not-allowed') throw new Refusing(outcome.refusal, back)
  const shown = outcome.faults?.length
    ? offerForm.again(w, Object(body), faultsFrom(outcome.faults), choices)
    : offerForm.refused(w, body, outcome.refusal, choices)
  return mend(outcome.refusal, back, () => offerAgain(w, asked, shown))
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
  const cases = await casesOnNeed(parts.store.read, need.id)
  const shown = {
    need,
    laid,
    cases,
    today,
    isSpokenFor: await isSpokenFor(parts.store.read, need.id),
    mayAccept: isOneOf(me, ['enterprise-owner']),
  }
  return page('applications/offers', offersPage(w, parts.reference, shown))
}

/** Only the owner binds the firm; a clerk may look. */
export async function accept(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, params } = visit
  const { offer, application } = await offerFor(parts.store.read, me, params.id ?? '')
  if (!isOneOf(me, ['enterprise-owner'])) throw new Forbidden(offer.id)
  const outcome = await actions.acceptOffer(parts, by, offer.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/needs/${offer.needId}/offers`)
  return go(`/applications/${application.id}`, 'applications.accepted-flash')
}
