import { enterpriseRoles } from '../accounts/index.ts'
import type { Firm } from '../enterprises/index.ts'
import { isId, newId } from '../platform/ids.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, formAgain, get, go, mend, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { changedBy } from './change.ts'
import { isEditable } from './draft.ts'
import { needForm, stepForm } from './forms.ts'
import { draftOf, formPage, listPage, showing } from './pages.ts'
import { draftIn, needFor, ownFirm } from './parts.ts'
import { type Need, needsOf } from './rows.ts'

export const needRoutes = routes(
  get('/needs', enterpriseRoles, showNeeds),
  get('/needs/new', enterpriseRoles, showNew),
  post('/needs/new', enterpriseRoles, writeNeed),
  get('/needs/:id/edit', enterpriseRoles, showEdit),
  post('/needs/:id/edit', enterpriseRoles, editNeed),
  post('/needs/:id/submission', enterpriseRoles, sendIn),
  post('/needs/:id/withdrawal', enterpriseRoles, withdraw),
)

const firmOfMine = ({ me, parts }: SignedIn): Promise<Firm> => ownFirm(parts.store.read, me)

const needOf = ({ me, parts, params }: SignedIn): Promise<Need> =>
  needFor(parts.store.read, me, params.id ?? '')

async function showNeeds(visit: SignedIn): Promise<Answer> {
  const { w, parts, query, path } = visit
  const firm = await firmOfMine(visit)
  const number = pageNumber(query.page)
  const shown = await needsOf(parts.store.read, firm.id, perPage + 1, (number - 1) * perPage)
  const { rows, pager } = paged(shown, number, path, query)
  return page('needs/list', listPage(w, firm, rows, pager))
}

/**
 * An empty form, or one filled from an older need of the same firm. Each form has an address of its own, by the draft that
 * is to come of it: who goes back to it in his browser afterwards finds that draft, and not a form for a second one.
 */
async function showNew(visit: SignedIn): Promise<Answer> {
  const { w, me, parts, query } = visit
  const firm = await firmOfMine(visit)
  const older = isId(one(query.from)) ? await needFor(parts.store.read, me, one(query.from)) : null
  const { draftId, there } = await draftIn(visit)
  if (!draftId) {
    const from = older ? `&from=${older.id}` : ''
    return go(`/needs/new?draft=${newId<'need'>()}${from}`)
  }
  if (there) return go(isEditable(there.state) ? `/needs/${there.id}/edit` : `/needs/${there.id}`)
  const values = older ? { ...draftOf(older), wantedBy: null } : { openness: 'open' as const }
  const place = { needId: null, firm, draftId }
  return page('needs/form', formPage(w, place, needForm.filled(w, values, showing(w))))
}

async function writeNeed(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const firm = await firmOfMine(visit)
  const { draftId } = await draftIn(visit)
  const place = { needId: null, firm, draftId }
  const read = needForm.read(body)
  if (!read.ok)
    return formAgain('needs/form', formPage(w, place, needForm.again(w, read.typed, read.faults, showing(w))))
  const { version: _, need: __, ...draft } = read.value
  const said = { ...draft, story: draft.story ?? '', openness: draft.openness ?? 'open' }
  const outcome = await actions.writeDraft(parts, by, firm, said, draftId ?? undefined)
  if (outcome.ok) return go(`/needs/${outcome.need.id}/fits`, 'needs.drafted-flash')
  return mend(outcome.refusal, '/needs', () =>
    formAgain('needs/form', formPage(w, place, needForm.refused(w, body, outcome.refusal, showing(w)))),
  )
}

/** The draft in its form; with a change that the match proposed already written in, where the address names one. */
async function showEdit(visit: SignedIn): Promise<Answer> {
  const { w, query } = visit
  const need = await needOf(visit)
  if (!isEditable(need.state)) throw new Refusing({ code: 'need-not-draft' }, `/needs/${need.id}`)
  const draft = changedBy(draftOf(need), one(query.change), one(query.to))
  const values = { ...draft, version: String(need.version), need: need.id }
  const place = { needId: need.id, firm: await firmOfMine(visit) }
  return page('needs/form', formPage(w, place, needForm.filled(w, values, showing(w))))
}

async function editNeed(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const { id } = await needOf(visit)
  const firm = await firmOfMine(visit)
  const place = { needId: id, firm }
  const read = needForm.read(body)
  if (!read.ok)
    return formAgain('needs/form', formPage(w, place, needForm.again(w, read.typed, read.faults, showing(w))))
  const { version, need: _, ...draft } = read.value
  const known = { id, version: Number(version ?? 0) }
  const outcome = await actions.changeDraft(parts, by, firm, known, {
    ...draft,
    story: draft.story ?? '',
    openness: draft.openness ?? 'open',
  })
  if (outcome.ok) return go(`/needs/${id}/fits`, 'needs.changed-flash')
  return mend(outcome.refusal, `/needs/${id}`, () =>
    formAgain('needs/form', formPage(w, place, needForm.refused(w, body, outcome.refusal, showing(w)))),
  )
}

/** What a button says besides itself: the version that its page showed, and a reason. */
function stepOf({ body }: SignedIn, back: string): { read?: number; why: string | null } {
  const typed = stepForm.read(body)
  if (!typed.ok) throw new Refusing({ code: 'why-too-long' }, back)
  const { version, why } = typed.value
  return { why, ...(version ? { read: Number(version) } : {}) }
}

async function sendIn(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const { id } = await needOf(visit)
  const { read } = stepOf(visit, `/needs/${id}`)
  const outcome = await actions.sendIn(parts, by, await firmOfMine(visit), id, read)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/needs/${id}`)
  return go(`/needs/${id}`, 'needs.sent-in-flash')
}

async function withdraw(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const { id } = await needOf(visit)
  const outcome = await actions.withdraw(parts.store, by, id, stepOf(visit, `/needs/${id}`))
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/needs/${id}`)
  return go('/needs', 'needs.withdrawn-flash')
}
