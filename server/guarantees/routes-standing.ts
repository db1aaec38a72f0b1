import { bureauRoles, guarantorRoles } from '../accounts/index.ts'
import { disclose } from '../consents/index.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
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
import { bookNow } from './actions-figures.ts'
import { decideAssets, endRelation, recordRelation, stateNetAssets } from './actions-standing.ts'
import { assetsForm, decisionForm, endingForm, relationForm } from './forms.ts'
import { formPage } from './pages-forms.ts'
import { letterPage, sheetPage } from './pages-print.ts'
import { assetsPage, decisionPage, relationsPage, standingPage } from './pages-standing.ts'
import { guaranteeFor, guaranteeReaders } from './parts.ts'
import { reservesYesterday } from './parts-reserves.ts'
import { ruleOn } from './policies.ts'
import * as rows from './rows.ts'
import { netAssetsOn } from './rows-figures.ts'
import * as lists from './rows-lists.ts'

export const guarantorRoutes = routes(
  get('/guarantor', guarantorRoles, showStanding),
  get('/guarantor/assets/new', ['guarantor-manager'], showAssets),
  post('/guarantor/assets', ['guarantor-manager'], stateAssets),
  get('/bureau/net-assets', bureauRoles, showBureauAssets),
  get('/bureau/net-assets/:id', bureauRoles, showDecision),
  post('/bureau/net-assets/:id', ['bureau-head', 'bureau-analyst'], decide),
  get('/guarantees/:id/relations', guarantorRoles, showRelations),
  post('/guarantees/:id/relations', guarantorRoles, addRelation),
  post('/guarantees/:id/relations/ending', guarantorRoles, endOne),
  get('/guarantees/:id/letter', guaranteeReaders, showLetter),
  get('/guarantees/:id/sheet/print', guarantorRoles, showSheetPrint),
)

const guaranteeOf = ({ me, parts, params }: SignedIn) => guaranteeFor(parts.store.read, me, params.id ?? '')
const ownGuarantor = ({ me }: SignedIn) => present(me.institutionId, 'the guarantor of its own people')

/** A guarantor's own standing: its book under every ratio, and the net assets that they rest on. */
async function showStanding(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, today } = visit
  const { read } = parts.store
  const guarantorId = ownGuarantor(visit)
  return page(
    'guarantees/standing',
    standingPage(w, me, {
      book: await bookNow(read, parts, today, guarantorId),
      netAssets: await netAssetsOn(read, guarantorId, today),
      stated: await lists.netAssetsList(read, { guarantorId }, 20),
      limits: ruleOn(parts.policies, 'guarantor-limits', today),
      weights: ruleOn(parts.policies, 'guarantee-weights', today),
      reserves: await reservesYesterday(parts, [guarantorId], today),
    }),
  )
}

const assetsAt = { action: '/guarantor/assets', back: '/guarantor' }

async function showAssets({ w }: SignedIn): Promise<Answer> {
  const shown = assetsForm.filled(w, {})
  return page('guarantees/form', {
    ...formPage(w, 'assets', null, shown),
    ...assetsAt,
    backLabel: w('guarantees.standing-title'),
  })
}

async function stateAssets(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const again = (shown: ReturnType<typeof assetsForm.filled>) =>
    formAgain('guarantees/form', {
      ...formPage(w, 'assets', null, shown),
      ...assetsAt,
      backLabel: w('guarantees.standing-title'),
    })
  const read = assetsForm.read(body)
  if (!read.ok) return again(assetsForm.again(w, read.typed, read.faults))
  const outcome = await stateNetAssets(parts, by, ownGuarantor(visit), read.value)
  return outcome.ok
    ? go('/guarantor', 'guarantees.assets-flash')
    : again(assetsForm.refused(w, body, outcome.refusal))
}

async function showBureauAssets({ me, w, parts }: SignedIn): Promise<Answer> {
  const found = await lists.netAssetsList(
    parts.store.read,
    { region: present(me.region, 'the place of a bureau') },
    50,
  )
  return page('guarantees/assets', assetsPage(w, found))
}

async function statedOf({ me, parts, params }: SignedIn) {
  const id = params.id ?? ''
  const found = isId<'net-assets'>(id)
    ? await lists.netAssetsFor(parts.store.read, id, present(me.region, 'the place of a bureau'))
    : null
  if (!found) throw new NotFound(id)
  return found
}

async function showDecision(visit: SignedIn): Promise<Answer> {
  const found = await statedOf(visit)
  return page('guarantees/form', decisionPage(visit.w, found, decisionForm.filled(visit.w, {})))
}

async function decide(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const found = await statedOf(visit)
  const read = decisionForm.read(body)
  const again = (shown: ReturnType<typeof decisionForm.filled>) =>
    formAgain('guarantees/form', decisionPage(w, found, shown))
  if (!read.ok) return again(decisionForm.again(w, read.typed, read.faults))
  const { decision, words } = read.value
  const outcome = await decideAssets(parts, by, found.stated.id, {
    approved: decision === 'approved',
    words: words ?? '',
  })
  if (outcome.ok) return go('/bureau/net-assets', 'guarantees.decided-flash')
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, '/bureau/net-assets')
  return again(decisionForm.refused(w, body, outcome.refusal))
}

/** Who belongs together with the customer; its name is the firm's, so its consent or the letter opens the page. */
async function relationsOf(visit: SignedIn) {
  const { parts, by } = visit
  const guarantee = await guaranteeOf(visit)
  const subject = { kind: 'guarantee', id: guarantee.id, about: guarantee.number }
  const openings = await disclose(parts.store, by, guarantee.enterpriseId, subject, {
    purposes: { contact: ['credit-assessment'], details: ['credit-assessment'] },
    contract: guarantee.signedOn !== null,
  })
  if (!openings.some(({ state }) => state !== 'closed'))
    throw new Refusing({ code: 'consent-missing' }, `/guarantees/${guarantee.id}`)
  return { guarantee, relations: await lists.relationsOfFirm(parts.store.read, guarantee.enterpriseId) }
}

async function showRelations(visit: SignedIn): Promise<Answer> {
  const { guarantee, relations } = await relationsOf(visit)
  return page(
    'guarantees/relations',
    relationsPage(visit.w, guarantee, relations, relationForm.filled(visit.w, {})),
  )
}

async function addRelation(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const { guarantee, relations } = await relationsOf(visit)
  const again = (shown: ReturnType<typeof relationForm.filled>) =>
    formAgain('guarantees/relations', relationsPage(w, guarantee, relations, shown))
  const read = relationForm.read(body)
  if (!read.ok) return again(relationForm.again(w, read.typed, read.faults))
  const { kind, uscc, person, documentTail, sharePpm, source } = read.value
  const other = uscc ? { uscc: uscc.toUpperCase() } : person && documentTail ? { person, documentTail } : null
  if (!other) return again(relationForm.refused(w, body, { code: 'other-missing', field: 'uscc' }))
  const outcome = await recordRelation(parts, by, guarantee.enterpriseId, { kind, other, sharePpm, source })
  if (outcome.ok) return go(`/guarantees/${guarantee.id}/relations`, 'guarantees.relation-flash')
  return again(relationForm.refused(w, body, outcome.refusal))
}

async function endOne(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const { guarantee, relations } = await relationsOf(visit)
  const read = endingForm.read(body)
  const known = read.ok ? relations.find(({ relation }) => relation.id === read.value.relation) : undefined
  if (!read.ok || !known)
    return formAgain('guarantees/relations', {
      ...relationsPage(w, guarantee, relations, relationForm.filled(w, {})),
      ...(read.ok ? {} : { errors: endingForm.again(w, read.typed, read.faults).errors }),
    })
  const outcome = await endRelation(parts, by, known.relation, read.value.why)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/guarantees/${guarantee.id}/relations`)
  return go(`/guarantees/${guarantee.id}/relations`, 'guarantees.relation-ended-flash')
}

/** 保函, for paper. */
async function showLetter(visit: SignedIn): Promise<Answer> {
  const { w, parts } = visit
  const guarantee = await guaranteeOf(visit)
  if (guarantee.letterNumber === null) return go(`/guarantees/${guarantee.id}`)
  const { read } = parts.store
  const shares = await rows.sharesOf(read, guarantee.id)
  const names = await lists.namesOf(read, guarantee)
  const { value } = ruleOn(parts.policies, 'guarantee-handling', guarantee.signedOn ?? visit.today)
  return printed('guarantees/letter', letterPage(w, guarantee, names, shares, value.coverMonths))
}

/** 尽调表, for paper. */
async function showSheetPrint(visit: SignedIn): Promise<Answer> {
  const { w, parts } = visit
  const guarantee = await guaranteeOf(visit)
  if (guarantee.underwrittenAt === null) return go(`/guarantees/${guarantee.id}`)
  const { read } = parts.store
  const names = await lists.namesOf(read, guarantee)
  const people = await lists.peopleNames(read, [guarantee.underwrittenBy, guarantee.approvedBy])
  const counters = await rows.countersOf(read, guarantee.id)
  return printed('guarantees/sheet', sheetPage(w, guarantee, names, counters, people))
}
