import { bankRoles, enterpriseRoles, isOneOf, poolRoles } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { bridgePolicyOf, bridgePolicyOn } from '../bridge-pool/index.ts'
import {
  type FileFault,
  fileFault,
  sent,
  storedFile,
  uploadShown,
  withFiles,
  withOneFile,
} from '../documents/index.ts'
import { documentRulesOn } from '../documents/rules.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { promiseOf, promisesAsked, promisesToKeep } from '../promises/index.ts'
import {
  type Answer,
  formAgain,
  get,
  go,
  mend,
  NotFound,
  page,
  post,
  printed,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import { doingForm, letterForm, type Read, runDoing, runLetter } from './actions-doings.ts'
import { bringBridgePapers } from './actions-papers.ts'
import { outStates } from './bridge.ts'
import { type Doing, doableBy, type LetterDoing, letterDoable, mayDo } from './doings.ts'
import { paperForm } from './forms.ts'
import { type BridgeView, bridgeViews, listPage, statesOf } from './pages.ts'
import { bankRows, bankSections } from './pages-bank.ts'
import { type Asked, bridgePage } from './pages-bridge.ts'
import { letterPage } from './pages-new.ts'
import { bridgeFor, everybody, type FoundBridge, promiseFor } from './parts.ts'
import { dueWithoutBridge } from './parts-due.ts'
import { expectedIn } from './parts-forecast.ts'
import { applied, showNew } from './routes-new.ts'
import { type Bringing, papersShown } from './routes-papers.ts'
import * as rows from './rows.ts'
import { listBridges, poolIdsOf, type Whose } from './rows-lists.ts'

const doing = (name: Doing) => post(`/bridges/:id/${name}`, [...mayDo[name]], (visit) => done(visit, name))
const letter = (name: LetterDoing) =>
  post(
    `/promises/:id/${name}`,
    bankRoles,
    (visit) => letterDone(visit, name),
    ...(name === 'signature' ? [withOneFile] : []),
  )

export const bridgeRoutes = routes(
  get('/bridges', everybody, showList),
  get('/loans/:id/bridge', enterpriseRoles, showNew),
  post('/loans/:id/bridges', enterpriseRoles, applied, { perMinute: 20 }),
  get('/bridges/:id', everybody, showOne),
  post('/bridges/:id/papers', enterpriseRoles, bringPapers, withFiles),
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
  doing('court'),
  doing('refusal'),
  doing('withdrawal'),
  doing('payout-reversal'),
  doing('return-reversal'),
  get('/promises/:id', everybody, showLetter),
  get('/promises/:id/file', everybody, showFile),
  letter('signature'),
  letter('declining'),
  letter('breaking'),
)

async function whoseOf({ me, parts }: SignedIn, view: BridgeView): Promise<Whose> {
  if (me.enterpriseId) return { enterpriseId: me.enterpriseId }
  if (isOneOf(me, poolRoles))
    return { pools: me.institutionId ? await poolIdsOf(parts.store.read, me.institutionId) : [] }
  // A place that nobody named is no place, not every place.
  if (me.institutionId) return { institutionId: me.institutionId }
  return { region: me.region || '-', unsaid: me.role === 'industry-officer' && view === 'mine' }
}

async function showList(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, path, today } = visit
  const { read } = parts.store
  const view = bridgeViews.find((known) => known === one(query.view)) ?? 'mine'
  if (isOneOf(me, bankRoles) && me.institutionId && view === 'mine')
    return page('bridges/list', {
      ...listPage(w, parts.reference, { me, today, view, rows: [], pager: noPager, due: [] }),
      sections: await sectionsOf(visit, me.institutionId),
    })
  const number = pageNumber(query.page)
  const at = [perPage + 1, (number - 1) * perPage] as const
  const found = await listBridges(read, await whoseOf(visit, view), statesOf(me, view), ...at)
  const { rows: shown, pager } = paged(found, number, path, query)
  const due =
    me.enterpriseId && view === 'mine' ? await dueWithoutBridge(read, parts, me.enterpriseId, today) : []
  return page('bridges/list', listPage(w, parts.reference, { me, today, view, rows: shown, pager, due }))
}

const noPager = { from: 0, to: 0, previousHref: null, nextHref: null }

async function sectionsOf({ w, parts, today }: SignedIn, institutionId: Id<'institution'>) {
  const { read } = parts.store
  const [asked, toKeep, out] = await Promise.all([
    promisesAsked(read, institutionId, bankRows),
    promisesToKeep(read, institutionId, bankRows),
    listBridges(read, { institutionId }, outStates, bankRows, 0),
  ])
  return bankSections(w, parts.reference, { today, asked, toKeep, out })
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
      ...(key === 'signature' ? { upload: letterUpload(visit, null) } : {}),
    })
  const all = asked.map((one) => (typed && one.key === typed.key ? typed : one))
  return all.toSorted((a, b) => Number(a.isExit) - Number(b.isExit))
}

/** The question for the letter's scan, with what is wrong with the one that came. */
function letterUpload({ w, parts, today }: SignedIn, fault: FileFault | null) {
  const rules = { ...documentRulesOn(parts.policies, today).value, filesAtOnce: 1 }
  const hint = w('bridges.letter.file-hint', { megabytes: rules.fileMegabytes })
  return { ...uploadShown(w, rules, fault && fileFault(w, fault)), hint, single: true }
}

async function dataOf(visit: SignedIn, found: FoundBridge, typed?: Asked, bringing: Bringing | null = null) {
  const { w, parts, today } = visit
  const { read } = parts.store
  const { bridge, pool } = found
  const { paidOutOn } = bridge
  const terms = paidOutOn
    ? bridgePolicyOf(parts.policies, pool.policyCode, { ...bridge, paidOutOn })
    : bridgePolicyOn(parts.policies, pool.policyCode, today)
  if (!terms.ok) throw new NotFound(bridge.id)
  const promise = await promiseOf(read, bridge.id)
  const shown = {
    ...{ ...found, promise, today, terms: terms.policy.value },
    returns: await rows.returnsOf(read, bridge.id),
    // What happens to the letter happens to the advance as well, and is told there.
    trail: found.side === 'bank' ? [] : await trailOf(read, 'bridge', bridge.id),
    forms: formsOf(visit, found, promise, typed),
    papers: await papersShown(visit, found, bringing),
    waits: bridge.state === 'queued' ? await expectedIn(parts, pool, today, bridge.id) : null,
  }
  return bridgePage(w, parts.reference, shown)
}

async function showOne(visit: SignedIn): Promise<Answer> {
  const found = await bridgeFor(visit.parts.store.read, visit.me, visit.params.id ?? '')
  return page('bridges/bridge', await dataOf(visit, found))
}

/** The firm lays papers beside its application. */
async function bringPapers(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body, params, uploads } = visit
  const found = await bridgeFor(parts.store.read, me, params.id ?? '')
  const again = async (bringing: Bringing) =>
    formAgain('bridges/bridge', await dataOf(visit, found, undefined, bringing))
  const read = paperForm.read(body)
  if (!read.ok) return again({ shown: paperForm.again(w, read.typed, read.faults), fault: null })
  const back = `/bridges/${found.bridge.id}`
  const outcome = await bringBridgePapers(parts, by, found.bridge.id, uploads, read.value.paper)
  if (outcome.ok) return go(back, 'bridges.paper-added-flash')
  if (outcome.refusal.field !== 'file') throw new Refusing(outcome.refusal, back)
  const shown = await again({ shown: paperForm.filled(w, read.value), fault: outcome })
  return mend(outcome.refusal, back, () => shown)
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
  const again = async (form: ShownForm, fault: FileFault | null = null) => {
    const upload = key === 'signature' ? { upload: letterUpload(visit, fault) } : {}
    return formAgain(
      'bridges/bridge',
      await dataOf(visit, found, { key, action, form, isExit: false, ...upload }),
    )
  }
  if (!read.ok) return again(read.form)
  const outcome = await read.run()
  if (outcome.ok) return go(back, `bridges.did.${key}`)
  const { refusal } = outcome
  if (!refusal.field) throw new Refusing(refusal, back)
  const form = read.refused(refusal)
  if (refusal.field !== 'file') return again(form)
  const errors = [{ href: '#file', words: fileFault(visit.w, outcome) }]
  return again({ ...form, errors }, outcome)
}

async function done(visit: SignedIn, key: Doing): Promise<Answer> {
  const found = await bridgeFor(visit.parts.store.read, visit.me, visit.params.id ?? '')
  return answered(visit, found, key, `/bridges/${found.bridge.id}/${key}`, runDoing(visit, key, found))
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

/** The letter as the bank stamped and scanned it. */
async function showFile(visit: SignedIn): Promise<Answer> {
  const { promise } = await promiseFor(visit.parts.store.read, visit.me, visit.params.id ?? '')
  const file = promise.fileId ? await storedFile(visit.parts.store.read, promise.fileId) : null
  if (!file) throw new NotFound(promise.id)
  return sent(visit, { fileId: file.id, name: promise.fileName ?? '', type: file.type }, 'shown')
}
