import { bankRoles, bureauRoles, enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { ownFirm } from '../enterprises/index.ts'
import { banksAndGuarantors, institutionOf } from '../institutions/index.ts'
import { present } from '../platform/assert.ts'
import { csv } from '../platform/csv.ts'
import { isId } from '../platform/ids.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import {
  type Answer,
  file,
  formAgain,
  get,
  go,
  mend,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import * as actions from './actions.ts'
import { exportConsents } from './actions-exports.ts'
import { consentFilter, giveForm } from './forms.ts'
import type { DataKind } from './kind.ts'
import { consentPage, consentsExport, listPage } from './pages.ts'
import { askedFreely, bankOptions, givePage, kindOptions, personOption } from './pages-give.ts'
import { bankChoices, consentOf } from './parts.ts'
import { showCounts } from './routes-counts.ts'
import * as looking from './routes-looks.ts'
import * as requesting from './routes-requests.ts'
import * as rows from './rows.ts'
import { looksAt } from './rows-looks.ts'
import { requestsBefore } from './rows-requests.ts'
import { type Audience, audienceOf, shownOn, textOfVersion, withTexts } from './written.ts'

export const consentRoutes = routes(
  get('/consents', enterpriseRoles, showList),
  get('/consents/new', enterpriseRoles, showGive),
  post('/consents', enterpriseRoles, give),
  post('/consents/exports', enterpriseRoles, exportList, { perMinute: 6 }),
  get('/consents/looks', enterpriseRoles, looking.showLooks),
  post('/consents/looks/exports', enterpriseRoles, looking.exportRows, { perMinute: 6 }),
  get('/consents/requests/:id', enterpriseRoles, requesting.showRequest),
  post('/consents/requests/:id/acceptance', enterpriseRoles, requesting.accept),
  post('/consents/requests/:id/refusal', enterpriseRoles, requesting.refuse),
  get('/consents/:id', [...enterpriseRoles, ...bankRoles], showConsent),
  post('/consents/:id/revocation', enterpriseRoles, revoke),
  get('/bureau/consents', bureauRoles, showCounts),
)

async function showList(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, path, today } = visit
  const from = parts.store.read
  const firm = present(me.enterpriseId, 'the firm of its own people')
  const asked = Object.fromEntries(consentFilter.names.map((name) => [name, one(query[name])]))
  const filters = filtersOf(asked)
  const number = pageNumber(query.page)
  const found = await rows.consentsOf(from, firm, filters, today, perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  const filter = consentFilter.again(w, asked, {}, { options: { bank: await bankChoices(from, firm) } })
  const requests = await requestsBefore(from, firm, today)
  return page('consents/list', listPage(w, { rows: shown, pager, requests, filter, query, today }))
}

/** What makes no sense does not filter: all three come from lists. */
function filtersOf(asked: unknown): rows.ConsentFilters {
  const read = consentFilter.read(asked)
  if (!read.ok) return { institutionId: null, kind: null, state: null }
  const { bank, kind, state } = read.value
  return { institutionId: bank && isId<'institution'>(bank) ? bank : null, kind, state }
}

async function exportList(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, today } = visit
  const outcome = await exportConsents(parts.store, by, { institutionId: null, kind: null, state: null })
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/consents')
  const text = csv(consentsExport(w, today, outcome.rows))
  return file(text, 'text/csv; charset=utf-8', `consents-${today}.csv`)
}

/** The place of the form: who gives, to whom, and what he is shown. */
async function givingPlace({ me, parts, by }: SignedIn, audience: Audience) {
  const firm = await ownFirm(parts.store.read, me)
  return { policies: parts.policies, by, firm, asked: askedFreely, audience }
}

/** Whose texts belong before the firm: those of the institution that is chosen already, or of what the link asked for. */
async function audienceFor({ parts }: SignedIn, id: unknown, asked: string | undefined): Promise<Audience> {
  const chosen = typeof id === 'string' && isId<'institution'>(id) ? id : null
  const institution = chosen ? await institutionOf(parts.store.read, chosen) : null
  if (institution) return audienceOf(institution.kind)
  return asked === 'guarantor' ? 'guarantor' : 'bank'
}

async function giveShowing({ w, parts }: SignedIn, place: Awaited<ReturnType<typeof givingPlace>>) {
  const all = await banksAndGuarantors(parts.store.read)
  const banks = all.filter(({ kind }) => audienceOf(kind) === place.audience)
  return {
    options: { ...bankOptions(banks), ...kindOptions(w, place), ...personOption(w, place) },
  }
}

async function showGive(visit: SignedIn): Promise<Answer> {
  const { w, parts, today, query } = visit
  const bank = one(query.bank)
  const audience = await audienceFor(visit, bank, one(query.to))
  const place = await givingPlace(visit, audience)
  const values = {
    ...shownOn(parts.policies, today, w.language, audience),
    ...(isId(bank) ? { institutionId: bank } : {}),
  }
  const shown = giveForm.filled(w, values, await giveShowing(visit, place))
  return page('consents/give', givePage(w, place, shown))
}

async function give(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body, today } = visit
  const audience = await audienceFor(visit, Object(body).institutionId, undefined)
  const place = await givingPlace(visit, audience)
  const showing = await giveShowing(visit, place)
  const again = (shown: ReturnType<typeof giveForm.filled>) =>
    formAgain('consents/give', givePage(w, place, shown))
  const read = giveForm.read(body)
  if (!read.ok)
    return again(
      giveForm.again(w, withTexts(parts.policies, today, read.typed, audience), read.faults, showing),
    )
  const { institutionId, kinds, person, ...rest } = read.value
  if (!isId<'institution'>(institutionId)) throw new Refusing({ code: 'consent-no-bank' }, '/consents/new')
  const chosen: DataKind[] = [...kinds, ...(person.length ? (['person'] as const) : [])]
  const giving = { ...rest, institutionId, kinds: chosen, language: w.language }
  const outcome = await actions.give(parts, by, giving)
  if (outcome.ok) return go('/consents', 'consents.given-flash')
  return mend(outcome.refusal, '/consents/new', () =>
    again(giveForm.refused(w, withTexts(parts.policies, today, body, audience), outcome.refusal, showing)),
  )
}

async function showConsent(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, params, today } = visit
  const from = parts.store.read
  const consent = await consentOf(from, me, params.id ?? '')
  const isOwn = isOneOf(me, enterpriseRoles)
  const filters = { institutionId: null, kind: null, consentId: consent.id, from: null, to: null }
  const shown = {
    consent,
    today,
    bank: present(await institutionOf(from, consent.institutionId), 'the bank of a consent').name,
    written: textOfVersion(parts.policies, consent.textVersion),
    own: isOwn
      ? {
          looks: await looksAt(from, consent.enterpriseId, filters, perPage, 0),
          trail: await trailOf(from, 'consent', consent.id),
        }
      : null,
  }
  return page('consents/consent', consentPage(w, shown))
}

async function revoke({ me, parts, by, params }: SignedIn): Promise<Answer> {
  const consent = await consentOf(parts.store.read, me, params.id ?? '')
  const outcome = await actions.revoke(parts.store, by, consent.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/consents/${consent.id}`)
  return go(`/consents/${consent.id}`, 'consents.revoked-flash')
}
