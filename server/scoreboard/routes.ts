import { bureauRoles, type Person } from '../accounts/index.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import {
  type Answer,
  type Anyone,
  file,
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
  screen,
} from '../web.ts'
import * as actions from './actions.ts'
import { breakdowns } from './figures.ts'
import { proposalForm, rejectionForm } from './forms.ts'
import { boardPage, quarterWords } from './pages.ts'
import { editionPage, listPage } from './pages-bureau.ts'
import { screenPage } from './pages-screen.ts'
import { publishedOr404 } from './parts.ts'
import { boardCsv, boardJson } from './parts-files.ts'
import { finishedQuarters } from './quarter.ts'
import * as rows from './rows.ts'

export const scoreboardRoutes = routes(
  get('/scoreboard', 'public', showBoard),
  get('/scoreboard/figures.csv', 'public', takeCsv),
  get('/scoreboard/figures.json', 'public', takeJson),
  get('/scoreboard/screen', 'public', showScreen),
  get('/bureau/scoreboard', bureauRoles, showAll),
  post('/bureau/scoreboard', ['bureau-analyst'], propose, { perMinute: 10 }),
  get('/bureau/scoreboard/:id', bureauRoles, showEdition),
  post('/bureau/scoreboard/:id/publication', ['bureau-head'], publish),
  post('/bureau/scoreboard/:id/rejection', ['bureau-head'], reject),
)

const nothingYet = ({ w }: Anyone) => ({
  title: w('scoreboard.title'),
  lead: w('scoreboard.lead'),
  empty: {
    title: w('scoreboard.none-title'),
    text: w('scoreboard.none-text'),
    href: '/',
    label: w('layout.menu-home'),
  },
})

async function showBoard(visit: Anyone): Promise<Answer> {
  const { edition, published } = await publishedOr404(visit)
  if (!edition) return page('scoreboard/none', nothingYet(visit))
  const chosen = Object.fromEntries(
    breakdowns.flatMap((by) => {
      const asked = one(visit.query[by])
      const isKnown = edition.content.tables[by].some(({ part }) => part === asked)
      return isKnown ? [[by, asked]] : []
    }),
  )
  return page('scoreboard/board', await boardPage(visit, { edition, published, chosen }))
}

async function takeCsv(visit: Anyone): Promise<Answer> {
  const { w, parts } = visit
  const { edition } = await publishedOr404(visit)
  if (!edition) return go('/scoreboard')
  const name = `scoreboard-${edition.quarter}-${edition.edition}.csv`
  return file(boardCsv(w, parts.reference, edition), 'text/csv; charset=utf-8', name)
}

async function takeJson(visit: Anyone): Promise<Answer> {
  const { w, parts } = visit
  const { edition } = await publishedOr404(visit)
  if (!edition) return go('/scoreboard')
  const name = `scoreboard-${edition.quarter}-${edition.edition}.json`
  const body = `${JSON.stringify(boardJson(w, parts.reference, edition), null, 2)}\n`
  return file(body, 'application/json; charset=utf-8', name)
}

async function showScreen(visit: Anyone): Promise<Answer> {
  const { w, parts, query } = visit
  const { edition } = await publishedOr404({ ...visit, query: {} })
  if (!edition) return page('scoreboard/none', nothingYet(visit))
  const asked = { number: pageNumber(query.page), isStill: one(query.still) === 'yes' }
  return screen('scoreboard/screen', await screenPage(w, parts.reference, edition, asked))
}

/** The bureau. */
const optionsOf = ({ w, today }: SignedIn) => ({
  quarter: finishedQuarters(today, 8).map(({ code }) => ({ value: code, label: quarterWords(w, code) })),
})

const mayPropose = ({ role, region }: Person): boolean => role === 'bureau-analyst' && region?.length === 4

async function dataOf(visit: SignedIn, typed?: ShownForm) {
  const { parts, w, me, query, path } = visit
  const number = pageNumber(query.page)
  const found = await rows.editionsIn(parts.store.read, me.region ?? '-', perPage + 1, (number - 1) * perPage)
  const { rows: editions, pager } = paged(found, number, path, query)
  const form = mayPropose(me) ? (typed ?? proposalForm.filled(w, {}, { options: optionsOf(visit) })) : null
  return listPage(w, { editions, pager, form })
}

async function showAll(visit: SignedIn): Promise<Answer> {
  return page('scoreboard/list', await dataOf(visit))
}

async function propose(visit: SignedIn): Promise<Answer> {
  const { parts, w, by, body } = visit
  const options = { options: optionsOf(visit) }
  const read = proposalForm.read(body)
  const again = async (form: ShownForm) => formAgain('scoreboard/list', await dataOf(visit, form))
  if (!read.ok) return again(proposalForm.again(w, read.typed, read.faults, options))
  const outcome = await actions.propose(parts, by, read.value)
  if (outcome.ok) return go(`/bureau/scoreboard/${outcome.id}`, 'scoreboard.proposed-flash')
  if (outcome.refusal.code === 'already-submitted') throw new Refusing(outcome.refusal, '/bureau/scoreboard')
  return again(proposalForm.refused(w, body, outcome.refusal, options))
}

async function found({ parts, me, params }: SignedIn): Promise<rows.OpenEdition> {
  const edition = await rows.editionById(parts.store.read, params.id ?? '')
  if (!me.region || edition?.region !== me.region) throw new NotFound(`edition ${params.id}`)
  return edition
}

async function editionData(visit: SignedIn, edition: rows.OpenEdition, rejecting?: ShownForm) {
  const { w, me, parts } = visit
  const isOwn = edition.proposedBy === me.id
  return editionPage(w, parts.reference, {
    ...{ edition, isOwn, mayDecide: me.role === 'bureau-head' && !isOwn },
    rejecting: rejecting ?? rejectionForm.filled(w, {}),
  })
}

async function showEdition(visit: SignedIn): Promise<Answer> {
  return page('scoreboard/edition', await editionData(visit, await found(visit)))
}

async function publish(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const { id } = await found(visit)
  const outcome = await actions.publish(parts.store, by, id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/bureau/scoreboard/${id}`)
  return go(`/bureau/scoreboard/${id}`, 'scoreboard.published-flash')
}

async function reject(visit: SignedIn): Promise<Answer> {
  const { parts, by, w, body } = visit
  const edition = await found(visit)
  const back = `/bureau/scoreboard/${edition.id}`
  const read = rejectionForm.read(body)
  if (!read.ok) {
    const shown = rejectionForm.again(w, read.typed, read.faults)
    return formAgain('scoreboard/edition', await editionData(visit, edition, shown))
  }
  const outcome = await actions.reject(parts.store, by, edition.id, read.value.why)
  if (!outcome.ok) return mend(outcome.refusal, back, () => go(back))
  return go(back, 'scoreboard.rejected-flash')
}
