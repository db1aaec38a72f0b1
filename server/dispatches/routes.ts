import { bankRoles, bureauRoles } from '../accounts/index.ts'
import { allBanks } from '../institutions/index.ts'
import { needById, needFor } from '../needs/index.ts'
import { present } from '../platform/assert.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, formAgain, get, go, mend, page, post, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { declineForm, dispatchForm } from './forms.ts'
import { bankOptions, declinePage, needDispatchesPage, waitingPage } from './pages.ts'
import { dispatchFor } from './parts.ts'
import * as rows from './rows.ts'

export const dispatchRoutes = routes(
  get('/dispatches', bankRoles, showWaiting),
  get('/dispatches/:id/decline', bankRoles, showDecline),
  post('/dispatches/:id/decline', bankRoles, decline),
  get('/bureau/needs/:id/dispatches', bureauRoles, showNeedDispatches),
  post('/bureau/needs/:id/dispatches', bureauRoles, dispatch),
)

async function showWaiting({ me, w, parts, query, path, today }: SignedIn): Promise<Answer> {
  const number = pageNumber(query.page)
  const bank = present(me.institutionId, 'the bank of its own people')
  const found = await rows.waitingFor(parts.store.read, bank, perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  return page('dispatches/waiting', waitingPage(w, parts.reference, today, shown, pager))
}

async function declineData(visit: SignedIn, shown: ShownForm) {
  const { me, w, parts, params } = visit
  const found = await dispatchFor(parts.store.read, me, params.id ?? '')
  const need = present(await needById(parts.store.read, found.needId), 'the need of a dispatch')
  return { found, data: declinePage(w, found, need.number, shown) }
}

async function showDecline(visit: SignedIn): Promise<Answer> {
  const { found, data } = await declineData(visit, declineForm.filled(visit.w, {}))
  if (found.state !== 'waiting') return go('/dispatches', { tone: 'warn', key: 'dispatches.ended-flash' })
  return page('dispatches/decline', data)
}

async function decline(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const read = declineForm.read(body)
  if (!read.ok) {
    const { data } = await declineData(visit, declineForm.again(w, read.typed, read.faults))
    return formAgain('dispatches/decline', data)
  }
  const { found } = await declineData(visit, declineForm.filled(w, {}))
  const { reason, words } = read.value
  const outcome = await actions.declineDispatch(parts, by, found.id, { reason, words: words ?? '' })
  if (outcome.ok) return go('/dispatches', 'dispatches.declined-flash')
  const again = await declineData(visit, declineForm.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, '/dispatches', () => formAgain('dispatches/decline', again.data))
}

async function showNeedDispatches(visit: SignedIn): Promise<Answer> {
  const { w } = visit
  return page('dispatches/need', await needData(visit, (showing) => dispatchForm.filled(w, {}, showing)))
}

async function needData(visit: SignedIn, formOf: (showing: ReturnType<typeof bankOptions>) => ShownForm) {
  const { me, w, parts, params } = visit
  const need = await needFor(parts.store.read, me, params.id ?? '')
  const found = await rows.dispatchesOf(parts.store.read, need.id)
  const banks = await allBanks(parts.store.read)
  return needDispatchesPage(w, need, found, formOf(bankOptions(banks)))
}

async function dispatch(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body, params } = visit
  const need = await needFor(parts.store.read, me, params.id ?? '')
  const read = dispatchForm.read(body)
  if (!read.ok) {
    const data = await needData(visit, (showing) => dispatchForm.again(w, read.typed, read.faults, showing))
    return formAgain('dispatches/need', data)
  }
  const outcome = await actions.dispatchByHand(parts, by, need.id, read.value)
  const back = `/bureau/needs/${need.id}/dispatches`
  if (outcome.ok) return go(back, 'dispatches.sent-flash')
  const { refusal } = outcome
  const data = await needData(visit, (showing) => dispatchForm.refused(w, body, refusal, showing))
  return mend(refusal, back, () => formAgain('dispatches/need', data))
}
