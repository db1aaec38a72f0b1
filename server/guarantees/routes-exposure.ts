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
import { ruleOn } from './policies.ts'
import { exposuresOfFirms, standingRelations, topFirms } from './rows-circles.ts'
import { inForceOn, type PastDimension, pastDimensions, topCustomers } from './rows-exposure.ts'
import * as lists from './rows-lists.ts'

/** Everybody who bears a part, and who watches. */
const watchers: readonly Role[] = [...guarantorRoles, ...bankRoles, ...sharerRoles, ...bureauRoles]

export const exposureRoutes = routes(
  get('/exposure', watchers, showExposure),
  get('/exposure/groups', watchers, showCircles),
)

/** Of a place as a whole for its bureau, of its own part for an institution. */
async function figuresFor({ me, parts, today }: SignedIn): Promise<readonly FigureRow[]> {
  const { read } = parts.store
  const found = isOneOf(me, bureauRoles)
    ? await exposureOverview(read, { place: present(me.region, 'the place of a bureau') }, null, today)
    : await exposureOfBearer(read, present(me.institutionId, 'its own people'), null, today)
  return found.ok ? found.figures : []
}

async function showExposure(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, today } = visit
  const { read } = parts.store
  const asked = one(query.on)
  const on = asked && isDay(asked) && asked < today ? asked : null
  const rows = await figuresFor(visit)
  const ids = rows.flatMap(({ dimension, key }) =>
    dimension === 'bank' || dimension === 'guarantor' ? [key] : [],
  )
  const names = await lists.shortNames(
    read,
    ids.filter((key) => isId<'institution'>(key)),
  )
  const top = isOneOf(me, guarantorRoles)
    ? await topCustomers(read, { guarantorId: present(me.institutionId, 'a guarantor') })
    : isOneOf(me, bureauRoles)
      ? await topCustomers(read, { region: present(me.region, 'a place') })
      : []
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
      on,
      past: on ? await pastOf(visit, on) : null,
      isBureau: isOneOf(me, bureauRoles),
    }),
  )
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

/** The same at the end of a past day: what was in force from the changes, what was borne from the ledger. */
async function pastOf({ me, parts, query }: SignedIn, on: Day) {
  const { read } = parts.store
  const dimension: PastDimension = pastDimensions.find((known) => known === one(query.by)) ?? 'bank'
  const institutionId = me.institutionId
  const whose = isOneOf(me, bureauRoles)
    ? { region: present(me.region, 'a place') }
    : isOneOf(me, guarantorRoles)
      ? { guarantorId: present(institutionId, 'a guarantor') }
      : { sharerId: present(institutionId, 'who shares') }
  const rows = await inForceOn(read, whose, dimension, on)
  const institution = institutionId ? await institutionOf(read, institutionId) : null
  const book = institution ? await bookByCode(read, `party-${institution.code.toLowerCase()}`) : null
  return { dimension, rows, shareFen: book ? await balanceOn(read, book.id, 'contingent', on) : null }
}
