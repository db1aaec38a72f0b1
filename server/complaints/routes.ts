import { bankRoles, bureauRoles, enterpriseRoles } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { casePapers, paperById, sent } from '../documents/index.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type ServedCase, servedCaseFor, sideIn } from '../ratings/index.ts'
import {
  type Answer,
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
import type { ComplaintSide } from './complaint.ts'
import { answerForm, complaintForms, stepForm } from './forms.ts'
import { complaintPage, complaintSection, listPage, newPage, paperOptions, receiptPage } from './pages.ts'
import { complaintFor, papersFor } from './parts.ts'
import * as rows from './rows.ts'

const sides = [...enterpriseRoles, ...bankRoles] as const
const everybody = [...sides, ...bureauRoles] as const

export const complaintRoutes = routes(
  get('/complaints', everybody, showList),
  get('/applications/:id/complaints/new', sides, showNew),
  post('/applications/:id/complaints', sides, file, { perMinute: 20 }),
  get('/complaints/:id', everybody, showOne),
  get('/complaints/:id/receipt', sides, showReceipt),
  get('/complaints/:id/papers/:document', bureauRoles, showPaper),
  post('/complaints/:id/taking', bureauRoles, takeOver),
  post('/complaints/:id/answer', bureauRoles, answer),
  post('/complaints/:id/withdrawal', sides, withdraw),
)

const caseOf = ({ me, parts, params }: SignedIn) => servedCaseFor(parts.store.read, me, params.id ?? '')
const found = ({ me, parts, params }: SignedIn) => complaintFor(parts.store.read, me, params.id ?? '')
const sideOf = ({ me }: SignedIn, of: ServedCase): ComplaintSide =>
  sideIn(me, of) === 'bank' ? 'bank' : 'firm'

/** What the page of a case says of its complaints, if there are any, for either of its sides. */
export async function complaintSectionOf(visit: SignedIn, of: ServedCase, has: boolean) {
  const { w, parts, today } = visit
  const listed = has ? await rows.complaintsOfCase(parts.store.read, of.id) : []
  return complaintSection(w, parts.reference, sideOf(visit, of), listed, of, today)
}

async function showList({ me, w, parts, query, path, today }: SignedIn): Promise<Answer> {
  const number = pageNumber(query.page)
  const at = [perPage + 1, (number - 1) * perPage] as const
  const { read } = parts.store
  const view = one(query.view) === 'all' ? 'all' : 'open'
  const side = me.enterpriseId ? 'firm' : me.institutionId ? 'bank' : 'bureau'
  const list = me.enterpriseId
    ? await rows.complaintsOf(read, { enterpriseId: me.enterpriseId }, ...at)
    : me.institutionId
      ? await rows.complaintsOf(read, { institutionId: me.institutionId }, ...at)
      : // A place that nobody named is no place, not every place.
        await rows.complaintsIn(read, me.region || '-', view, ...at)
  const { rows: shown, pager } = paged(list, number, path, query)
  return page('complaints/list', listPage(w, parts.reference, { side, view, rows: shown, pager, today }))
}

const showing = async (visit: SignedIn, side: ComplaintSide, of: ServedCase) => {
  const papers = await papersFor(visit.parts.store.read, side, of, visit.today)
  return { options: { documents: paperOptions(visit.w, papers) } }
}

async function showNew(visit: SignedIn): Promise<Answer> {
  const of = await caseOf(visit)
  const side = sideOf(visit, of)
  const shown = complaintForms[side].filled(visit.w, {}, await showing(visit, side, of))
  return page('complaints/new', newPage(visit.w, side, of, shown))
}

async function file(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const of = await caseOf(visit)
  const side = sideOf(visit, of)
  const form = complaintForms[side]
  const options = await showing(visit, side, of)
  const again = (shown: ShownForm) => formAgain('complaints/new', newPage(w, side, of, shown))
  const read = form.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults, options))
  const { kind, words, documents } = read.value
  const outcome = await actions.file(parts, by, of.id, { side, kind, words, documents: documents ?? [] })
  if (outcome.ok) return go(`/complaints/${outcome.complaint.id}/receipt`)
  return mend(outcome.refusal, `/applications/${of.id}`, () =>
    again(form.refused(w, body, outcome.refusal, options)),
  )
}

async function showReceipt(visit: SignedIn): Promise<Answer> {
  const { complaint, standing } = await found(visit)
  if (standing !== 'mine') throw new NotFound(complaint.id)
  return page('complaints/receipt', receiptPage(visit.w, visit.parts.reference, visit.today, complaint))
}

async function dataOf(visit: SignedIn, typed?: ShownForm) {
  const { w, parts, today } = visit
  const { read } = parts.store
  const one = await found(visit)
  const { complaint, standing } = one
  const all = complaint.documents.length ? await casePapers(read, complaint.applicationId) : []
  const asks = standing === 'bureau' && complaint.state === 'taken-over'
  const empty = answerForm.filled(w, { version: String(complaint.version) })
  const shown = {
    ...{ ...one, today },
    handler: await rows.handlerOf(read, complaint),
    papers: all.filter(({ id }) => complaint.documents.includes(id)),
    trail: await trailOf(read, 'complaint', complaint.id),
  }
  return complaintPage(w, parts.reference, shown, asks ? (typed ?? empty) : null)
}

async function showOne(visit: SignedIn): Promise<Answer> {
  return page('complaints/complaint', await dataOf(visit))
}

/** A paper that a complaint rests on, for the bureau that examines it. */
async function showPaper(visit: SignedIn): Promise<Answer> {
  const { complaint } = await found(visit)
  const id = complaint.documents.find((one) => one === visit.params.document)
  const paper = id ? await paperById(visit.parts.store.read, id) : null
  if (!paper) throw new NotFound(complaint.id)
  return sent(visit, paper, 'shown')
}

/** A button: the version that its page showed, and nothing else. */
async function step(
  visit: SignedIn,
  id: rows.Complaint['id'],
  work: (version: number) => Promise<Outcome<object>>,
  flash: string,
): Promise<Answer> {
  const back = `/complaints/${id}`
  const read = stepForm.read(visit.body)
  const outcome = read.ok ? await work(Number(read.value.version)) : null
  if (!outcome) throw new Refusing({ code: 'stale' }, back)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, flash)
}

async function takeOver(visit: SignedIn): Promise<Answer> {
  const { id } = (await found(visit)).complaint
  const { parts, by } = visit
  return step(visit, id, (version) => actions.takeOver(parts, by, id, version), 'complaints.taken-over-flash')
}

/** Who it is about knows of it, and may not end it. */
async function withdraw(visit: SignedIn): Promise<Answer> {
  const { complaint, standing } = await found(visit)
  if (standing !== 'mine') throw new NotFound(complaint.id)
  const { id } = complaint
  const { parts, by } = visit
  return step(visit, id, (version) => actions.withdraw(parts, by, id, version), 'complaints.withdrawn-flash')
}

async function answer(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const { id } = (await found(visit)).complaint
  const back = `/complaints/${id}`
  const again = async (shown: ShownForm) => formAgain('complaints/complaint', await dataOf(visit, shown))
  const read = answerForm.read(body)
  if (!read.ok) return again(answerForm.again(w, read.typed, read.faults))
  const said = { answer: read.value.answer, version: Number(read.value.version) }
  const outcome = await actions.answer(parts, by, id, said)
  if (outcome.ok) return go(back, 'complaints.answered-flash')
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, back)
  return again(answerForm.refused(w, body, outcome.refusal))
}
