import { bankRoles, type Person } from '../accounts/index.ts'
import { hasContract } from '../applications/sight.ts'
import { discloseNames } from '../consents/index.ts'
import { waitingAt } from '../dispatches/index.ts'
import { plusDays } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, get, go, NotFound, page, routes, type SignedIn } from '../web.ts'
import { bands, soonUntil, soonWorkdays } from './band.ts'
import { hrefOf, placeIn, queuePage } from './pages.ts'
import { isOfBank, neighbourOf, queueOf, standings } from './rows.ts'
import type { Days, Whose } from './rows-duties.ts'

export const queueRoutes = routes(
  get('/queue', bankRoles, showQueue),
  get('/queue/after/:id', bankRoles, (visit) => step(visit, 1)),
  get('/queue/before/:id', bankRoles, (visit) => step(visit, -1)),
)

/** Which duties: of one band or all, one's own and nobody's or the whole bank's. */
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
    rows.map((row) => ({
      ...row,
      isOpen: row.nameShown === 'shown' || hasContract(row.state, row.openedBy),
    })),
  )
  const shown = {
    ...{ band, all, days, rows, named, pager },
    standings: await standings(read, whose),
    dispatched: await waitingAt(read, whose.institutionId),
  }
  return page('queue/queue', queuePage(w, parts.reference, shown))
}

/**
 * The neighbour of a case, a loan or a wish to renew in the turn that its reader chose. Behind the last one, and from one
 * that is not in that turn any more, the way leads to the queue, which says which of the two it was.
 */
async function step(visit: SignedIn, by: 1 | -1): Promise<Answer> {
  const { me, parts, params } = visit
  const { read } = parts.store
  const id = params.id ?? ''
  if (!isId(id)) throw new NotFound(id)
  const { band, all } = chosenIn(visit)
  const whose = deskOf(me, all)
  const found = await neighbourOf(read, whose, band, daysOf(visit), id, by)
  if (!found.inTurn && !(await isOfBank(read, whose, id))) throw new NotFound(id)
  const place = placeIn(band, all)
  if (found.stop) return go(`${hrefOf(found.stop)}${place}#queue-moves`)
  const key = found.inTurn ? (by > 0 ? 'at-end' : 'at-start') : 'not-in-turn'
  return go(`/queue${place}`, { tone: 'info', key: `queue.${key}-flash` })
}
