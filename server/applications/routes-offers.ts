import { enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { guarantorsInBusiness } from '../institutions/index.ts'
import { renewable } from '../loans/renewed.ts'
import { plusDays } from '../money/day.ts'
import { fen, noFen, showYuan, smaller } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import { needById, needFor } from '../needs/index.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { Faults } from '../platform/web/forms.ts'
import { termsOf } from '../products/index.ts'
import type { GuaranteeMode } from '../products/product.ts'
import {
  type Answer,
  Forbidden,
  formAgain,
  go,
  mend,
  NotFound,
  page,
  printed,
  Refusing,
  type SignedIn,
} from '../web.ts'
import * as actions from './actions-offers.ts'
import { movesOpenTo } from './application.ts'
import { caseTermsOn } from './case-terms.ts'
import { readSheet } from './cost-sheet.ts'
import { acceptanceForm, feeFields, feeNames, offerForm, stepForm } from './forms.ts'
import { closedBecause, type OfferTerms } from './offer.ts'
import { offersPage } from './pages-laid.ts'
import { offerChoices, offerPage } from './pages-offers.ts'
import { acceptancePage, sheetPage } from './pages-sheet.ts'
import { applicationFor, movedOn, offerFor } from './parts.ts'
import { type TaxNow, taxNowOf } from './parts-tax.ts'
import { type Application, casesOnNeed, isSpokenFor, openOffers } from './rows.ts'
import { renewedInCase } from './rows-renewal.ts'
import { sheetById } from './rows-sheets.ts'

const caseOf = ({ me, parts, params }: SignedIn) => applicationFor(parts.store.read, me, params.id ?? '')

type Shown = ReturnType<typeof offerForm.filled>

/** What an offer answers to: the need, and the product's terms as they were applied under. */
async function askedIn(visit: SignedIn, application: Application) {
  const { read } = visit.parts.store
  const { productId, productVersion } = application
  return {
    application,
    need: present(await needById(read, application.needId), 'the need of a case'),
    terms: present(await termsOf(read, productId, productVersion), 'terms applied under'),
    renewed: await renewedInCase(read, application.id),
    tax: await taxNowOf(visit, application),
  }
}
type Asked = actions.Asked & { readonly tax: TaxNow }

/** The answers that product and city leave open. */
const choicesFor = async ({ w, parts }: SignedIn, terms: Asked['terms']) =>
  offerChoices(w, terms, await guarantorsInBusiness(parts.store.read))

/** The form filled with what the firm asked for and the product's lowest rate, and what that would cost. */
export async function showNew(visit: SignedIn): Promise<Answer> {
  const { w, today } = visit
  const application = await caseOf(visit)
  if (!movesOpenTo('institution', application.state).includes('offered')) return movedOn(application)
  const asked = await askedIn(visit, application)
  const { need, terms, renewed } = asked
  const method = renewed?.method ?? terms.methods[0]
  const canGive = (mode: GuaranteeMode) => mode === 'credit' || need.guaranteeModes.includes(mode)
  const guaranteeMode = terms.guaranteeModes.find(canGive)
  const policy = caseTermsOn(visit.parts.policies, today).value
  const values = {
    amountFen: smaller(renewed ? renewable(renewed.wishedFen, renewed) : need.amountFen, terms.amountMaxFen),
    months: Math.min(renewed?.wishedMonths ?? need.months, terms.monthsMax),
    ratePpm: terms.rateMinPpm,
    ...(method ? { method } : {}),
    ...(guaranteeMode ? { guaranteeMode } : {}),
    penaltyUpliftPpm: ppm(policy.penaltyUsualPpm),
    validUntil: plusDays(today, policy.offerUsualDays),
  }
  const shown = offerForm.filled(w, values, await choicesFor(visit, terms))
  if (!method || !guaranteeMode) return page('applications/offer', offerPage(w, asked, shown, null))
  const begun = { ...values, method, guaranteeMode, upfrontFeesFen: noFen, yearlyFeesFen: noFen }
  const written = await sheetOf(visit, asked, begun)
  return page('applications/offer', offerPage(w, asked, shown, written.ok ? written.sheet : null))
}

const sheetOf = ({ parts, by }: SignedIn, asked: Asked, terms: OfferTerms) =>
  actions.sheetFor(parts.store.read, parts, by, asked, '', terms)

/** What the terms typed so far would cost, after the same checks as sending; nothing is kept. */
export async function preview(visit: SignedIn): Promise<Answer> {
  const { w, parts, body, today } = visit
  const asked = await askedIn(visit, await caseOf(visit))
  const choices = await choicesFor(visit, asked.terms)
  // Who looks what terms would cost has nothing to confirm yet.
  const read = offerForm.read({ ...Object(body), confirmed: 'yes' })
  if (!read.ok) return offerAgain(w, asked, offerForm.again(w, read.typed, read.faults, choices))
  const terms = termsFrom(read.value)
  const faults = actions.faultsOf(parts, terms, asked, today)
  refuseWhole(faults, `/applications/${asked.application.id}`)
  if (faults.length)
    return offerAgain(w, asked, offerForm.again(w, Object(body), faultsFrom(faults), choices))
  const written = await sheetOf(visit, asked, terms)
  if (!written.ok) return offerAgain(w, asked, offerForm.refused(w, body, written.refusal, choices))
  const shown = offerForm.filled(w, read.value, choices)
  return page('applications/offer', offerPage(w, asked, shown, written.sheet))
}

const offerAgain = (w: SignedIn['w'], asked: Asked, shown: Shown): Answer =>
  formAgain('applications/offer', offerPage(w, asked, shown, null))

type Read = Extract<ReturnType<typeof offerForm.read>, { ok: true }>['value']

const termsFrom = (read: Read): OfferTerms & { readonly words: string } => {
  const { amountFen, months, ratePpm, method, guaranteeMode, guarantorId, validUntil } = read
  return {
    ...{ amountFen, months, ratePpm, method, guaranteeMode, validUntil },
    guarantorId: guarantorId && isId<'institution'>(guarantorId) ? guarantorId : null,
    upfrontFeesFen: read.upfrontFeesFen ?? noFen,
    yearlyFeesFen: read.yearlyFeesFen ?? noFen,
    fees: feeNames.flatMap((name) => {
      const typed = read[name]
      return typed ? [{ ...feeFields[name], fen: typed }] : []
    }),
    penaltyUpliftPpm: read.penaltyUpliftPpm,
    earlyFeePpm: read.earlyFeePpm,
    words: read.words ?? '',
  }
}

export async function make(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const application = await caseOf(visit)
  const back = `/applications/${application.id}`
  const asked = await askedIn(visit, application)
  const choices = await choicesFor(visit, asked.terms)
  const read = offerForm.read(body)
  if (!read.ok) return offerAgain(w, asked, offerForm.again(w, read.typed, read.faults, choices))
  const outcome = await actions.makeOffer(
    parts,
    by,
    application.id,
    termsFrom(read.value),
    read.value.taxMark,
  )
  if (outcome.ok) return go(back, 'applications.offered-flash')
  if (outcome.refusal.code === 'move-not-allowed') throw new Refusing(outcome.refusal, back)
  refuseWhole(outcome.faults, back)
  const shown = outcome.faults?.length
    ? offerForm.again(w, Object(body), faultsFrom(outcome.faults), choices)
    : offerForm.refused(w, body, outcome.refusal, choices)
  return mend(outcome.refusal, back, () => offerAgain(w, asked, shown))
}

/** What no field can mend, such as an old loan that is paid back by now, leads back to the case. */
function refuseWhole(faults: readonly Refusal[] | undefined, back: string): void {
  const whole = faults?.find(({ field }) => !field)
  if (whole) throw new Refusing(whole, back)
}

/** Each fault beside its field, with limits in the unit that the field is typed in. */
const faultsFrom = (faults: readonly Refusal[]): Faults =>
  Object.fromEntries(
    faults.map(({ code, field = '', values = {} }) => {
      const shown = Object.entries(values).map(([name, value]) => [name, limitShown(field, value)])
      const bounded = code === 'outside-product' && 'min' in values ? 'outside-product-range' : code
      return [field, { code: `refusal:${bounded}`, values: Object.fromEntries(shown) }]
    }),
  )

function limitShown(field: string, value: string | number): string {
  if (field === 'amountFen') return showYuan(fen(Number(value)))
  return field.endsWith('Ppm') ? showPercent(ppm(Number(value))) : String(value)
}

export async function withdraw(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, params, body } = visit
  const { offer, application } = await offerFor(parts.store.read, me, params.id ?? '')
  const back = `/applications/${application.id}`
  const read = stepForm.read(body)
  if (!read.ok) throw new Refusing({ code: 'why-too-long' }, back)
  const outcome = await actions.withdrawOffer(parts, by, offer.id, read.value.why ?? undefined)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'applications.offer-withdrawn-flash')
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

/** The sheet before it is confirmed: what the firm accepts is what it reads here. A clerk may look. */
export async function showAcceptance(visit: SignedIn): Promise<Answer> {
  const { w, today } = visit
  const found = await sheetIn(visit)
  const closed = closedBecause(found.offer, today)
  const back = `/needs/${found.offer.needId}/offers`
  if (closed) throw new Refusing(closed, back)
  if (!found.kept) throw new Refusing({ code: 'sheet-missing' }, back)
  const shown = acceptanceForm.filled(w, { sheet: found.kept.sha256 })
  const data = acceptancePage(w, readSheet(found.kept.content), found, shown)
  return page('applications/acceptance', { ...data, tax: await taxNowOf(visit, found.application) })
}

async function sheetIn({ me, parts, params }: SignedIn) {
  const { offer, application } = await offerFor(parts.store.read, me, params.id ?? '')
  const kept = await sheetById(parts.store.read, offer.id)
  return { offer, application, kept, mayAccept: isOneOf(me, ['enterprise-owner']) }
}

/** Only the owner binds the firm; a clerk may look. */
export async function accept(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const found = await sheetIn(visit)
  const { offer, application, kept } = found
  if (!found.mayAccept) throw new Forbidden(offer.id)
  const back = `/needs/${offer.needId}/offers`
  const closed = closedBecause(offer, visit.today)
  if (closed) throw new Refusing(closed, back)
  if (!kept) throw new Refusing({ code: 'sheet-missing' }, back)
  const read = acceptanceForm.read(body)
  if (!read.ok) {
    const typed = { ...read.typed, sheet: kept.sha256 }
    const shown = acceptanceForm.again(w, typed, read.faults)
    const data = acceptancePage(w, readSheet(kept.content), found, shown)
    return formAgain('applications/acceptance', { ...data, tax: await taxNowOf(visit, application) })
  }
  const outcome = await actions.acceptOffer(parts, by, offer.id, read.value.sheet)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(`/applications/${application.id}`, 'applications.accepted-flash')
}

/** The sheet on paper, with both confirmations and its mark, for the two sides of the case. */
export async function showSheet(visit: SignedIn): Promise<Answer> {
  const { offer, application, kept } = await sheetIn(visit)
  if (!kept) throw new NotFound(offer.id)
  const side = isOneOf(visit.me, enterpriseRoles) ? 'firm' : 'bank'
  return printed('applications/sheet', sheetPage(visit.w, readSheet(kept.content), kept, application, side))
}
