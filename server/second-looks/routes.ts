import { bankRoles, enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { caseTermsOn } from '../applications/case-terms.ts'
import { applicationById, applicationFor, movedOn } from '../applications/index.ts'
import { isConsented } from '../consents/disclosure.ts'
import {
  disclose,
  firmKnown,
  groupsShown,
  lookHoldsShown,
  lookThrough,
  shownOn,
  textShown,
  withTexts,
} from '../consents/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { factsOf, matchRuleOn, openFacts } from '../matching/index.ts'
import { fitsOf } from '../matching/reading.ts'
import { plusDays } from '../money/day.ts'
import { needById } from '../needs/index.ts'
import { present } from '../platform/assert.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { listedShelf } from '../products/index.ts'
import { schemeOf } from '../products/product.ts'
import {
  type Answer,
  Forbidden,
  formAgain,
  get,
  go,
  mend,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import * as actions from './actions.ts'
import { openForm, proposalForm, stepForm } from './forms.ts'
import { listPage, minePage, openPage, theirsPage } from './pages.ts'
import { lookFor } from './parts.ts'
import * as rows from './rows.ts'
import { isOpenOn } from './second-look.ts'

export const secondLookRoutes = routes(
  get('/applications/:id/second-look', enterpriseRoles, showOpen),
  post('/applications/:id/second-looks', enterpriseRoles, open),
  get('/second-looks', bankRoles, showList),
  get('/second-looks/:id', [...enterpriseRoles, ...bankRoles], showLook),
  post('/second-looks/:id/withdrawal', enterpriseRoles, withdraw),
  post('/second-looks/:id/proposals', bankRoles, propose),
  post('/second-looks/:id/passing', bankRoles, pass),
)

const caseOf = ({ me, parts, params }: SignedIn) => applicationFor(parts.store.read, me, params.id ?? '')
const lookOf = ({ me, parts, params, today }: SignedIn) =>
  lookFor(parts.store.read, me, params.id ?? '', today)

/** What the firm will show and to how many; a case that was not declined, or is open already, leads where it stands. */
async function showOpen(visit: SignedIn): Promise<Answer> {
  const { w, parts, today } = visit
  const application = await caseOf(visit)
  const there = await rows.lookOfCase(parts.store.read, application.id)
  if (there && isOpenOn(there, today)) return go(`/second-looks/${there.id}`)
  if (application.state !== 'declined') return movedOn(application)
  const { value: terms } = caseTermsOn(parts.policies, today)
  const shown = shownOn(parts.policies, today, w.language)
  const values = { ...shown, until: plusDays(today, terms.secondLookUsualDays) }
  return page('second-looks/open', await openData(visit, application, openForm.filled(w, values)))
}

async function openData(visit: SignedIn, application: Awaited<ReturnType<typeof caseOf>>, shown: ShownForm) {
  const { w, parts, by, today } = visit
  const banks = await actions.banksFor(parts.store.read, parts, by, application.needId)
  const text = textShown(w, parts.policies, 'details', today)
  const holds = lookHoldsShown(w, parts.policies, actions.shownKinds, today)
  return openPage(w, { application, banks: banks.length, text, holds }, shown)
}

/** What shows a firm to others binds it: the owner's alone. */
async function open(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body, today } = visit
  const application = await caseOf(visit)
  if (!isOneOf(me, ['enterprise-owner'])) throw new Forbidden(application.id)
  const back = `/applications/${application.id}`
  const again = async (shown: ShownForm) =>
    formAgain('second-looks/open', await openData(visit, application, shown))
  const typed = withTexts(parts.policies, today, body)
  const read = openForm.read(body)
  if (!read.ok) return again(openForm.again(w, typed, read.faults))
  const { agreed: _, ...shown } = read.value
  const outcome = await actions.open(parts, by, application.id, { ...shown, language: w.language })
  if (outcome.ok) return go(`/second-looks/${outcome.look.id}`, 'second-looks.opened-flash')
  if (outcome.refusal.code.startsWith('look-') && !outcome.refusal.field)
    throw new Refusing(outcome.refusal, back)
  const refused = await again(openForm.refused(w, typed, outcome.refusal))
  return mend(outcome.refusal, back, () => refused)
}

async function showList({ me, w, parts, query, path, today }: SignedIn): Promise<Answer> {
  const number = pageNumber(query.page)
  const bank = present(me.institutionId, 'the bank of its own people')
  const found = await rows.looksFor(parts.store.read, bank, today, perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  return page('second-looks/list', listPage(w, parts.reference, shown, pager))
}

async function showLook(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, today } = visit
  const look = await lookOf(visit)
  const { read } = parts.store
  if (!isOneOf(me, enterpriseRoles)) {
    const { data } = await theirs(visit, look, (showing) => proposalForm.filled(w, {}, showing))
    return page('second-looks/theirs', data)
  }
  const application = present(await applicationById(read, look.applicationId), 'the case of a look')
  const banks = await rows.banksOf(read, look.id)
  const cases = await rows.casesOf(read, look.needId)
  const mayWithdraw = isOneOf(me, ['enterprise-owner'])
  return page('second-looks/mine', minePage(w, { look, application, banks, cases, today, mayWithdraw }))
}

type Showing = Parameters<typeof proposalForm.filled>[2]

/** The page of a bank; what it shows of the firm has been recorded as seen. */
async function theirs(
  { me, w, parts, by, today }: SignedIn,
  look: rows.SecondLook,
  formOf: (showing: Showing) => ShownForm,
) {
  const { store, policies, reference } = parts
  const bank = present(me.institutionId, 'the bank of its own people')
  const need = present(await needById(store.read, look.needId), 'the need of a look')
  const firm = present(await firmOf(store.read, look.enterpriseId), 'the firm of a look')
  const application = present(await applicationById(store.read, look.applicationId), 'the case of a look')
  const subject = { kind: 'second-look', id: look.id, about: look.number }
  const sight = { purposes: { details: ['second-look'], tax: ['second-look'] }, contract: false } as const
  const openings = (await disclose(store, by, firm.id, subject, sight)).filter(
    ({ state }) => state === 'open',
  )
  const own = (await listedShelf(store.read)).filter(({ institutionId }) => institutionId === bank)
  const isTaxOpen = isConsented(openings, 'tax')
  const facts = isTaxOpen
    ? await factsOf(store.read, policies, need, firm, today)
    : openFacts(need, firm, today)
  if (isTaxOpen && own.some(({ terms }) => schemeOf(terms) !== null)) {
    const look = { kind: 'tax', purposes: ['second-look'], what: ['taxCheck'] } as const
    await lookThrough(store, by, firm.id, subject, look)
  }
  const fits = fitsOf(facts, own, matchRuleOn(policies, today))
  const able = fits.filter(({ verdict }) => verdict !== 'not')
  const known = await firmKnown(store.read, firm, openings, today)
  const options = {
    productId: able.map(({ product }) => ({ value: product.id, label: product.terms.name })),
  }
  const shown = {
    ...{ look, application, need, fits: able, isTaxOpen },
    answer: present(await rows.bankOf(store.read, look.id, bank), 'the bank of a look'),
    groups: groupsShown(w, { openings, known, requests: [], askAt: null }),
  }
  return { data: theirsPage(w, reference, shown, formOf({ options })) }
}

async function withdraw(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, body } = visit
  const { id } = await lookOf(visit)
  if (!isOneOf(me, ['enterprise-owner'])) throw new Forbidden(id)
  const read = stepForm.read(body)
  const version = read.ok && read.value.version ? Number(read.value.version) : undefined
  const outcome = await actions.withdraw(parts, by, id, version)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/second-looks/${id}`)
  return go(`/second-looks/${id}`, 'second-looks.withdrawn-flash')
}

async function propose(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const look = await lookOf(visit)
  const again = async (formOf: (showing: Showing) => ShownForm) =>
    formAgain('second-looks/theirs', (await theirs(visit, look, formOf)).data)
  const read = proposalForm.read(body)
  if (!read.ok) return again((showing) => proposalForm.again(w, read.typed, read.faults, showing))
  const { productId, words } = read.value
  const outcome = await actions.propose(parts, by, look.id, { productId, words: words ?? '' })
  if (outcome.ok) return go(`/second-looks/${look.id}`, 'second-looks.proposed-flash')
  const { refusal } = outcome
  const refused = await again((showing) => proposalForm.refused(w, body, refusal, showing))
  return mend(refusal, '/second-looks', () => refused)
}

async function pass(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const { id } = await lookOf(visit)
  const outcome = await actions.pass(parts, by, id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/second-looks')
  return go('/second-looks', 'second-looks.passed-flash')
}
