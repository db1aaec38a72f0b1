import { bureauRoles } from '../accounts/index.ts'
import { type Whole, withExport } from '../exports/index.ts'
import { listed, one, oneMore } from '../platform/web/paging.ts'
import { type Answer, go, NotFound, page, routes, type SignedIn } from '../web.ts'
import { everybody } from './exposure.ts'
import { overviewPage, refusedPage } from './pages.ts'
import { loanRow, loansPage } from './pages-loans.ts'
import { asOfTyped, concentrationOf, exposureOverview } from './parts.ts'
import { allExposedLoans, type ExposedLoan, exposedLoans } from './parts-loans.ts'
import { namesFor } from './parts-names.ts'
import { questionOf } from './parts-question.ts'

/** 风险敞口 for those who watch over a place: a county sees its own, the city all. */
export const bureauExposureRoutes = routes(
  ...withExport('/bureau/exposure', bureauRoles, 'bureau-exposure', showOverview, {
    figures: ['exposure-balance', 'exposure-top', 'exposure-index'],
  }),
  ...withExport('/bureau/exposure/loans', bureauRoles, 'exposure-loans', showLoans, {
    figures: ['exposure-balance'],
    whole: allLoans,
  }),
)

async function showOverview(visit: SignedIn): Promise<Answer> {
  const { parts, today } = visit
  const { read } = parts.store
  const question = questionOf(visit)
  const { place, party, typedDay } = question
  const day = await asOfTyped(read, typedDay, today)
  if (!day.ok) return page('exposures/overview', refusedPage(visit, question, day.refusal), 422)
  const asked = day.on
  const whole = await exposureOverview(read, { place }, asked, today)
  if (!whole.ok) return page('exposures/overview', refusedPage(visit, question, whole.refusal), 422)
  const own = party === everybody ? whole : await exposureOverview(read, { place, party }, asked, today)
  if (!own.ok) throw new NotFound(`exposure of ${party}`)
  const concentration = await concentrationOf(parts.store, place, whole)
  const nameOf = await namesFor(visit, whole.figures)
  return page(
    'exposures/overview',
    await overviewPage(visit, question, { whole, own, concentration, nameOf }),
  )
}

/** What the address asks to look behind: a figure of a day. */
async function figureAsked(visit: SignedIn) {
  const { parts, query, today } = visit
  const { read } = parts.store
  const question = questionOf(visit)
  const day = await asOfTyped(read, question.typedDay, today)
  if (!day.ok) throw new NotFound(`exposure of ${question.typedDay}`)
  const { place, party, by: dimension } = question
  const key = one(query.key)
  const figures = await exposureOverview(read, { place, party }, day.on, today)
  const figure = figures.ok
    ? figures.figures.find((row) => row.dimension === dimension && row.key === key)
    : undefined
  if (!figure) throw new NotFound(`exposure by ${dimension} ${key}`)
  return { question, day, figure, cell: { place, party, dimension, key } }
}

/** The covered loans behind a figure. */
async function showLoans(visit: SignedIn): Promise<Answer> {
  const { read } = visit.parts.store
  // Behind which figure has to be said; who comes without it begins with the figures.
  if (one(visit.query.key) === '') return go('/bureau/exposure')
  const { question, day, figure, cell } = await figureAsked(visit)
  const { rows, pager } = listed(await exposedLoans(read, cell, day.on, oneMore(visit)), visit)
  const whose = { dimension: 'party' as const, key: cell.party }
  const nameOf = await namesFor(visit, [figure, whose, ...schemesOf(rows)])
  return page('exposures/loans', loansPage(visit, question, { day, figure, rows, pager, nameOf }))
}

const schemesOf = (rows: readonly ExposedLoan[]) =>
  rows.map(({ exposure }) => ({ dimension: 'scheme' as const, key: exposure.scheme }))

async function allLoans(visit: SignedIn): Promise<Whole> {
  const { day, figure, cell } = await figureAsked(visit)
  const all = allExposedLoans(visit.parts.store.read, cell, day.on)
  const rows = (async function* () {
    for await (const loan of all) yield loanRow(visit.w, loan, await namesFor(visit, schemesOf([loan])))
  })()
  return { count: figure.loans, rows }
}
