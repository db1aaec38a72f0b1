import { bankRoles, bureauRoles, enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { applicationById, applicationFor } from '../applications/index.ts'
import { trailOf } from '../audit/index.ts'
import { firmPapers, markOf, ownPaper, paperById, paperName, sent } from '../documents/index.ts'
import { ownFirm, profileChoices } from '../enterprises/index.ts'
import type { Fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import {
  type Answer,
  Forbidden,
  formAgain,
  get,
  go,
  mend,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import * as actions from './actions.ts'
import { decisionForm, objectionForm, stepForm } from './forms.ts'
import { objectionFacts } from './objection.ts'
import { listPage, newPage, objectionPage } from './pages.ts'
import { objectionFor } from './parts.ts'
import * as rows from './rows.ts'

const parties = [...enterpriseRoles, ...bankRoles, ...bureauRoles] as const

export const objectionRoutes = routes(
  get('/objections', [...enterpriseRoles, ...bureauRoles], showList),
  get('/objections/new', enterpriseRoles, showNew),
  post('/objections', enterpriseRoles, object),
  get('/objections/:id', parties, showOne),
  get('/objections/:id/paper', [...enterpriseRoles, ...bureauRoles], showPaper),
  post('/objections/:id/decision', bureauRoles, decide),
  post('/objections/:id/withdrawal', enterpriseRoles, withdraw),
)

const found = ({ me, parts, params }: SignedIn) => objectionFor(parts.store.read, me, params.id ?? '')

async function showList({ me, w, parts, query, path, today }: SignedIn): Promise<Answer> {
  const number = pageNumber(query.page)
  const at = [perPage + 1, (number - 1) * perPage] as const
  const { read } = parts.store
  const side = me.enterpriseId ? 'firm' : 'bureau'
  const list = me.enterpriseId
    ? await rows.objectionsOf(read, me.enterpriseId, ...at)
    : await rows.objectionsIn(read, present(me.region, 'the place of the bureau'), 'open', ...at)
  const { rows: shown, pager } = paged(list, number, path, query)
  return page('objections/list', listPage(w, parts.reference, today, side, shown, pager))
}

/** What the form chooses from: the grades, industries and towns of the profile, and the firm's own papers. */
async function showingOf({ me, w, parts }: SignedIn) {
  const firm = await ownFirm(parts.store.read, me)
  const papers = await firmPapers(parts.store.read, firm.id, 50, 0)
  const { industry = [], region = [] } = profileChoices(w, parts.reference).options ?? {}
  const none = { value: '', label: '' }
  const document = papers.map(({ id, kind, name }) => ({ value: id, label: `${paperName(w, kind)} ${name}` }))
  return {
    options: { industry: [none, ...industry], region: [none, ...region], document: [none, ...document] },
  }
}

async function showNew(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query } = visit
  const id = one(query.case)
  const application = id ? await applicationFor(parts.store.read, me, id) : null
  const fact = objectionFacts.find((known) => known === one(query.fact))
  const values = {
    ...(application ? { case: application.id } : {}),
    ...(fact ? { fact } : {}),
    ...(/^\d{4}$/.test(one(query.year)) ? { year: Number(one(query.year)) } : {}),
  }
  const shown = objectionForm.filled(w, values, await showingOf(visit))
  return page('objections/new', newPage(w, shown, backOf(application?.id ?? null)))
}

const backOf = (application: string | null): string =>
  application ? `/applications/${application}` : '/objections'

async function object(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body } = visit
  const showing = await showingOf(visit)
  const again = (shown: ShownForm, back: string) => formAgain('objections/new', newPage(w, shown, back))
  const read = objectionForm.read(body)
  if (!read.ok) return again(objectionForm.again(w, read.typed, read.faults, showing), '/objections')
  const { fact, words, document, case: id, year, taxSum, taxPaid, arrears, ...others } = read.value
  const digits = (amount: Fen | null) => (amount === null ? null : String(amount))
  const claims = { ...others, taxPaid: digits(taxPaid), arrears: digits(arrears) }
  const application = id ? await applicationFor(parts.store.read, me, id) : null
  if (document) await ownPaper(parts.store.read, me, document)
  const objecting = {
    applicationId: application?.id ?? null,
    fact,
    claims,
    year,
    taxSum,
    words,
    documentId: document,
  }
  const outcome = await actions.object(parts, by, objecting)
  if (outcome.ok) return go(`/objections/${outcome.objection.id}`, 'objections.made-flash')
  const back = backOf(application?.id ?? null)
  return mend(outcome.refusal, back, () =>
    again(objectionForm.refused(w, body, outcome.refusal, showing), back),
  )
}

async function dataOf(visit: SignedIn, objection: rows.Objection, decision: ShownForm | null) {
  const { me, w, parts, today } = visit
  const { read } = parts.store
  const { applicationId, documentId, id, state } = objection
  const application = applicationId ? await applicationById(read, applicationId) : null
  const paper = documentId ? await paperById(read, documentId) : null
  const side = isOneOf(me, enterpriseRoles) ? 'firm' : isOneOf(me, bankRoles) ? 'bank' : 'bureau'
  const shown = {
    objection,
    side,
    today,
    caseNumber: application?.number ?? null,
    paper: paper ? paperName(w, paper.kind) : null,
    trail: await trailOf(read, 'objection', id),
    mayWithdraw: state === 'open' && isOneOf(me, ['enterprise-owner']),
  } as const
  return objectionPage(w, parts.reference, shown, decision)
}

async function showOne(visit: SignedIn): Promise<Answer> {
  const { me, w } = visit
  const objection = await found(visit)
  const decides = objection.state === 'open' && isOneOf(me, bureauRoles)
  const form = decides ? decisionForm.filled(w, { version: String(objection.version) }) : null
  return page('objections/objection', await dataOf(visit, objection, form))
}

/** The paper that the firm laid beside its words, for the firm and the bureau that examines it. */
async function showPaper(visit: SignedIn): Promise<Answer> {
  const { documentId, id, number } = await found(visit)
  const paper = documentId ? await paperById(visit.parts.store.read, documentId) : null
  if (!paper) throw new NotFound(id)
  const isOwn = isOneOf(visit.me, enterpriseRoles)
  return sent(visit, paper, 'shown', isOwn ? null : { ...markOf(visit, number), back: `/objections/${id}` })
}

async function decide(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const objection = await found(visit)
  const back = `/objections/${objection.id}`
  const read = decisionForm.read(body)
  const again = async (shown: ShownForm) =>
    formAgain('objections/objection', await dataOf(visit, objection, shown))
  if (!read.ok) return again(decisionForm.again(w, read.typed, read.faults))
  const { outcome: to, answer, version } = read.value
  const decision = { outcome: to, answer, version: Number(version) } as const
  const outcome = await actions.decide(parts, by, objection.id, decision)
  if (outcome.ok) return go(back, 'objections.decided-flash')
  if (outcome.refusal.code === 'objection-decided') throw new Refusing(outcome.refusal, back)
  const refused = await again(decisionForm.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, back, () => refused)
}

/** What was said for the firm, its owner takes back. */
async function withdraw(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, body } = visit
  const { id } = await found(visit)
  if (!isOneOf(me, ['enterprise-owner'])) throw new Forbidden(id)
  const read = stepForm.read(body)
  const version = read.ok && read.value.version ? Number(read.value.version) : undefined
  const outcome = await actions.withdraw(parts, by, id, version)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/objections/${id}`)
  return go(`/objections/${id}`, 'objections.withdrawn-flash')
}
