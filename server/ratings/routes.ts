import { bankRoles, bureauRoles, enterpriseRoles } from '../accounts/index.ts'
import { isClosed } from '../applications/application.ts'
import { allBanks } from '../institutions/index.ts'
import { plusDays } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { startOf } from '../platform/clock.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, formAgain, get, go, mend, page, post, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { feedbackOn } from './feedback-rule.ts'
import { additionForm, answerForm, ratingForm } from './forms.ts'
import { ratePage, ratingPage, ratingSection } from './pages.ts'
import { listPage } from './pages-list.ts'
import { ratingFor, servedCaseFor, sideIn } from './parts.ts'
import { checkAddition, checkRateable, scoreOf, type Tally } from './rating.ts'
import * as rows from './rows.ts'
import type { ServedCase } from './rows-cases.ts'

export const ratingRoutes = routes(
  get('/applications/:id/rating/new', enterpriseRoles, showNew),
  post('/applications/:id/rating', enterpriseRoles, rate),
  get('/ratings', bankRoles, showOwn),
  get('/ratings/:id', [...enterpriseRoles, ...bankRoles, ...bureauRoles], showOne),
  post('/ratings/:id/addition', enterpriseRoles, addTo),
  post('/ratings/:id/answer', bankRoles, answer),
  get('/bureau/ratings', bureauRoles, showAll),
)

const ruleOf = ({ parts, today }: SignedIn) => feedbackOn(parts.policies, today).value

/** What the page of a case says of its rating, for either of its sides; null where there is nothing to say. */
export async function ratingSectionOf(visit: SignedIn, of: ServedCase) {
  const { me, w, parts, today } = visit
  // Nobody rates a case that still goes on, so there is nothing to ask for.
  const found = isClosed(of.state) ? await rows.ratingOfCase(parts.store.read, of.id) : null
  const side = sideIn(me, of) === 'bank' ? 'bank' : 'firm'
  return ratingSection(w, side, of, found, ruleOf(visit), today)
}

async function showNew(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, params, today } = visit
  const of = await servedCaseFor(parts.store.read, me, params.id ?? '')
  const found = await rows.ratingOfCase(parts.store.read, of.id)
  if (found) return go(`/ratings/${found.id}`)
  if (!checkRateable(of, today, ruleOf(visit).rateDays).ok)
    return go(`/applications/${of.id}`, { tone: 'warn', key: 'ratings.not-now-flash' })
  return page('ratings/rate', ratePage(w, of, ratingForm.filled(w, {})))
}

async function rate(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, params, body } = visit
  const of = await servedCaseFor(parts.store.read, me, params.id ?? '')
  const again = (shown: ShownForm) => formAgain('ratings/rate', ratePage(w, of, shown))
  const read = ratingForm.read(body)
  if (!read.ok) return again(ratingForm.again(w, read.typed, read.faults))
  const { score, reasons, comment } = read.value
  const outcome = await actions.rate(parts, by, of.id, {
    ...{ score: scoreOf(score), reasons, comment: comment ?? '' },
  })
  if (outcome.ok) return go(`/ratings/${outcome.rating.id}`, 'ratings.rated-flash')
  return mend(outcome.refusal, `/applications/${of.id}`, () =>
    again(ratingForm.refused(w, body, outcome.refusal)),
  )
}

type Forms = { readonly answer?: ShownForm; readonly addition?: ShownForm }

/** The page of a rating, with the forms that its reader may fill in now. */
async function dataOf(visit: SignedIn, typed: Forms = {}) {
  const { me, w, parts, params, today } = visit
  const found = await ratingFor(parts.store.read, me, params.id ?? '')
  const { rating, side } = found
  const rule = ruleOf(visit)
  const mayAdd = side === 'firm' && checkAddition(rating, today, rule.addDays).ok
  return ratingPage(
    w,
    parts.reference,
    { ...found, today, rule },
    {
      answer: side === 'bank' && !rating.answeredAt ? (typed.answer ?? answerForm.filled(w, {})) : null,
      addition: mayAdd ? (typed.addition ?? additionForm.filled(w, {})) : null,
    },
  )
}

async function showOne(visit: SignedIn): Promise<Answer> {
  return page('ratings/rating', await dataOf(visit))
}

/** One of the two forms of the page: what was typed is kept, and a world that moved on gets its own answer. */
async function submit(
  visit: SignedIn,
  name: 'answer' | 'addition',
  form: typeof answerForm | typeof additionForm,
  work: (id: rows.Rating['id'], words: string) => Promise<Outcome<object>>,
): Promise<Answer> {
  const { me, w, parts, params, body } = visit
  const { rating } = await ratingFor(parts.store.read, me, params.id ?? '')
  const back = `/ratings/${rating.id}`
  const again = async (shown: ShownForm) =>
    formAgain('ratings/rating', await dataOf(visit, { [name]: shown }))
  const read = form.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults))
  const [words = ''] = Object.values(read.value)
  const outcome = await work(rating.id, words)
  if (outcome.ok) return go(back, `ratings.${name}-flash`)
  const refused = await again(form.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, back, () => refused)
}

function addTo(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  return submit(visit, 'addition', additionForm, (id, words) => actions.addTo(parts, by, id, words))
}

function answer(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  return submit(visit, 'answer', answerForm, (id, words) => actions.answer(parts, by, id, words))
}

/** A year is enough to be fair, and short enough to show who became better. */
const daysBack = 365

async function listOf(visit: SignedIn, side: 'bank' | 'bureau', scope: rows.RatingScope) {
  const { w, parts, query, path, today } = visit
  const { read } = parts.store
  const number = pageNumber(query.page)
  const banks = (await allBanks(read)).filter(({ id }) => side === 'bureau' || id === scope.institutionId)
  const bank = banks.find(({ id }) => side === 'bureau' && id === one(query.bank))
  const asked = one(query.view)
  const view = rows.ratingViews.find((known) => known === asked) ?? (side === 'bank' ? 'all' : 'unanswered')
  const chosen = bank ? { ...scope, institutionId: bank.id } : scope
  const found = await rows.ratingsOf(read, chosen, view, perPage + 1, (number - 1) * perPage)
  const since = plusDays(today, -daysBack)
  const tallies = tally(
    await rows.gradeCounts(read, scope, startOf(since)),
    await rows.unansweredCounts(read, scope, today),
  )
  const { rows: shown, pager } = paged(found, number, path, query)
  const listing = {
    side,
    view,
    bank: bank?.id ?? '',
    banks,
    tallies,
    since,
    rows: shown,
    pager,
    query,
    today,
  }
  return page('ratings/list', listPage(w, parts.reference, listing))
}

/** The figures of each bank: how often each grade was given, and what it owes an answer to. */
function tally(
  grades: Awaited<ReturnType<typeof rows.gradeCounts>>,
  owed: Awaited<ReturnType<typeof rows.unansweredCounts>>,
): ReadonlyMap<string, Tally> {
  const none: Tally = { counts: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 }, unanswered: 0, late: 0 }
  const found = new Map<string, Tally>()
  const known = (bank: string) => found.get(bank) ?? none
  for (const { institutionId: bank, score, count } of grades)
    found.set(bank, { ...known(bank), counts: { ...known(bank).counts, [score]: count } })
  for (const { institutionId: bank, unanswered, late } of owed)
    found.set(bank, { ...known(bank), unanswered, late })
  return found
}

function showOwn(visit: SignedIn): Promise<Answer> {
  const institutionId = present(visit.me.institutionId, 'the bank of its own people')
  return listOf(visit, 'bank', { institutionId, region: null })
}

/** A place that nobody named is no place, not every place. */
function showAll(visit: SignedIn): Promise<Answer> {
  return listOf(visit, 'bureau', { institutionId: null, region: visit.me.region || '-' })
}
