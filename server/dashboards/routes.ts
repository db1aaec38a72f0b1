import { bureauRoles, type Person } from '../accounts/index.ts'
import { withExport } from '../exports/index.ts'
import { dayAsked } from '../exposures/as-of.ts'
import { dayOf } from '../platform/clock.ts'
import { one, pageNumber } from '../platform/web/paging.ts'
import { type Answer, Forbidden, get, page, routes, type SignedIn } from '../web.ts'
import { funnelOf } from './funnel.ts'
import { funnelPage, funnelQuestion, refusedPage } from './pages-funnel.ts'
import { reviewKindOf, reviewPaging, reviewsPage } from './pages-reviews.ts'
import { answerTimes, banks, declineCounts, firstPosted, postedNeeds, takenNeeds } from './rows-funnel.ts'
import { reviewCounts, waitingOf } from './rows-reviews.ts'

export const dashboardRoutes = routes(
  get('/bureau/reviews', bureauRoles, showReviews),
  ...withExport('/bureau/funnel', bureauRoles, 'funnel', showFunnel, {
    figures: ['posted', 'drawn-share', 'step-days', 'overdue-steps', 'declines'],
  }),
)

async function showReviews(visit: SignedIn): Promise<Answer> {
  const { me, query, parts } = visit
  regionOf(me)
  const counts = await reviewCounts(parts.store.read, me)
  const kind = reviewKindOf(one(query.of), counts)
  const number = pageNumber(query.page)
  const waiting = await waitingOf(parts.store.read, kind, me, reviewPaging(number))
  return page('dashboards/reviews', reviewsPage(visit, counts, kind, number, waiting))
}

async function showFunnel(visit: SignedIn): Promise<Answer> {
  const { parts, query, me, today } = visit
  const from = parts.store.read
  const known = await banks(from)
  const region = regionOf(me)
  const typed = one(query.on)
  const first = typed === '' ? null : await firstPosted(from, region)
  const day = dayAsked(typed, first && dayOf(first), today)
  if (!day.ok) return page('dashboards/funnel', refusedPage(visit, region, known, day.refusal), 422)
  const question = funnelQuestion(visit, region, known, day)
  const [posted, taken, declines, times] = await Promise.all([
    postedNeeds(from, question.scope),
    takenNeeds(from, question.scope),
    declineCounts(from, question.scope),
    answerTimes(from, question.scope),
  ])
  const steps = funnelOf(posted, taken)
  return page(
    'dashboards/funnel',
    await funnelPage(visit, question, { steps, declines, times, banks: known }),
  )
}

/** What an office answers for; one without a region answers for nothing, not for everything. */
function regionOf({ region }: Person): string {
  if (!region) throw new Forbidden('an office without a region')
  return region
}
