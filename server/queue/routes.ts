import { bankRoles, type Person } from '../accounts/index.ts'
import { isContract } from '../applications/application.ts'
import { applicationFor } from '../applications/index.ts'
import { discloseNames } from '../consents/index.ts'
import { plusDays } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, get, go, page, routes, type SignedIn } from '../web.ts'
import { bands, soonUntil, soonWorkdays } from './band.ts'
import { placeIn, queuePage } from './pages.ts'
import { dutiesBelow, loansPage } from './pages-loans.ts'
import { type Days, neighbourOf, queueOf, standings, type Whose } from './rows.ts'
import { loanDuties } from './rows-loans.ts'

export const queueRoutes = routes(
  get('/queue', bankRoles, showQueue),
  get('/queue/loans', bankRoles, showLoans),
  get('/queue/after/:id', bankRoles, (visit) => step(visit, 1)),
  get('/queue/before/:id', bankRoles, (visit) => step(visit, -1)),
)

/** Which cases: of one band or all, one's own and nobody's or the whole bank's. */
const chosenIn = ({ query }: SignedIn) => ({
  band: bands.find((known) => known === one(query.band)) ?? null,
  all: one(query.of) === 'all',
})

const deskOf = (me: Person, all: boolean): Whose => ({
  institutionId: present(me.institutionId, 'the bank of its own people'),
  officerId: all ? null : me.id,
})

/** Where nobody knows the calendar yet, three days are three days. */
function daysOf({ today, parts }: SignedIn): Days {
  const found = soonUntil(parts.reference.calendar, today)
  return { today, soon: found.ok ? found.day : plusDays(today, soonWorkdays) }
}

async function showQueue(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, query, path } = visit
  const { read } = parts.store
  const { band, all } = chosenIn(visit)
  const [whose, days] = [deskOf(me, all), daysOf(visit)]
  const number = pageNumber(query.page)
  const found = await queueOf(read, whose, band, days, perPage + 1, (number - 1) * perPage)
  const { rows, pager } = paged(found, number, path, query)
  const named = await discloseNames(
    parts.store,
    by,
    'application',
    rows.map((row) => ({ ...row, isOpen: row.nameShown === 'shown' || isContract(row.state) })),
  )
  const duties = await loanDuties(read, whose, dutiesBelow + 1, 0)
  const shown = { band, all, days, standings: await standings(read, whose), rows, named, pager, duties }
  return page('queue/queue', queuePage(w, parts.reference, shown))
}

/** Drawdowns to report and renewals to answer, as far as the desk has any. */
async function showLoans(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, path, today } = visit
  const { all } = chosenIn(visit)
  const number = pageNumber(query.page)
  const at = [perPage + 1, (number - 1) * perPage] as const
  const found = await loanDuties(parts.store.read, deskOf(me, all), ...at)
  const { rows: duties, pager } = paged(found, number, path, query)
  return page('queue/loans', loansPage(w, parts.reference, { all, today, duties, pager }))
}

/**
 * The neighbour of a case in the turn that its reader chose. Behind the last one, and from a case that is not in that turn
 * any more, the way leads to the queue, which says which of the two it was.
 */
async function step(visit: SignedIn, by: 1 | -1): Promise<Answer> {
  const { me, parts, params } = visit
  const { read } = parts.store
  const application = await applicationFor(read, me, params.id ?? '')
  const { band, all } = chosenIn(visit)
  const found = await neighbourOf(read, deskOf(me, all), band, daysOf(visit), application.id, by)
  if (found.id) return go(`/applications/${found.id}${placeIn(band, all)}#queue-moves`)
  const key = found.inTurn ? (by > 0 ? 'at-end' : 'at-start') : 'not-in-turn'
  return go(`/queue${placeIn(band, all)}`, { tone: 'info', key: `queue.${key}-flash` })
}
