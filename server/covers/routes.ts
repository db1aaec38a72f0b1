import { bankRoles, enterpriseRoles } from '../accounts/index.ts'
import { arrangementCodesOn } from '../arrangements/index.ts'
import { trailOf } from '../audit/index.ts'
import { dayAsked } from '../exposures/as-of.ts'
import { dayOf } from '../platform/clock.ts'
import { isId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
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
import { payCharge, returnCharge } from './actions-charges.ts'
import { isCoverStanding } from './cover.ts'
import { isForKind } from './filing.ts'
import { arrangementForm, chargeForm, whyForm } from './forms.ts'
import { coverPage, filingPage, listPage, whyPage } from './pages.ts'
import { poolsPage, refusedPools } from './pages-pools.ts'
import { coverFor, loanFor, operatorRoles, poolReaders, readers, scopeFor } from './parts.ts'
import { filingOf } from './parts-filing.ts'
import { poolsFor, poolsSeen } from './parts-pools.ts'
import { fileMany, showMany } from './routes-bulk.ts'
import { coversOfLoan, type LoanToFile, listCovers, type ShownCover } from './rows.ts'
import { chargeOf } from './rows-charges.ts'
import { allPools } from './rows-pools.ts'

export const coverRoutes = routes(
  get('/compensation', poolReaders, showPools),
  get('/covers', readers, showList),
  get('/covers/filing', bankRoles, showMany),
  post('/covers/filing', bankRoles, fileMany),
  get('/loans/:id/cover', [...enterpriseRoles, ...bankRoles], showOfLoan),
  get('/loans/:id/cover/new', bankRoles, showFiling),
  post('/loans/:id/cover', bankRoles, file),
  get('/covers/:id', readers, showCover),
  post('/covers/:id/confirmation', operatorRoles, confirm),
  post('/covers/:id/charge', ['pool-cashier'], takeCharge),
  post('/covers/:id/charge/return', ['pool-cashier'], giveChargeBack),
  get('/covers/:id/rejection', operatorRoles, (visit) => showWhy(visit, 'rejection')),
  post('/covers/:id/rejection', operatorRoles, (visit) => endWith(visit, 'rejection')),
  get('/covers/:id/withdrawal', bankRoles, (visit) => showWhy(visit, 'withdrawal')),
  post('/covers/:id/withdrawal', bankRoles, (visit) => endWith(visit, 'withdrawal')),
)

/** The pools of the person's institution or region, as of a day. */
async function showPools({ me, w, parts, query, today }: SignedIn): Promise<Answer> {
  const { read } = parts.store
  const seen = await poolsSeen(read, me)
  const [first = null] = seen.map(({ pool }) => dayOf(pool.openedAt)).toSorted()
  const typed = one(query.on)
  const mayOpen = me.role === 'bureau-head'
  const day = dayAsked(typed, first, today)
  if (!day.ok) return page('covers/pools', refusedPools(w, typed, today, day.refusal, mayOpen), 422)
  const found = await poolsFor(read, parts.policies, seen, day)
  return page('covers/pools', poolsPage(w, found, { ...day, today }, mayOpen))
}

async function showList({ me, w, parts, query, path, today }: SignedIn): Promise<Answer> {
  const asked = one(query.standing)
  const standing = isCoverStanding(asked) ? asked : null
  const number = pageNumber(query.page)
  const found = await listCovers(
    parts.store.read,
    scopeFor(me),
    { standing, arrangement: null },
    perPage + 1,
    (number - 1) * perPage,
  )
  const { rows, pager } = paged(found, number, path, query)
  const about = { reference: parts.reference, today }
  return page('covers/list', listPage(w, me, about, { rows, standing, pager }))
}

/** From the loan to its cover: the newest that was asked for; where there is none, the bank files one. */
async function showOfLoan({ me, parts, params }: SignedIn): Promise<Answer> {
  const { read } = parts.store
  const id = params.id ?? ''
  const scope = scopeFor(me)
  const [newest] = isId<'loan'>(id) ? await coversOfLoan(read, id) : []
  if (
    newest &&
    ('enterpriseId' in scope
      ? newest.enterpriseId === scope.enterpriseId
      : newest.institutionId === me.institutionId)
  )
    return go(`/covers/${newest.id}`)
  if (me.institutionId) {
    const loan = await loanFor(read, me, id)
    return go(`/loans/${loan.id}/cover/new`)
  }
  throw new NotFound(`cover of loan ${id}`)
}

/** The arrangements that have a pool and are for loans of this kind. */
async function codesFor({ parts, today }: SignedIn, loan: LoanToFile): Promise<readonly string[]> {
  const open = new Set((await allPools(parts.store.read)).map(({ arrangement }) => arrangement))
  return arrangementCodesOn(parts.policies, today).filter(
    (code) => open.has(code) && isForKind(code, loan.kind),
  )
}

async function showFiling(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, params, query, today } = visit
  const { read } = parts.store
  const loan = await loanFor(read, me, params.id ?? '')
  const codes = await codesFor(visit, loan)
  const code = codes.find((known) => known === one(query.arrangement)) ?? codes[0]
  if (!code) return go(`/loans/${loan.id}`, { tone: 'warn', key: 'covers.no-arrangement-flash' })
  const found = await filingOf(read, parts.policies, loan, code, today)
  if (!found.ok) throw new Refusing(found.refusal, `/loans/${loan.id}`)
  return page('covers/filing', filingPage(w, loan, codes, code, found.filing))
}

async function file({ me, parts, params, by, body }: SignedIn): Promise<Answer> {
  const loan = await loanFor(parts.store.read, me, params.id ?? '')
  const back = `/loans/${loan.id}/cover/new`
  const read = arrangementForm.read(body)
  if (!read.ok) return go(back)
  const outcome = await actions.fileCover(parts, by, loan.id, read.value.arrangement)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(`/covers/${outcome.cover.id}`, 'covers.filed-flash')
}

async function coverData({ me, w, parts, today }: SignedIn, shown: ShownCover, typed: ShownForm | null) {
  const { read } = parts.store
  const trail = await trailOf(read, 'cover', shown.cover.id)
  const charge = await chargeOf(read, shown.cover.id)
  const mayPay = me.role === 'pool-cashier' && shown.cover.state === 'filed' && charge?.state === 'due'
  const paying = mayPay ? (typed ?? chargeForm.filled(w, { paidOn: today })) : null
  return coverPage(w, { me, today, reference: parts.reference, charge, paying }, shown, trail)
}

async function showCover(visit: SignedIn): Promise<Answer> {
  const shown = await coverFor(visit.parts.store.read, visit.me, visit.params.id ?? '')
  return page('covers/cover', await coverData(visit, shown, null))
}

async function takeCharge(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, params, by, body } = visit
  const shown = await coverFor(parts.store.read, me, params.id ?? '')
  const back = `/covers/${shown.cover.id}`
  const again = async (typed: ShownForm) => formAgain('covers/cover', await coverData(visit, shown, typed))
  const read = chargeForm.read(body)
  if (!read.ok) return again(chargeForm.again(w, read.typed, read.faults))
  const outcome = await payCharge(parts, by, shown, read.value)
  if (outcome.ok) return go(back, 'covers.charge-paid-flash')
  if (outcome.refusal.field === undefined) throw new Refusing(outcome.refusal, back)
  const refused = await again(chargeForm.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, back, () => refused)
}

async function giveChargeBack({ me, parts, params, by }: SignedIn): Promise<Answer> {
  const shown = await coverFor(parts.store.read, me, params.id ?? '')
  const outcome = await returnCharge(parts, by, shown)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/covers/${shown.cover.id}`)
  return go(`/covers/${shown.cover.id}`, 'covers.charge-returned-flash')
}

async function confirm({ me, parts, params, by }: SignedIn): Promise<Answer> {
  const shown = await coverFor(parts.store.read, me, params.id ?? '')
  const outcome = await actions.confirmCover(parts.store, by, shown)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/covers/${shown.cover.id}`)
  return go(`/covers/${shown.cover.id}`, 'covers.confirmed-flash')
}

type Ending = 'rejection' | 'withdrawal'
const endings = { rejection: actions.rejectCover, withdrawal: actions.withdrawCover } as const

async function showWhy({ me, w, parts, params }: SignedIn, what: Ending): Promise<Answer> {
  const shown = await coverFor(parts.store.read, me, params.id ?? '')
  if (shown.cover.state !== 'filed')
    return go(`/covers/${shown.cover.id}`, { tone: 'warn', key: 'covers.decided-flash' })
  return page('covers/why', whyPage(w, what, shown, whyForm.filled(w, {})))
}

async function endWith({ me, w, parts, params, by, body }: SignedIn, what: Ending): Promise<Answer> {
  const shown = await coverFor(parts.store.read, me, params.id ?? '')
  const read = whyForm.read(body)
  if (!read.ok)
    return formAgain('covers/why', whyPage(w, what, shown, whyForm.again(w, read.typed, read.faults)))
  const outcome = await endings[what](parts.store, by, shown, read.value.why)
  const back = `/covers/${shown.cover.id}`
  if (outcome.ok) return go(back, `covers.${what}-flash`)
  return mend(outcome.refusal, back, () => go(back))
}
