import { bureauRoles } from '../accounts/index.ts'
import { arrangementOn } from '../arrangements/index.ts'
import { poolsOf as bridgePoolsOf } from '../bridges/index.ts'
import { poolsWithBooks } from '../covers/index.ts'
import { industryName, placeName } from '../enterprises/index.ts'
import { type ExposureDimension, isExposureDimension } from '../exposures/exposure.ts'
import {
  asOfTyped,
  circlesIn,
  concentrationOf,
  everybody,
  exposedLoans,
  exposureOverview,
  inDimension,
} from '../exposures/index.ts'
import type { Refusal } from '../platform/outcome.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { guaranteeHandlingShape } from '../policies/guarantee-rules.ts'
import { type Answer, get, go, NotFound, page, routes, type SignedIn } from '../web.ts'
import { behindPage, dividedPage, type Names, refusedPage, roleWords } from './pages-exposure.ts'
import { regionOf } from './parts.ts'
import { institutionNames } from './rows-lists.ts'

/* 风险敞口穿透: from the exposure of a place to the single covered loan. */

export const cockpitExposureRoutes = routes(
  get('/cockpit/exposure', bureauRoles, showDivided),
  get('/cockpit/exposure/loans', bureauRoles, showBehind),
)

const dimensionOf = ({ query }: SignedIn): ExposureDimension => {
  const asked = one(query.by)
  return isExposureDimension(asked) ? asked : 'district'
}

const dayOf = ({ query, parts, today }: SignedIn) => asOfTyped(parts.store.read, one(query.on), today)

async function showDivided(visit: SignedIn): Promise<Answer> {
  const { parts, me, today } = visit
  const { read } = parts.store
  const place = regionOf(me)
  const by = dimensionOf(visit)
  const day = await dayOf(visit)
  const overview = day.ok ? await exposureOverview(read, { place }, day.on, today) : day
  if (!overview.ok) return page('cockpit/exposure', refusedPage(visit, by, overview.refusal), 422)
  const concentration = await concentrationOf(read, place, overview)
  const { relatedSharePpm } = parts.policies.read(
    'guarantee-handling',
    overview.asOf,
    guaranteeHandlingShape,
  ).value
  const circles = await circlesIn(read, place, overview.on, relatedSharePpm)
  const names = await namesFor(visit)
  return page('cockpit/exposure', await dividedPage(visit, { by, overview, concentration, circles, names }))
}

async function showBehind(visit: SignedIn): Promise<Answer> {
  const { parts, me, w, today, query, path } = visit
  const { read } = parts.store
  if (!one(query.key)) return go('/cockpit/exposure')
  const [by, key] = [dimensionOf(visit), one(query.key)]
  // The figures and the choice of another day stand one page above.
  const refused = (refusal: Refusal) => page('cockpit/exposure', refusedPage(visit, by, refusal), 422)
  const day = await dayOf(visit)
  if (!day.ok) return refused(day.refusal)
  const figures = await exposureOverview(read, { place: regionOf(me) }, day.on, today)
  if (!figures.ok) return refused(figures.refusal)
  if (!isExposureDimension(one(query.by)) || !inDimension(figures.figures, by).some((row) => row.key === key))
    throw new NotFound(`exposure by ${one(query.by)} ${key}`)
  const number = pageNumber(query.page)
  const cell = { party: everybody, place: regionOf(me), dimension: by, key }
  const at = { limit: perPage + 1, offset: (number - 1) * perPage }
  const { rows, pager } = paged(await exposedLoans(read, cell, day.on, at), number, path, query)
  return page('cockpit/list', behindPage(w, { day, by, key, names: await namesFor(visit), rows, pager }))
}

/** Names by id, code or word; what is not known stands as it is. */
async function namesFor({ parts, w, today, me }: SignedIn): Promise<Names> {
  const { read } = parts.store
  const known = new Map<string, string>()
  for (const { id, shortName } of await institutionNames(read)) known.set(id, shortName)
  for (const { pool, name } of await poolsWithBooks(read)) known.set(pool.id, name[w.language])
  for (const { id, name, policyCode } of await bridgePoolsOf(read, { region: regionOf(me).slice(0, 2) })) {
    known.set(id, name[w.language])
    known.set(policyCode, w('cockpit.role-bridge-pool'))
  }
  return (dimension, key) => {
    if (dimension === 'district') return placeName(parts.reference, w.language, key)
    if (dimension === 'industry') return industryName(parts.reference, w.language, key)
    if (dimension === 'size') return w(`enterprises.size.${key}`)
    if (dimension === 'vintage') return key
    const party = `arrangements.party.${key}`
    if (dimension === 'role') return roleWords(w, key as Parameters<typeof roleWords>[1])
    const scheme = dimension === 'scheme' && arrangementOn(parts.policies, key, today)
    if (scheme !== false && scheme.ok) return scheme.policy.value.name[w.language]
    return known.get(key) ?? (w.has(party) ? w(party) : key)
  }
}
