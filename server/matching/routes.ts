import { bankRoles, bureauRoles, enterpriseRoles } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { type Firm, firmOf } from '../enterprises/index.ts'
import {
  draftIn,
  formPage,
  giveBack,
  type Need,
  needFor,
  needForm,
  ownFirm,
  publicationForm,
  returnForm,
  showing,
} from '../needs/index.ts'
import type { NeedFacts } from '../needs/need.ts'
import { present } from '../platform/assert.ts'
import { listedShelf, shelfFingerprint } from '../products/index.ts'
import {
  type Answer,
  answer,
  formAgain,
  get,
  go,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import * as actions from './actions.ts'
import { factsFingerprint } from './fingerprint.ts'
import type { FitFacts } from './fit.ts'
import { bureauPage, needPage } from './pages.ts'
import { fitsPage, previewWords } from './pages-fits.ts'
import { factsOf } from './parts.ts'
import { readShelf } from './reading.ts'
import { showHall, showHallNeed } from './routes-hall.ts'
import { newestMatch } from './rows.ts'
import { applicationsOn } from './rows-hall.ts'
import { matchRuleOn } from './rule.ts'
import { schemeVersions } from './schemes.ts'
import { staleBecause } from './stale.ts'

export const matchingRoutes = routes(
  post('/needs/preview', enterpriseRoles, preview),
  get('/needs/:id', enterpriseRoles, showNeed),
  get('/needs/:id/fits', enterpriseRoles, showFits),
  post('/needs/:id/matches', enterpriseRoles, matchAgain),
  get('/hall', bankRoles, showHall),
  get('/hall/:id', bankRoles, showHallNeed),
  get('/bureau/needs/:id', bureauRoles, showToBureau),
  post('/bureau/needs/:id/publication', bureauRoles, publish),
  post('/bureau/needs/:id/return', bureauRoles, returnNeed),
)

const needOf = ({ me, parts, params }: SignedIn): Promise<Need> =>
  needFor(parts.store.read, me, params.id ?? '')

const firmBehind = async ({ parts }: SignedIn, need: Need) =>
  present(await firmOf(parts.store.read, need.enterpriseId), 'the firm of a need')

/** Everything that is known: the firm asks about itself, or the bureau before it publishes. */
const factsNow = ({ parts, today }: SignedIn, need: NeedFacts, firm: Firm) =>
  factsOf(parts.store.read, parts.policies, need, firm, today)

const read = async ({ parts, today }: SignedIn, facts: FitFacts) =>
  readShelf(facts, await listedShelf(parts.store.read), matchRuleOn(parts.policies, today))

async function showNeed(visit: SignedIn): Promise<Answer> {
  const { w, parts, today } = visit
  const need = await needOf(visit)
  const firm = await firmBehind(visit, need)
  const from = parts.store.read
  const match = await newestMatch(from, need.id)
  const shelf = await listedShelf(from)
  const rule = matchRuleOn(parts.policies, today)
  const now = {
    factsFingerprint: factsFingerprint(await factsNow(visit, need, firm)),
    shelfFingerprint: shelfFingerprint(shelf),
    ruleVersion: rule.version,
    schemes: schemeVersions(shelf, rule.schemes),
  }
  const trail = await trailOf(from, 'need', need.id)
  const stale = match ? staleBecause({ ...match, schemes: match.facts.schemes ?? [] }, now) : []
  return page('matching/need', needPage(w, parts.reference, today, { need, firm, match, stale, trail }))
}

async function showFits(visit: SignedIn): Promise<Answer> {
  const { w, parts } = visit
  const need = await needOf(visit)
  const reading = await read(visit, await factsNow(visit, need, await firmBehind(visit, need)))
  const running = await applicationsOn(parts.store.read, need.id)
  return page('matching/fits', fitsPage(w, parts.reference, need, reading, running))
}

/**
 * What would fit, before anything is kept: the form as it was typed with the answer beside it. By htmx the
 * answer alone takes its place; a button without a script gets the whole page.
 */
async function preview(visit: SignedIn): Promise<Answer> {
  const { w, me, parts, body } = visit
  const firm = await ownFirm(parts.store.read, me)
  const { draftId } = await draftIn(visit)
  const typed = needForm.read(body)
  if (!typed.ok) {
    const asked = typeof typed.typed.need === 'string' ? typed.typed.need : ''
    const place = { needId: await ownNeed(visit, asked), draftId, firm }
    const data = formPage(w, place, needForm.again(w, typed.typed, typed.faults, showing(w)))
    return { kind: 'page', view: 'needs/form', fragment: 'needs/_form', layout: 'page', status: 422, data }
  }
  const { need, ...draft } = typed.value
  const place = { needId: await ownNeed(visit, need ?? ''), draftId, firm }
  const shown = needForm.filled(w, typed.value, showing(w))
  const words = previewWords(w, draft, await read(visit, await factsNow(visit, draft, firm)))
  return answer('needs/form', 'needs/_form', formPage(w, place, shown, words))
}

/** The draft that the form says it edits, if there is one and it is this firm's. */
const ownNeed = async ({ me, parts }: SignedIn, id: string): Promise<string | null> =>
  id === '' ? null : (await needFor(parts.store.read, me, id)).id

async function matchAgain(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const { id } = await needOf(visit)
  const outcome = await actions.matchAgain(parts, by, id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/needs/${id}`)
  return go(`/needs/${id}`, 'matching.matched-flash')
}

const bureauData = async (visit: SignedIn, need: Need) => {
  const { parts, today } = visit
  const firm = await firmBehind(visit, need)
  const reading = await read(visit, await factsNow(visit, need, firm))
  return { need, firm, reading, trail: await trailOf(parts.store.read, 'need', need.id), today }
}

async function showToBureau(visit: SignedIn): Promise<Answer> {
  const { w, parts } = visit
  const data = await bureauData(visit, await needOf(visit))
  return page(
    'matching/bureau-need',
    bureauPage(w, parts.reference, data, returnForm.filled(w, { version: String(data.need.version) })),
  )
}

async function publish(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const { id } = await needOf(visit)
  const typed = publicationForm.read(visit.body)
  if (!typed.ok) throw new Refusing({ code: 'stale' }, `/bureau/needs/${id}`)
  const { version } = typed.value
  const outcome = await actions.publish(parts, by, id, version === null ? undefined : Number(version))
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/bureau/needs/${id}`)
  return go('/bureau/reviews', 'needs.published-flash')
}

/** The bureau's no; its words reach the firm, so they are asked for again if they are missing. */
async function returnNeed(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const need = await needOf(visit)
  const again = async (shown: ReturnType<typeof returnForm.filled>) =>
    formAgain('matching/bureau-need', bureauPage(w, parts.reference, await bureauData(visit, need), shown))
  const typed = returnForm.read(body)
  if (!typed.ok) return again(returnForm.again(w, typed.typed, typed.faults))
  const { returnedFor, version } = typed.value
  const seen = version === null ? undefined : Number(version)
  const outcome = await giveBack(parts.store, by, need.id, returnedFor, seen)
  if (outcome.ok) return go('/bureau/reviews', 'needs.returned-flash')
  throw new Refusing(outcome.refusal, `/bureau/needs/${need.id}`)
}
