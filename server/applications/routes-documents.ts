import { bankRoles, enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { isConsented, openingsOf } from '../consents/disclosure.ts'
import { consentsBetween, lookThrough } from '../consents/index.ts'
import { kindOfPaper } from '../consents/needed.ts'
import { isOpenToBank, mayAsk } from '../documents/access.ts'
import * as documents from '../documents/index.ts'
import { isPaperKind } from '../documents/paper.ts'
import { documentRulesOn } from '../documents/rules.ts'
import { showInstant } from '../platform/clock.ts'
import { one } from '../platform/web/paging.ts'
import {
  type Answer,
  Forbidden,
  formAgain,
  get,
  go,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import * as actions from './actions-documents.ts'
import { applicationFor, movedOn } from './parts.ts'
import type { Application } from './rows.ts'
import { sightIn } from './sight.ts'

const parties = [...enterpriseRoles, ...bankRoles] as const

/** The papers of a case: brought by the firm, read and asked for by the bank. */
export const caseDocumentRoutes = routes(
  get('/applications/:id/documents', parties, showPapers),
  post('/applications/:id/documents', enterpriseRoles, bring, documents.withFiles),
  post('/applications/:id/attachments', enterpriseRoles, attach),
  post('/applications/:id/resubmission', enterpriseRoles, resubmit),
  get('/applications/:id/documents/:document', parties, showPaper),
  get('/applications/:id/documents/:document/content', parties, (visit) => send(visit, 'shown')),
  get('/applications/:id/documents/:document/download', parties, (visit) => send(visit, 'downloaded')),
  post('/applications/:id/documents/:document/withdrawal', enterpriseRoles, takeBack),
  get('/applications/:id/document-requests/new', bankRoles, showRequest),
  post('/applications/:id/document-requests', bankRoles, ask),
  post('/applications/:id/document-requests/withdrawal', bankRoles, withdrawRequest),
  post('/applications/:id/resumption', bankRoles, resume),
)

const caseOf = ({ me, parts, params }: SignedIn) => applicationFor(parts.store.read, me, params.id ?? '')

/** The case as the pages of its papers know it. */
export async function seenBy(
  { me, parts, today }: SignedIn,
  { id, number, state, enterpriseId, institutionId }: Application,
): Promise<documents.CaseSeen> {
  const known = { id, number, state }
  if (!isOneOf(me, bankRoles)) return { ...known, side: 'firm', withheld: () => false }
  const given = await consentsBetween(parts.store.read, enterpriseId, institutionId)
  const openings = openingsOf(given, sightIn(state), today)
  return { ...known, side: 'bank', withheld: (kind) => !isConsented(openings, kindOfPaper(kind)) }
}

/** What lies before the bank of a case, against what its product asks for. */
export async function papersOf({ parts, today }: SignedIn, application: Application) {
  const { read } = parts.store
  return documents.papersOf(read, application.id, await actions.termsOfCase(read, application), today)
}

const showing = ({ w, parts, today }: SignedIn) => ({
  w,
  today,
  rules: documentRulesOn(parts.policies, today).value,
})

const placeOf = ({ id }: Pick<Application, 'id'>) => `/applications/${id}/documents`

async function shown(visit: SignedIn, application: Application, forms: Partial<documents.CaseForms>) {
  const { w, parts, today, query } = visit
  const seen = await seenBy(visit, application)
  const kind = one(query.kind)
  const upload = forms.upload ?? documents.uploadForm.filled(w, isPaperKind(kind) ? { kind } : {})
  const shelf =
    seen.side === 'firm'
      ? await documents.givable(parts.store.read, application.enterpriseId, application.id, today)
      : []
  const answer = forms.answer ?? documents.answerForm.filled(w, {})
  const papers = await papersOf(visit, application)
  return documents.casePapersPage(showing(visit), seen, papers, shelf, { ...forms, upload, answer })
}

async function showPapers(visit: SignedIn): Promise<Answer> {
  return page('documents/case', await shown(visit, await caseOf(visit), {}))
}

const again = async (visit: SignedIn, application: Application, forms: Partial<documents.CaseForms>) =>
  formAgain('documents/case', await shown(visit, application, forms))

async function bring(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body, uploads } = visit
  const application = await caseOf(visit)
  const read = documents.uploadForm.read(body)
  if (!read.ok)
    return again(visit, application, { upload: documents.uploadForm.again(w, read.typed, read.faults) })
  const place = { enterpriseId: application.enterpriseId, applicationId: application.id }
  const outcome = await documents.bringPapers(parts, by, place, uploads, read.value)
  if (outcome.ok) return go(placeOf(application), 'documents.given-flash')
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, placeOf(application))
  return outcome.refusal.field === 'file'
    ? again(visit, application, {
        upload: documents.uploadForm.again(w, Object(body), {}),
        fault: outcome,
      })
    : again(visit, application, { upload: documents.uploadForm.refused(w, body, outcome.refusal) })
}

async function attach(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const application = await caseOf(visit)
  const read = documents.shelfForm.read(body)
  if (!read.ok)
    return again(visit, application, { chosen: documents.shelfForm.again(w, read.typed, read.faults) })
  const outcome = await documents.giveFromShelf(parts.store, by, application, read.value.papers)
  if (outcome.ok) return go(placeOf(application), 'documents.given-flash')
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, placeOf(application))
  return again(visit, application, { chosen: documents.shelfForm.refused(w, body, outcome.refusal) })
}

async function resubmit(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const application = await caseOf(visit)
  const read = documents.answerForm.read(body)
  if (!read.ok)
    return again(visit, application, { answer: documents.answerForm.again(w, read.typed, read.faults) })
  const outcome = await actions.resubmit(parts, by, application.id, read.value.answer ?? '')
  if (outcome.ok) return go(`/applications/${application.id}`, 'documents.resubmitted-flash')
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, placeOf(application))
  return again(visit, application, { answer: documents.answerForm.refused(w, body, outcome.refusal) })
}

/**
 * Whether this side of the case may open a paper: a bank only while the case is open or came to a loan, and only with the
 * firm's consent to that kind of data. A bank's look has been recorded before the answer is there.
 */
export async function mayOpen(
  { me, parts, by }: Pick<SignedIn, 'me' | 'parts' | 'by'>,
  application: Application,
  paper: documents.CasePaper,
): Promise<'yes' | 'case-closed' | 'no-consent'> {
  if (!isOneOf(me, bankRoles)) return 'yes'
  if (!isOpenToBank(application.state)) return 'case-closed'
  const kind = kindOfPaper(paper.kind)
  const subject = { kind: 'document', id: paper.id, about: `${application.number} ${paper.name}`.trim() }
  const asked = { kind, purposes: sightIn(application.state).purposes[kind] ?? [], what: [paper.kind] }
  const looked = await lookThrough(parts.store, by, application.enterpriseId, subject, asked)
  return looked.ok ? 'yes' : 'no-consent'
}

/** A paper of the case that this side may open; without consent there is nothing to be found. */
async function paperOf(visit: SignedIn) {
  const application = await caseOf(visit)
  const { parts, params } = visit
  const paper = await documents.casePaperFor(parts.store.read, application.id, params.document ?? '')
  const may = await mayOpen(visit, application, paper)
  if (may === 'case-closed') throw new Forbidden(paper.id)
  if (may === 'no-consent') throw new NotFound(paper.id)
  return { application, paper }
}

async function showPaper(visit: SignedIn): Promise<Answer> {
  const { me, by } = visit
  const { application, paper } = await paperOf(visit)
  const reader = { who: [me.name, me.organisation].filter(Boolean).join(' '), at: showInstant(by.at) }
  return page(
    'documents/case-paper',
    documents.casePaperPage(showing(visit), await seenBy(visit, application), paper, reader),
  )
}

/** The bytes; a look of the bank is written down before the first of them leaves. */
async function send(visit: SignedIn, how: 'shown' | 'downloaded'): Promise<Answer> {
  const { me, parts, by } = visit
  const { application, paper } = await paperOf(visit)
  if (!isOneOf(me, bankRoles)) return documents.sent(visit, paper, how)
  await documents.noteLook(parts.store, by, application, paper, how)
  const back = `/applications/${application.id}/documents/${paper.id}`
  return documents.sent(visit, paper, how, { ...documents.markOf(visit, application.number), back })
}

async function takeBack(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, params } = visit
  const application = await caseOf(visit)
  const paper = await documents.ownCasePaper(parts.store.read, me, application.id, params.document ?? '')
  // A colleague was quicker: what was wanted has happened.
  if (!paper) return go(placeOf(application), 'documents.taken-back-flash')
  const outcome = await documents.takeBack(parts.store, by, application, paper)
  if (!outcome.ok) throw new Refusing(outcome.refusal, placeOf(application))
  return go(placeOf(application), 'documents.taken-back-flash')
}

async function requestAgain(
  visit: SignedIn,
  application: Application,
  form: ReturnType<typeof documents.requestForm.filled>,
) {
  const { w, parts, today } = visit
  const { lines } = await papersOf(visit, application)
  const { answerWorkdays } = documentRulesOn(parts.policies, today).value
  return documents.requestPage(w, await seenBy(visit, application), lines, form, answerWorkdays)
}

async function showRequest(visit: SignedIn): Promise<Answer> {
  const application = await caseOf(visit)
  if (!mayAsk(application.state)) return movedOn(application)
  const form = documents.requestForm.filled(visit.w, {})
  return page('documents/request', await requestAgain(visit, application, form))
}

async function ask(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const application = await caseOf(visit)
  const refused = async (form: ReturnType<typeof documents.requestForm.filled>) =>
    formAgain('documents/request', await requestAgain(visit, application, form))
  const read = documents.requestForm.read(body)
  if (!read.ok) return refused(documents.requestForm.again(w, read.typed, read.faults))
  const { kinds, words } = read.value
  const items = documents.itemsTyped(read.value, kinds)
  const outcome = await actions.returnForPapers(parts, by, application.id, { items, words: words ?? '' })
  if (outcome.ok) return go(`/applications/${application.id}`, 'documents.asked-flash')
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, `/applications/${application.id}`)
  return refused(documents.requestForm.refused(w, body, outcome.refusal))
}

async function withdrawRequest(visit: SignedIn): Promise<Answer> {
  const application = await caseOf(visit)
  const outcome = await actions.withdrawReturn(visit.parts, visit.by, application.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, placeOf(application))
  return go(`/applications/${application.id}`, 'documents.request-withdrawn-flash')
}

async function resume(visit: SignedIn): Promise<Answer> {
  const application = await caseOf(visit)
  const outcome = await actions.resume(visit.parts, visit.by, application.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, placeOf(application))
  return go(`/applications/${application.id}`, 'documents.resumed-flash')
}
