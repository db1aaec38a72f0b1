import { bankRoles, enterpriseRoles, isOneOf, poolRoles } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { ownFirm } from '../enterprises/index.ts'
import { dueLoan, loansDueBy } from '../loans/index.ts'
import { renewalRuleOn } from '../loans/policies.ts'
import { plusDays } from '../money/day.ts'
import { smaller } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { promiseOf } from '../promises/index.ts'
import {
  type Answer,
  formAgain,
  get,
  go,
  NotFound,
  page,
  post,
  printed,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import { apply } from './actions.ts'
import { doingForm, letterForm, type Read, runDoing, runLetter } from './actions-doings.ts'
import { type Doing, doableBy, type LetterDoing, letterDoable, mayDo } from './doings.ts'
import { applyForm } from './forms.ts'
import { bridgeViews, listPage, statesOf } from './pages.ts'
import { type Asked, bridgePage, costShown } from './pages-bridge.ts'
import { letterPage, newPage } from './pages-new.ts'
import { bridgeFor, everybody, type FoundBridge, promiseFor } from './parts.ts'
import { expectedIn } from './parts-forecast.ts'
import { termsOn } from './parts-step.ts'
import * as rows from './rows.ts'
import { listBridges, poolIdsOf, type Whose } from './rows-lists.ts'
import { poolsFor } from './rows-pools.ts'

const doing = (name: Doing) => post(`/bridges/:id/${name}`, [...mayDo[name]], (visit) => done(visit, name))
const letter = (name: LetterDoing) =>
  post(`/promises/:id/${name}`, bankRoles, (visit) => letterDone(visit, name))

export const bridgeRoutes = routes(
  get('/bridges', everybody, showList),
  get('/loans/:id/bridge', enterpriseRoles, showNew),
  post('/loans/:id/bridges', enterpriseRoles, applied, { perMinute: 20 }),
  get('/bridges/:id', everybody, showOne),
  doing('application'),
  doing('completeness'),
  doing('check'),
  doing('word'),
  doing('own-money'),
  doing('approval'),
  doing('third-approval'),
  doing('payout'),
  doing('settlement'),
  doing('new-loan'),
  doing('return'),
  doing('fee'),
  doing('refusal'),
  doing('withdrawal'),
  doing('payout-reversal'),
  doing('return-reversal'),
  get('/promises/:id', everybody, showLetter),
  letter('signature'),
  letter('declining'),
  letter('breaking'),
)

async function whoseOf({ me, parts }: SignedIn): Promise<Whose> {
  if (me.enterpriseId) return { enterpriseId: me.enterpriseId }
  if (isOneOf(me, poolRoles))
    return { pools: me.institutionId ? await poolIdsOf(parts.store.read, me.institutionId) : [] }
  // A place that nobody named is no place, not every place.
  return me.institutionId ? { institutionId: me.institutionId } : { region: me.region || '-' }
}

async function showList(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, path, today } = visit
  const { read } = parts.store
  const view = bridgeViews.find((known) => known === one(query.view)) ?? 'mine'
  const number = pageNumber(query.page)
  const at = [perPage + 1, (number - 1) * perPage] as const
  const found = await listBridges(read, await whoseOf(visit), statesOf(me, view), ...at)
  const { rows: shown, pager } = paged(found, number, path, query)
  const due = me.enterpriseId && view === 'mine' ? await dueWithout(visit, me.enterpriseId) : []
  return page('bridges/list', listPage(w, parts.reference, { me, today, view, rows: shown, pager, due }))
}

/** Loans that fall due soon and have no advance under way. */
async function dueWithout(
  { parts, today }: SignedIn,
  enterpriseId: NonNullable<SignedIn['me']['enterpriseId']>,
) {
  const { read } = parts.store
  const { noticeDays } = renewalRuleOn(parts.policies, today).value
  const found = await loansDueBy(read, { enterpriseId }, plusDays(today, noticeDays), 10, 0)
  const open = await Promise.all(found.map(({ loan }) => rows.openBridgeOf(read, loan.id)))
  return found.filter((_, at) => open[at] === null)
}

async function newFor(visit: SignedIn) {
  const { me, parts, params } = visit
  const { read } = parts.store
  const id = params.id ?? ''
  const known = isId<'loan'>(id) ? await dueLoan(read, id) : null
  if (!known || known.loan.enterpriseId !== me.enterpriseId || !known.loan.maturesOn) throw new NotFound(id)
  const firm = present(await ownFirm(read, me), 'the firm of a loan')
  return { known, pools: await poolsFor(read, firm.region) }
}

async function shownNew(
  visit: SignedIn,
  form: ShownForm | null,
  as: typeof page | typeof formAgain,
): Promise<Answer> {
  const { w, parts, today } = visit
  const { known, pools } = await newFor(visit)
  const [pool] = pools
  const terms = pool ? termsOn(parts, pool, today) : null
  const usual = terms?.ok ? terms.terms : null
  const maturesOn = present(known.loan.maturesOn, 'the last day of a loan')
  const payOn = maturesOn < today ? today : maturesOn
  const cap = usual?.borrowers.firm?.capFen ?? known.loan.balanceFen
  const own = terms?.ok ? Math.ceil((known.loan.balanceFen * terms.rule.ownMoneyPpm) / 1_000_000) : 0
  const rest = smaller(known.loan.balanceFen, cap) - own
  const amountFen = rest > 0 ? (rest as typeof cap) : known.loan.balanceFen
  const backOn = plusDays(payOn, Math.min(7, usual?.longestDays ?? 7))
  const options = { options: { pool: pools.map(({ id, name }) => ({ value: id, label: name[w.language] })) } }
  const empty = applyForm.filled(
    w,
    { ...(pool ? { pool: pool.id } : {}), borrower: 'firm', amountFen, payOn, backOn },
    options,
  )
  const cost = usual ? costShown(w, usual, parts.reference, { amountFen, from: payOn, to: backOn }) : null
  return as('bridges/new', newPage(w, { known, pool: pool ?? null, terms: usual, cost, form: form ?? empty }))
}

function showNew(visit: SignedIn): Promise<Answer> {
  return shownNew(visit, null, page)
}

async function applied(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const { known, pools } = await newFor(visit)
  const options = { options: { pool: pools.map(({ id, name }) => ({ value: id, label: name[w.language] })) } }
  const read = applyForm.read(body)
  if (!read.ok) return shownNew(visit, applyForm.again(w, read.typed, read.faults, options), formAgain)
  const { pool: chosen, ...asking } = read.value
  const pool = pools.find(({ id }) => id === chosen)
  if (!pool)
    return shownNew(
      visit,
      applyForm.again(w, read.value, { pool: { code: 'unknown-choice' } }, options),
      formAgain,
    )
  const outcome = await apply(parts, by, known.loan.id, pool.id, asking)
  if (outcome.ok) return go(`/bridges/${outcome.bridge.id}`, 'bridges.applied-flash')
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, `/loans/${known.loan.id}/bridge`)
  return shownNew(visit, applyForm.refused(w, body, outcome.refusal, options), formAgain)
}

/** The forms of a reader: what is next first, then the ways out. */
function formsOf(
  visit: SignedIn,
  found: FoundBridge,
  promise: Awaited<ReturnType<typeof promiseOf>>,
  typed?: Asked,
): Asked[] {
  const { me, w, parts, today } = visit
  const keys = doableBy(me, found.bridge)
  const exits: readonly string[] = [
    'refusal',
    'withdrawal',
    'payout-reversal',
    'return-reversal',
    'declining',
    'breaking',
  ]
  const asked = keys.map(
    (key): Asked => ({
      ...{ key, action: `/bridges/${found.bridge.id}/${key}`, isExit: exits.includes(key) },
      form: doingForm(w, parts, today, key, found),
    }),
  )
  const letters = promise && isOneOf(me, bankRoles) ? letterDoable(promise.state, found.bridge.state) : []
  for (const key of letters)
    asked.push({
      ...{ key, action: `/promises/${promise?.id}/${key}`, isExit: exits.includes(key) },
      form: letterForm(w, today, key, present(promise, 'the letter of a bank'), found.bridge),
    })
  const all = asked.map((one) => (typed && one.key === typed.key ? typed : one))
  return all.toSorted((a, b) => Number(a.isExit) - Number(b.isExit))
}

async function dataOf(visit: SignedIn, found: FoundBridge, typed?: Asked) {
  const { w, parts, today } = visit
  const { read } = parts.store
  const { bridge, pool } = found
  const terms = termsOn(parts, pool, bridge.paidOutOn ?? today)
  if (!terms.ok) throw new NotFound(bridge.id)
  const promise = await promiseOf(read, bridge.id)
  const trail = [
    ...(await trailOf(read, 'bridge', bridge.id)),
    ...(promise ? await trailOf(read, 'promise', promise.id) : []),
  ].toSorted((a, b) => (a.id < b.id ? 1 : -1))
  const shown = {
    ...{ ...found, promise, today, terms: terms.terms },
    returns: await rows.returnsOf(read, bridge.id),
    trail: found.side === 'bank' ? [] : trail,
    forms: formsOf(visit, found, promise, typed),
    waits: bridge.state === 'queued' ? await expectedIn(parts, pool, today, bridge.id) : null,
  }
  return bridgePage(w, parts.reference, shown)
}

async function showOne(visit: SignedIn): Promise<Answer> {
  const found = await bridgeFor(visit.parts.store.read, visit.me, visit.params.id ?? '')
  return page('bridges/bridge', await dataOf(visit, found))
}

/** Whatever somebody does: the form again where its answers are wrong, the page with the refusal where the rule says no. */
async function answered(
  visit: SignedIn,
  found: FoundBridge,
  key: string,
  action: string,
  read: Read,
): Promise<Answer> {
  const back = `/bridges/${found.bridge.id}`
  const again = async (form: ShownForm) =>
    formAgain('bridges/bridge', await dataOf(visit, found, { key, action, form, isExit: false }))
  if (!read.ok) return again(read.form)
  const outcome: Outcome<object> = await read.run()
  if (outcome.ok) return go(back, `bridges.did.${key}`)
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, back)
  return again(read.refused(outcome.refusal))
}

async function done(visit: SignedIn, key: Doing): Promise<Answer> {
  const found = await bridgeFor(visit.parts.store.read, visit.me, visit.params.id ?? '')
  return answered(visit, found, key, `/bridges/${found.bridge.id}/${key}`, runDoing(visit, key, found.bridge))
}

async function letterDone(visit: SignedIn, key: LetterDoing): Promise<Answer> {
  const { read } = visit.parts.store
  const { promise, bridge } = await promiseFor(read, visit.me, visit.params.id ?? '')
  const found = await bridgeFor(read, visit.me, bridge.id)
  return answered(visit, found, key, `/promises/${promise.id}/${key}`, runLetter(visit, key, promise.id))
}

async function showLetter(visit: SignedIn): Promise<Answer> {
  const found = await promiseFor(visit.parts.store.read, visit.me, visit.params.id ?? '')
  return printed('bridges/letter', letterPage(visit.w, found))
}
