import { bankRoles, enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { complaintSectionOf } from '../complaints/index.ts'
import { consentsBetween, discloseNames } from '../consents/index.ts'
import { kindOfPaper } from '../consents/needed.ts'
import { contactsOf } from '../contacts/index.ts'
import { noPapers, paperName, papersOf } from '../documents/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { factsOf, matchRuleOn } from '../matching/index.ts'
import { readShelf } from '../matching/reading.ts'
import { messageForm, talkShown } from '../messages/index.ts'
import { type Need, needFor } from '../needs/index.ts'
import { present } from '../platform/assert.ts'
import { type Id, isId } from '../platform/ids.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { listedShelf } from '../products/index.ts'
import { ratingSectionOf, type ServedCase } from '../ratings/index.ts'
import {
  type Answer,
  type Anyone,
  Forbidden,
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
import { termsOfCase } from './actions-documents.ts'
import * as endings from './actions-endings.ts'
import { applicationStates, movesOpenTo } from './application.ts'
import { nameable } from './evidence.ts'
import { declineForm, productForm, progressForm, stepForm } from './forms.ts'
import { casePage, declinePage } from './pages.ts'
import { listPage } from './pages-list.ts'
import { progressPage, receiptPage } from './pages-progress.ts'
import { applicationFor, movedOn, wholeCaseFor } from './parts.ts'
import { taxChangedIn } from './parts-tax.ts'
import * as applying from './routes-apply.ts'
import { askFirm, dataOfCase, showAsk } from './routes-data.ts'
import { talkOf } from './routes-messages.ts'
import * as offering from './routes-offers.ts'
import * as rows from './rows.ts'
import type { WholeCase } from './rows-case.ts'
import { examinedIn } from './rows-objections.ts'
import { renewedInCase } from './rows-renewal.ts'
import { sheetsOf } from './rows-sheets.ts'
import { hasContract } from './sight.ts'

const parties = [...enterpriseRoles, ...bankRoles] as const

export const applicationRoutes = routes(
  get('/applications', parties, showList),
  get('/applications/:id', parties, showCase),
  get('/applications/:id/receipt', enterpriseRoles, showReceipt),
  get('/needs/:id/applications/new', enterpriseRoles, applying.showApply),
  post('/needs/:id/applications', enterpriseRoles, applying.apply),
  get('/applications/:id/consent-requests/new', bankRoles, showAsk),
  post('/applications/:id/consent-requests', bankRoles, askFirm),
  post('/hall/:id/applications', bankRoles, take),
  post('/applications/:id/taking', bankRoles, takeUp),
  get('/applications/:id/decline', bankRoles, showDecline),
  post('/applications/:id/decline', bankRoles, decline),
  post('/applications/:id/withdrawal', enterpriseRoles, withdraw),
  get('/applications/:id/offers/new', bankRoles, offering.showNew),
  post('/applications/:id/offers/preview', bankRoles, offering.preview),
  post('/applications/:id/offers', bankRoles, offering.make),
  post('/offers/:id/withdrawal', bankRoles, offering.withdraw),
  get('/needs/:id/offers', enterpriseRoles, offering.showOffers),
  get('/offers/:id/acceptance', enterpriseRoles, offering.showAcceptance),
  post('/offers/:id/acceptance', enterpriseRoles, offering.accept),
  get('/offers/:id/sheet', parties, offering.showSheet),
  get('/progress', 'public', showProgress),
  post('/progress', 'public', lookUp, { perMinute: 10 }),
)

const caseOf = ({ me, parts, params }: SignedIn) => applicationFor(parts.store.read, me, params.id ?? '')

async function showList({ me, w, parts, by, query, path, today }: SignedIn): Promise<Answer> {
  // A desk opens on what is still to be done; a firm sees all that became of its applications.
  const asked = one(query.state) || (isOneOf(me, bankRoles) ? 'open' : 'all')
  const filters: rows.CaseFilters = {
    state: applicationStates.find((state) => state === asked) ?? (asked === 'open' ? asked : null),
    words: one(query.q).normalize('NFKC').slice(0, 60),
    officerId: one(query.mine) === 'yes' ? me.id : null,
  }
  const number = pageNumber(query.page)
  const whose = me.enterpriseId
    ? { enterpriseId: me.enterpriseId }
    : { institutionId: present(me.institutionId, 'the bank of its own people') }
  const { read } = parts.store
  const found = await rows.casesOf(read, whose, filters, today, perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  const isOpen = ({ nameShown, state, openedBy }: (typeof shown)[number]) =>
    nameShown === 'shown' || hasContract(state, openedBy)
  const named = isOneOf(me, bankRoles)
    ? await discloseNames(
        parts.store,
        by,
        'application',
        shown.map((row) => ({ ...row, isOpen: isOpen(row) })),
      )
    : null
  return page('applications/list', listPage(w, parts.reference, me, today, filters, shown, named, pager))
}

async function showCase(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, params, today } = visit
  const { read } = parts.store
  const whole = await wholeCaseFor(read, me, params.id ?? '')
  const { application, need, terms, loan, has } = whole
  const { data, firm, isTaxOpen } = await dataOfCase(visit, whole)
  const offers = has.offers ? await rows.offersOf(read, application.id) : []
  const shown = {
    ...{ application, need, names: namesIn(whole), firm, isTaxOpen },
    ...{ offers, loan },
    sheets: offers.length ? await sheetsOf(read, application.id) : new Set<string>(),
    trail: await trailOf(read, 'application', application.id),
    papers:
      has.papers || has.paperRequests
        ? await papersOf(read, application.id, terms, today)
        : noPapers(terms, today),
    renewed: application.openedBy === 'renewal' ? await renewedInCase(read, application.id) : null,
    examined: has.objections ? await examinedIn(read, application) : [],
    taxChanged: isTaxOpen ? await taxChangedIn(visit, application, terms) : [],
    contacts: has.contacts ? await contactsOf(read, application.id) : [],
    declined: await declinedOf(visit, application, need),
    queuePlace: queuePlaceOf(visit),
  }
  const talk = talkShown(w, await talkOf(visit, whole, 3), messageForm.filled(w, {}))
  const served = servedIn(whole)
  const rating = await ratingSectionOf(visit, served)
  const complaint = await complaintSectionOf(visit, served, has.complaints)
  const found = casePage(w, parts.reference, me, today, shown)
  return page('applications/case', { ...found, data, talk, rating, complaint })
}

const namesIn = ({ firm, bank, product, officer }: WholeCase) => ({
  ...{ firm: firm.name, bank: bank.name, product, disputed: firm.disputed },
  ...{ officer: officer?.name ?? null, officerPhone: officer?.phone ?? null },
})

/** The case as ratings and complaints know it. */
const servedIn = ({ application, firm, bank, product, loan }: WholeCase): ServedCase => ({
  ...application,
  ...{ firm: firm.name, region: firm.region, bank: bank.name, bankShort: bank.shortName, product },
  ...{ loanState: loan?.state ?? null, settledOn: loan?.settledOn ?? null },
})

/** The band and the desk that the reader chose in his queue go with him from case to case. */
function queuePlaceOf({ query }: SignedIn): string {
  const place = new URLSearchParams()
  for (const key of ['band', 'of']) {
    const value = one(query[key])
    if (/^[a-z]{1,10}$/.test(value)) place.set(key, value)
  }
  return place.size ? `?${place}` : ''
}

/** What the shelf says today to a firm that a bank refused; nothing for anybody else. */
async function declinedOf({ me, parts, today }: SignedIn, { state }: rows.Application, need: Need) {
  if (state !== 'declined' || !isOneOf(me, enterpriseRoles)) return null
  const { read } = parts.store
  const firm = present(await firmOf(read, need.enterpriseId), 'the firm of a need')
  const rule = matchRuleOn(parts.policies, today)
  const facts = await factsOf(read, parts.policies, need, firm, today)
  return { need, reading: readShelf(facts, await listedShelf(read), rule) }
}

async function showReceipt(visit: SignedIn): Promise<Answer> {
  const application = await caseOf(visit)
  return page('applications/receipt', receiptPage(visit.w, visit.parts.reference, visit.today, application))
}

/** The product that a button names; a form without one was not ours. */
function chosenProduct(body: unknown, back: string): Id<'product'> {
  const read = productForm.read(body)
  if (!read.ok || !isId<'product'>(read.value.productId))
    throw new Refusing({ code: 'product-not-listed' }, back)
  return read.value.productId
}

async function take(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, body, params } = visit
  const need = await needFor(parts.store.read, me, params.id ?? '')
  const chosen = { needId: need.id, productId: chosenProduct(body, `/hall/${need.id}`) }
  const outcome = await actions.take(parts, by, chosen)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/hall/${need.id}`)
  return go(`/applications/${outcome.application.id}`, 'applications.taken-flash')
}

async function takeUp(visit: SignedIn): Promise<Answer> {
  const { id } = await caseOf(visit)
  const { read } = stepOf(visit, `/applications/${id}`)
  const outcome = await actions.takeUp(visit.parts, visit.by, id, read)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/applications/${id}`)
  return go(`/applications/${id}`, 'applications.taken-flash')
}

/** What a button says besides itself: the version that its page showed, and a reason. */
function stepOf({ body }: SignedIn, back: string): { read?: number; why: string | null } {
  const typed = stepForm.read(body)
  if (!typed.ok) throw new Refusing({ code: 'why-too-long' }, back)
  const { version, why } = typed.value
  return { why, ...(version ? { read: Number(version) } : {}) }
}

/** What a bank may name as the ground of its no: what it may see of the firm, and the papers that lie in the case. */
async function declining(visit: SignedIn, application: rows.Application) {
  const { w, parts, today } = visit
  const { read } = parts.store
  const given = await consentsBetween(read, application.enterpriseId, application.institutionId)
  const open = endings.openKinds(given, today)
  const papers = await papersOf(read, application.id, await termsOfCase(read, application), today)
  const kinds = papers.lines
    .filter((line) => line.papers.length > 0 && open.has(kindOfPaper(line.kind)))
    .map(({ kind }) => kind)
  return {
    options: {
      facts: nameable(open).map((fact) => ({ value: fact, label: w(`applications.evidence.${fact}`) })),
      papers: [...new Set(kinds)].map((kind) => ({ value: kind, label: paperName(w, kind) })),
    },
  }
}

async function showDecline(visit: SignedIn): Promise<Answer> {
  const application = await caseOf(visit)
  if (!movesOpenTo('institution', application.state).includes('declined')) return movedOn(application)
  const values = { version: String(application.version) }
  const shown = declineForm.filled(visit.w, values, await declining(visit, application))
  return page('applications/decline', declinePage(visit.w, application, shown))
}

async function decline(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const application = await caseOf(visit)
  const showing = await declining(visit, application)
  const read = declineForm.read(body)
  const again = (shown: ReturnType<typeof declineForm.filled>) =>
    formAgain('applications/decline', declinePage(w, application, shown))
  if (!read.ok) return again(declineForm.again(w, read.typed, read.faults, showing))
  const { reason, words, facts, papers, version } = read.value
  const known = { id: application.id, version: Number(version) }
  const no = { reason, words: words ?? '', facts, papers }
  const outcome = await endings.decline(parts.store, by, known, no)
  if (outcome.ok) return go(`/applications/${application.id}`, 'applications.declined-flash')
  return mend(outcome.refusal, `/applications/${application.id}`, () =>
    again(declineForm.refused(w, body, outcome.refusal, showing)),
  )
}

async function withdraw(visit: SignedIn): Promise<Answer> {
  const { id } = await caseOf(visit)
  if (!isOneOf(visit.me, ['enterprise-owner'])) throw new Forbidden(id)
  const outcome = await endings.withdraw(
    visit.parts.store,
    visit.by,
    id,
    stepOf(visit, `/applications/${id}`),
  )
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/applications/${id}`)
  return go(`/applications/${id}`, 'applications.withdrawn-flash')
}

function showProgress({ w }: Anyone): Answer {
  return page('applications/progress', progressPage(w, progressForm.filled(w, {}), null))
}

/** A wrong number and a wrong telephone end have the same answer: nobody finds out which cases there are. */
async function lookUp({ w, parts, body }: Anyone): Promise<Answer> {
  const read = progressForm.read(body)
  if (!read.ok)
    return formAgain(
      'applications/progress',
      progressPage(w, progressForm.again(w, read.typed, read.faults), null),
    )
  const number = read.value.number.toUpperCase().replace(/\s/g, '')
  const found = await rows.applicationNumbered(parts.store.read, number)
  const shown = progressForm.filled(w, { number })
  if (found?.phoneTail === read.value.phoneTail)
    return page('applications/progress', progressPage(w, shown, found))
  return formAgain(
    'applications/progress',
    progressPage(w, progressForm.refused(w, body, { code: 'progress-not-found', field: 'number' }), null),
  )
}
