import { enterpriseRoles } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { present } from '../platform/assert.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, formAgain, get, go, mend, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { expiryForm, removalForm, uploadForm } from './forms.ts'
import { type FileFault, paperPage, shelfPage, uploadPage } from './pages.ts'
import { isPaperKind } from './paper.ts'
import { ownPaper } from './parts.ts'
import { sent, withFiles } from './parts-sending.ts'
import * as rows from './rows.ts'
import { documentRulesOn } from './rules.ts'

export const documentRoutes = routes(
  get('/documents', enterpriseRoles, showShelf),
  get('/documents/new', enterpriseRoles, showNew),
  post('/documents', enterpriseRoles, bring, withFiles),
  get('/documents/:id', enterpriseRoles, showPaper),
  get('/documents/:id/content', enterpriseRoles, (visit) => send(visit, 'shown')),
  get('/documents/:id/download', enterpriseRoles, (visit) => send(visit, 'downloaded')),
  post('/documents/:id/expiry', enterpriseRoles, changeExpiry),
  post('/documents/:id/removal', enterpriseRoles, remove),
)

const seen = ({ w, parts, today }: SignedIn) => ({
  w,
  today,
  rules: documentRulesOn(parts.policies, today).value,
})

const paperOf = ({ me, parts, params }: SignedIn) => ownPaper(parts.store.read, me, params.id ?? '')
const firmOf = ({ me }: SignedIn) => present(me.enterpriseId, 'the firm of its own people')

async function showShelf(visit: SignedIn): Promise<Answer> {
  const { parts, query, path } = visit
  const { read } = parts.store
  const number = pageNumber(query.page)
  const found = await rows.shelf(read, firmOf(visit), perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  return page(
    'documents/shelf',
    shelfPage(seen(visit), shown, pager, await rows.bytesOf(read, firmOf(visit))),
  )
}

const newPlace = ({ w }: SignedIn) => ({
  action: '/documents',
  back: '/documents',
  title: w('documents.new-title'),
  lead: w('documents.new-lead'),
})

function showNew(visit: SignedIn): Answer {
  const kind = one(visit.query.kind)
  const shown = uploadForm.filled(visit.w, isPaperKind(kind) ? { kind } : {})
  return page('documents/new', uploadPage(seen(visit), newPlace(visit), shown))
}

async function bring(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body, uploads } = visit
  const again = (shown: ReturnType<typeof uploadForm.filled>, fault?: FileFault) =>
    formAgain('documents/new', uploadPage(seen(visit), newPlace(visit), shown, fault))
  const read = uploadForm.read(body)
  if (!read.ok) return again(uploadForm.again(w, read.typed, read.faults))
  const place = { enterpriseId: firmOf(visit), applicationId: null }
  const outcome = await actions.bringPapers(parts, by, place, uploads, read.value)
  if (outcome.ok) return go('/documents', 'documents.added-flash')
  return mend(outcome.refusal, '/documents', () =>
    outcome.refusal.field === 'file'
      ? again(uploadForm.again(w, Object(body), {}), outcome)
      : again(uploadForm.refused(w, body, outcome.refusal)),
  )
}

type Shown = ReturnType<typeof expiryForm.filled>

async function paperShown(visit: SignedIn, expiry: Shown | null) {
  const { w, parts } = visit
  const { read } = parts.store
  const paper = await paperOf(visit)
  const cases = await rows.casesOfPaper(read, paper.id)
  const trail = await trailOf(read, 'document', paper.id)
  const version = String(paper.version)
  const filled = expiry ?? expiryForm.filled(w, { expiresOn: paper.expiresOn, version })
  return paperPage(seen(visit), paper, cases, trail, filled)
}

async function showPaper(visit: SignedIn): Promise<Answer> {
  return page('documents/paper', await paperShown(visit, null))
}

async function changeExpiry(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const paper = await paperOf(visit)
  const back = `/documents/${paper.id}`
  const again = async (shown: Shown) => formAgain('documents/paper', await paperShown(visit, shown))
  const read = expiryForm.read(body)
  if (!read.ok) return again(expiryForm.again(w, read.typed, read.faults))
  const { expiresOn, version } = read.value
  const outcome = await actions.changeExpiry(parts, by, { ...paper, version: Number(version) }, expiresOn)
  if (outcome.ok) return go(back, 'documents.expiry-changed-flash')
  if (outcome.refusal.field) return again(expiryForm.refused(w, body, outcome.refusal))
  throw new Refusing(outcome.refusal, back)
}

async function remove(visit: SignedIn): Promise<Answer> {
  const { parts, by, body } = visit
  const paper = await paperOf(visit)
  const read = removalForm.read(body)
  const version = read.ok ? Number(read.value.version) : 0
  const outcome = await actions.removePaper(parts, by, { id: paper.id, version })
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/documents/${paper.id}`)
  return go('/documents', 'documents.removed-flash')
}

async function send(visit: SignedIn, how: 'shown' | 'downloaded'): Promise<Answer> {
  return sent(visit, await paperOf(visit), how)
}
