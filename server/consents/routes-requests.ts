import { ownFirm } from '../enterprises/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { present } from '../platform/assert.ts'
import { type Answer, Forbidden, formAgain, go, mend, page, Refusing, type SignedIn } from '../web.ts'
import { isThePerson } from './actions.ts'
import { accept as acceptRequest, refuseRequest } from './actions-requests.ts'
import { acceptForm, refuseForm } from './forms.ts'
import { isPersonal } from './kind.ts'
import { agreedOption, requestPage } from './pages-requests.ts'
import { requestOf } from './parts.ts'
import { caseOfRequest } from './rows-requests.ts'
import { cappedUntil } from './terms.ts'
import { consentTermsOn, shownOn, textOn, withTexts } from './written.ts'

/** What the page of a request is made from. */
async function dossierOf({ me, w, parts, by, params, today }: SignedIn) {
  const from = parts.store.read
  const request = await requestOf(from, me, params.id ?? '')
  const firm = await ownFirm(from, me)
  const bank = present(await institutionOf(from, request.institutionId), 'the bank of a request').name
  const shown = {
    ...{ request, bank, firm, today },
    number: await caseOfRequest(from, request.applicationId),
    written: textOn(parts.policies, request.kind, today),
    mayGive: !isPersonal(request.kind) || isThePerson(by, firm),
  }
  return { shown, showing: { options: agreedOption(w, request, bank, firm) } }
}
type Dossier = Awaited<ReturnType<typeof dossierOf>>

/** The form of a consent, with the day that is usual for its kind. */
function acceptFilled({ w, parts, today }: SignedIn, { shown, showing }: Dossier) {
  const usual = shownOn(parts.policies, today, w.language)
  const until = cappedUntil(consentTermsOn(parts.policies, today), shown.request.kind, usual.until, today)
  return acceptForm.filled(w, { ...usual, until }, showing)
}

const refuseFilled = ({ w }: SignedIn) => refuseForm.filled(w, {}, { prefix: 'refuse-' })

export async function showRequest(visit: SignedIn): Promise<Answer> {
  const found = await dossierOf(visit)
  const forms = { accept: acceptFilled(visit, found), refuse: refuseFilled(visit) }
  return page('consents/request', requestPage(visit.w, found.shown, forms))
}

export async function accept(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body, today } = visit
  const found = await dossierOf(visit)
  if (!found.shown.mayGive) throw new Forbidden(found.shown.request.id)
  const back = `/consents/requests/${found.shown.request.id}`
  const again = (shown: ReturnType<typeof acceptForm.filled>) =>
    formAgain('consents/request', requestPage(w, found.shown, { accept: shown, refuse: refuseFilled(visit) }))
  const read = acceptForm.read(body)
  if (!read.ok)
    return again(
      acceptForm.again(w, withTexts(parts.policies, today, read.typed), read.faults, found.showing),
    )
  const { agreed: _, ...given } = read.value
  const outcome = await acceptRequest(parts, by, found.shown.request.id, { ...given, language: w.language })
  if (outcome.ok) return go(`/consents/${outcome.id}`, 'consents.given-flash')
  if (outcome.refusal.code === 'request-not-open') throw new Refusing(outcome.refusal, back)
  return mend(outcome.refusal, back, () =>
    again(acceptForm.refused(w, withTexts(parts.policies, today, body), outcome.refusal, found.showing)),
  )
}

export async function refuse(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const found = await dossierOf(visit)
  const { id } = found.shown.request
  const read = refuseForm.read(body)
  if (!read.ok) {
    const refuse = refuseForm.again(w, read.typed, read.faults, { prefix: 'refuse-' })
    const forms = { accept: acceptFilled(visit, found), refuse }
    return formAgain('consents/request', requestPage(w, found.shown, forms))
  }
  const outcome = await refuseRequest(parts.store, by, id, read.value.answer)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/consents/requests/${id}`)
  return go('/consents', 'consents.refused-flash')
}
