import { bureauRoles } from '../accounts/index.ts'
import { arrangementOn } from '../arrangements/index.ts'
import { poolsOf as bridgePoolsOf } from '../bridges/index.ts'
import { poolsWithBooks } from '../covers/index.ts'
import { industryName, placeName } from '../enterprises/index.ts'
import { type Whole, withExport } from '../exports/index.ts'
import { type ExposureDimension, isExposureDimension } from '../exposures/exposure.ts'
import {
  allExposedLoans,
  asOfTyped,
  circlesIn,
  concentrationOf,
  coveredOfFirms,
  everybody,
  exposedLoans,
  exposureOverview,
  inDimension,
} from '../exposures/index.ts'
import type { Day } from '../money/day.ts'
import { isId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import { listed, one, oneMore } from '../platform/web/paging.ts'
import { guaranteeHandlingShape } from '../policies/guarantee-rules.ts'
import { type Answer, go, NotFound, page, routes, type SignedIn } from '../web.ts'
import { circlePage } from './pages-concentration.ts'
import {
  behindPage,
  behindRow,
  dividedPage,
  exposureCodes,
  type Names,
  refusedPage,
  roleWords,
} from './pages-exposure.ts'
import { regionOf } from './parts.ts'
import { institutionNames } from './rows-lists.ts'

/* 风险敞口穿透: from the exposure of a place to the single covered loan. */

export const cockpitExposureRoutes = routes(
  ...withExport('/cockpit/exposure', bureauRoles, 'exposure', showDivided, { figures: exposureCodes }),
  ...withExport('/cockpit/exposure/loans', bureauRoles, 'exposure-loans', showBehind, {
    figures: ['exposure-balance'],
    whole: allBehind,
  }),
  ...withExport('/cockpit/exposure/circle', bureauRoles, 'exposure-circle', showCircle, {
    figures: ['group-balance'],
  }),
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
  const concentration = await concentrationOf(parts.store, place, overview)
  const circles = await circlesOn(visit, overview)
  const names = await namesFor(visit)
  return page('cockpit/exposure', await dividedPage(visit, { by, overview, concentration, circles, names }))
}

/** Firms that belong together, by the relations and the rule of a day. */
const circlesOn = ({ parts, me }: SignedIn, { on, asOf }: { readonly on: Day | null; readonly asOf: Day }) =>
  circlesIn(
    parts.store.read,
    regionOf(me),
    on,
    parts.policies.read('guarantee-handling', asOf, guaranteeHandlingShape).value.relatedSharePpm,
  )

/** The circle to which a firm belongs; who comes without a firm begins with all of them. */
async function showCircle(visit: SignedIn): Promise<Answer> {
  const { parts, me, query, w } = visit
  const firm = one(query.firm)
  if (firm === '') return go('/cockpit/exposure')
  const day = await dayOf(visit)
  if (!day.ok) return page('cockpit/exposure', refusedPage(visit, 'district', day.refusal), 422)
  const circles = await circlesOn(visit, day)
  const circle = circles.find(({ firms }) => firms.some(({ firmId }) => firmId === firm))
  if (!circle) throw new NotFound(`a circle of ${firm}`)
  const members = circle.firms.flatMap(({ firmId }) => (isId<'enterprise'>(firmId) ? [firmId] : []))
  const covered = await coveredOfFirms(parts.store.read, regionOf(me), members, day.on)
  return page('cockpit/tables', circlePage(w, { circle, covered, on: day.on }))
}

/** What the address asks to look behind: a line of the figures of a day, or what is answered in its place. */
async function lineAsked(visit: SignedIn) {
  const { parts, me, today, query } = visit
  const { read } = parts.store
  const [by, key] = [dimensionOf(visit), one(query.key)]
  if (!key) return { answer: go('/cockpit/exposure') }
  const day = await dayOf(visit)
  // The figures and the choice of another day stand one page above.
  const refused = (refusal: Refusal) => ({
    answer: page('cockpit/exposure', refusedPage(visit, by, refusal), 422),
  })
  if (!day.ok) return refused(day.refusal)
  const overview = await exposureOverview(read, { place: regionOf(me) }, day.on, today)
  if (!overview.ok) return refused(overview.refusal)
  const line = inDimension(overview.figures, by).find((row) => row.key === key)
  if (!isExposureDimension(one(query.by)) || !line) throw new NotFound(`exposure by ${one(query.by)} ${key}`)
  const cell = { party: everybody, place: regionOf(me), dimension: by, key }
  return { answer: null, day, by, key, line, cell }
}

async function showBehind(visit: SignedIn): Promise<Answer> {
  const { parts, w } = visit
  const asked = await lineAsked(visit)
  if (asked.answer) return asked.answer
  const found = await exposedLoans(parts.store.read, asked.cell, asked.day.on, oneMore(visit))
  const { rows, pager } = listed(found, visit)
  return page('cockpit/list', behindPage(w, { ...asked, names: await namesFor(visit), rows, pager }))
}

async function allBehind(visit: SignedIn): Promise<Whole | null> {
  const { parts, w } = visit
  const asked = await lineAsked(visit)
  if (asked.answer) return null
  const all = allExposedLoans(parts.store.read, asked.cell, asked.day.on)
  const rows = (async function* () {
    for await (const loan of all) yield behindRow(w, loan)
  })()
  return { count: asked.line.loans, rows }
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
