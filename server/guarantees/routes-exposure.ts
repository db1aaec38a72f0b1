import type { Reader } from '../../db/index.ts'
import { bankRoles, bureauRoles, guarantorRoles, isOneOf, type Role } from '../accounts/index.ts'
import { withExport } from '../exports/index.ts'
import {
  asOfTyped,
  exposureOfBearer,
  exposureOverview,
  type FigureRow,
  guaranteedOn,
  namesFor,
  relationsOn,
} from '../exposures/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { balanceKnown, bookByCode } from '../ledger/index.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, get, page, routes, type SignedIn } from '../web.ts'
import { circlesOf } from './circles.ts'
import { circlesPage, refusedCircles } from './pages-circles.ts'
import { exposurePage } from './pages-exposure.ts'
import { sharerRoles } from './parts.ts'
import { reservesYesterday } from './parts-reserves.ts'
import { ruleOn } from './policies.ts'
import { exposuresOfFirms, type Holder, standingRelations, topFirms } from './rows-circles.ts'
import { topCustomers } from './rows-exposure.ts'

/** Everybody who bears a part, and who watches. */
const watchers: readonly Role[] = [...guarantorRoles, ...bankRoles, ...sharerRoles, ...bureauRoles]

export const exposureRoutes = routes(
  get('/exposure', watchers, showExposure),
  ...withExport('/exposure/groups', watchers, 'groups', showCircles, { figures: ['group-balance'] }),
)

/** Of a place as a whole for its bureau, of its own part for an institution; as the platform knew it at the end of a day. */
async function overviewFor({ me, parts, today }: SignedIn, on: Day | null) {
  const { read } = parts.store
  return isOneOf(me, bureauRoles)
    ? exposureOverview(read, { place: present(me.region, 'the place of a bureau') }, on, today)
    : exposureOfBearer(read, present(me.institutionId, 'its own people'), on, today)
}

async function showExposure(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, today } = visit
  const { read } = parts.store
  const asked = one(query.on)
  const day = await asOfTyped(read, asked, today)
  const found = day.ok ? await overviewFor(visit, day.on) : day
  const rows = found.ok ? found.figures : []
  const on = found.ok ? found.on : null
  const top = found.ok && on === null ? await topFor(visit) : []
  return page(
    'guarantees/exposure',
    exposurePage(w, {
      rows,
      nameOf: await namesFor(visit, rows),
      top,
      asked,
      on,
      refusal: found.ok ? null : found.refusal,
      bookedFen: on ? await bookedOn(visit, on) : null,
      reserves: found.ok && on === null ? await reservesFor(visit, rows) : null,
      isBureau: isOneOf(me, bureauRoles),
    }),
    found.ok ? 200 : 422,
  )
}

/** The ten customers with the most: of a guarantor, or of a place over all guarantors. */
async function topFor({ me, parts }: SignedIn) {
  const { read } = parts.store
  if (isOneOf(me, guarantorRoles))
    return topCustomers(read, { guarantorId: present(me.institutionId, 'a guarantor') })
  return isOneOf(me, bureauRoles) ? topCustomers(read, { region: present(me.region, 'a place') }) : []
}

/** 准备金 of a guarantor for its own people, of all guarantors of its place for a bureau. */
async function reservesFor({ me, parts, today }: SignedIn, rows: readonly FigureRow[]) {
  if (isOneOf(me, guarantorRoles))
    return reservesYesterday(parts, [present(me.institutionId, 'a guarantor')], today)
  if (!isOneOf(me, bureauRoles)) return null
  const ids = rows.flatMap(({ dimension, key }) =>
    dimension === 'guarantor' && isId<'institution'>(key) ? [key] : [],
  )
  return reservesYesterday(parts, ids, today)
}

/** Who has the most, firm by firm and group by group, for everybody by what he bears; now, or as of a past day. */
async function showCircles(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, today } = visit
  const { read } = parts.store
  const isPlace = isOneOf(me, bureauRoles)
  const typed = one(query.on)
  const day = await asOfTyped(read, typed, today)
  if (!day.ok) return page('guarantees/circles', refusedCircles(w, typed, today, day.refusal), 422)
  const holder = isPlace
    ? { region: present(me.region, 'a place') }
    : { sharerId: present(me.institutionId, 'who shares') }
  const { top, relations, firms } = await heldBy(read, holder, day.on)
  const { relatedSharePpm } = ruleOn(parts.policies, 'guarantee-handling', day.asOf).value
  const circles = circlesOf(relations, firms, relatedSharePpm)
  // Who controls a firm is known to guarantors, who recorded it, and to the bureau.
  const shown = { isPlace, namesPersons: isPlace || isOneOf(me, guarantorRoles), day, today }
  return page('guarantees/circles', circlesPage(w, top, circles, shown))
}

/** The ten with the most, and all who belong to others; of a past day as it was known when it ended. */
async function heldBy(read: Reader, holder: Holder, on: Day | null) {
  const relations = on === null ? await standingRelations(read) : await relationsOn(read, on)
  const firms = [...new Set(relations.flatMap(({ from, to }) => [from, to]))].filter((id) =>
    isId<'enterprise'>(id),
  )
  return on === null
    ? { relations, top: await topFirms(read, holder), firms: await exposuresOfFirms(read, holder, firms) }
    : {
        ...{ relations, top: await guaranteedOn(read, holder, on, null) },
        firms: await guaranteedOn(read, holder, on, firms),
      }
}

/** What the ledger of an institution bore contingently at the end of a day, as it was known then; the bureau has no book of its own. */
async function bookedOn({ me, parts }: SignedIn, on: Day) {
  const { read } = parts.store
  const institution = me.institutionId ? await institutionOf(read, me.institutionId) : null
  const book = institution ? await bookByCode(read, `party-${institution.code.toLowerCase()}`) : null
  return book ? balanceKnown(read, book.id, 'contingent', on, on) : null
}
