import { bureauRoles } from '../accounts/index.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, get, go, NotFound, page, routes, type SignedIn } from '../web.ts'
import { everybody } from './exposure.ts'
import { overviewPage, refusedPage } from './pages.ts'
import { loansPage } from './pages-loans.ts'
import { asOfTyped, concentrationOf, exposureOverview } from './parts.ts'
import { exposedLoans } from './parts-loans.ts'
import { namesFor } from './parts-names.ts'
import { questionOf } from './parts-question.ts'

/** 风险敞口 for those who watch over a place: a county sees its own, the city all. */
export const bureauExposureRoutes = routes(
  get('/bureau/exposure', bureauRoles, showOverview),
  get('/bureau/exposure/loans', bureauRoles, showLoans),
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
  const concentration = await concentrationOf(read, place, whole)
  const nameOf = await namesFor(visit, whole.figures)
  return page(
    'exposures/overview',
    await overviewPage(visit, question, { whole, own, concentration, nameOf }),
  )
}

/** The covered loans behind a figure. */
async function showLoans(visit: SignedIn): Promise<Answer> {
  const { parts, query, today } = visit
  const { read } = parts.store
  const question = questionOf(visit)
  const day = await asOfTyped(read, question.typedDay, today)
  if (!day.ok) throw new NotFound(`exposure of ${question.typedDay}`)
  const key = one(query.key)
  // Behind which figure has to be said; who comes without it begins with the figures.
  if (key === '') return go('/bureau/exposure')
  const { place, party, by: dimension } = question
  const figures = await exposureOverview(read, { place, party }, day.on, today)
  const figure = figures.ok
    ? figures.figures.find((row) => row.dimension === dimension && row.key === key)
    : undefined
  if (!figure) throw new NotFound(`exposure by ${dimension} ${key}`)
  const number = pageNumber(query.page)
  const found = await exposedLoans(read, { place, party, dimension, key }, day.on, {
    ...{ limit: perPage + 1, offset: (number - 1) * perPage },
  })
  const { rows, pager } = paged(found, number, '/bureau/exposure/loans', query)
  const whose = { dimension: 'party' as const, key: party }
  const nameOf = await namesFor(visit, [
    figure,
    whose,
    ...rows.map(({ exposure }) => ({ dimension: 'scheme' as const, key: exposure.scheme })),
  ])
  return page('exposures/loans', loansPage(visit, question, { day, figure, rows, pager, nameOf }))
}
