import { bankRoles, bureauRoles, guarantorRoles, isOneOf, type Role } from '../accounts/index.ts'
import { industryName, placeName } from '../enterprises/index.ts'
import { exposureOfBearer, exposureOverview, type FigureRow } from '../exposures/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { balanceOn, bookByCode } from '../ledger/index.ts'
import { type Day, isDay } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, get, page, routes, type SignedIn } from '../web.ts'
import { circlesOf } from './circles.ts'
import { circlesPage } from './pages-circles.ts'
import { exposurePage } from './pages-exposure.ts'
import { sharerRoles } from './parts.ts'
import { reservesYesterday } from './parts-reserves.ts'
import { ruleOn } from './policies.ts'
import { exposuresOfFirms, standingRelations, topFirms } from './rows-circles.ts'
import { topCustomers } from './rows-exposure.ts'
import * as lists from './rows-lists.ts'

/** Everybody who bears a part, and who watches. */
const watchers: readonly Role[] = [...guarantorRoles, ...bankRoles, ...sharerRoles, ...bureauRoles]

export const exposureRoutes = routes(
  get('/exposure', watchers, showExposure),
  get('/exposure/groups', watchers, showCircles),
)

/** Of a place as a whole for its bureau, of its own part for an institution; as the platform knew it at the end of a day. */
async function overviewFor({ me, parts, today }: SignedIn, on: Day | null) {
  const { read } = parts.store
  return isOneOf(me, bureauRoles)
    ? exposureOverview(read, { place: present(me.region, 'the place of a bureau') }, on, today)
    : exposureOfBearer(read, present(me.institutionId, 'its own people'), on, today)
}

async function showExposure(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query } = visit
  const { read } = parts.store
  const asked = one(query.on)
  const found = await overviewFor(visit, asked && isDay(asked) ? asked : null)
  const rows = found.ok ? found.figures : []
  const on = found.ok ? found.on : null
  const ids = rows.flatMap(({ dimension, key }) =>
    dimension === 'bank' || dimension === 'guarantor' ? [key] : [],
  )
  const names = await lists.shortNames(
    read,
    ids.filter((key) => isId<'institution'>(key)),
  )
  const top = found.ok && on === null ? await topFor(visit) : []
  const words = {
    bank: (key: string) => names.get(key) ?? key,
    guarantor: (key: string) => names.get(key) ?? key,
    district: (key: string) => placeName(parts.reference, w.language, key),
    industry: (key: string) => industryName(parts.reference, w.language, key),
  }
  return page(
    'guarantees/exposure',
    exposurePage(w, {
      rows,
      words,
      top,
      asked,
      on,
      refusal: found.ok ? null : found.refusal,
      bookedFen: on ? await bookedOn(visit, on) : null,
      reserves: found.ok && on === null ? await reservesFor(visit, rows) : null,
      isBureau: isOneOf(me, bureauRoles),
    }),
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

/** Who has the most, firm by firm and group by group, for everybody by what he bears. */
async function showCircles({ me, w, parts, today }: SignedIn): Promise<Answer> {
  const { read } = parts.store
  const isPlace = isOneOf(me, bureauRoles)
  const holder = isPlace
    ? { region: present(me.region, 'a place') }
    : { sharerId: present(me.institutionId, 'who shares') }
  const relations = await standingRelations(read)
  const firms = relations.flatMap(({ from, to }) => [from, to]).filter((id) => isId<'enterprise'>(id))
  const exposures = await exposuresOfFirms(read, holder, [...new Set(firms)])
  const { relatedSharePpm } = ruleOn(parts.policies, 'guarantee-handling', today).value
  const circles = circlesOf(relations, exposures, relatedSharePpm)
  // Who controls a firm is known to guarantors, who recorded it, and to the bureau.
  const shown = { isPlace, namesPersons: isPlace || isOneOf(me, guarantorRoles) }
  return page('guarantees/circles', circlesPage(w, await topFirms(read, holder), circles, shown))
}

/** What the ledger of an institution bore contingently at the end of a day; the bureau has no book of its own. */
async function bookedOn({ me, parts }: SignedIn, on: Day) {
  const { read } = parts.store
  const institution = me.institutionId ? await institutionOf(read, me.institutionId) : null
  const book = institution ? await bookByCode(read, `party-${institution.code.toLowerCase()}`) : null
  return book ? balanceOn(read, book.id, 'contingent', on) : null
}
