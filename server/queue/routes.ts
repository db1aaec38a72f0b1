import { bankRoles, type Person } from '../accounts/index.ts'
import { isContract } from '../applications/application.ts'
import { applicationFor } from '../applications/index.ts'
import { discloseNames } from '../consents/index.ts'
import { plusDays } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, get, go, page, routes, type SignedIn } from '../web.ts'
import { bands, soonUntil, soonWorkdays } from './band.ts'
import { queuePage } from './pages.ts'
import { type Days, queueOf, standings, turnOf, type Whose } from './rows.ts'

export const queueRoutes = routes(
  get('/queue', bankRoles, showQueue),
  get('/queue/after/:id', bankRoles, (visit) => step(visit, 1)),
  get('/queue/before/:id', bankRoles, (visit) => step(visit, -1)),
)

/** As many cases as one person goes through one by one. */
const turnAtMost = 500

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
  const band = bands.find((known) => known === one(query.band)) ?? null
  const all = one(query.of) === 'all'
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
  const shown = { band, all, days, standings: await standings(read, whose), rows, named, pager }
  return page('queue/queue', queuePage(w, parts.reference, shown))
}

/** The neighbour of a case in the reader's own turn; behind the last one, and from a case that is not in it, the queue. */
async function step(visit: SignedIn, by: 1 | -1): Promise<Answer> {
  const { me, parts, params } = visit
  const { read } = parts.store
  const application = await applicationFor(read, me, params.id ?? '')
  const turn = await turnOf(read, deskOf(me, false), turnAtMost)
  const at = turn.indexOf(application.id)
  const next = at < 0 ? undefined : turn[at + by]
  return next
    ? go(`/applications/${next}#queue-moves`)
    : go('/queue', { tone: 'info', key: by > 0 ? 'queue.at-end-flash' : 'queue.at-start-flash' })
}
