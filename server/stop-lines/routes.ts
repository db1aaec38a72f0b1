import { bankRoles, bureauRoles, guarantorRoles, isOneOf, type Role } from '../accounts/index.ts'
import { arrangementOn } from '../arrangements/index.ts'
import { withExport } from '../exports/index.ts'
import { type AsOf, dayAsked } from '../exposures/as-of.ts'
import type { Day } from '../money/day.ts'
import { noFen } from '../money/fen.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, formAgain, go, NotFound, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import { lift, linesFor, stopRuleOn } from './actions.ts'
import { liftForm } from './forms.ts'
import { type Measured, type StopRate, standingOf, stopScopes } from './line.ts'
import { type Row, refusedPage, stopOn, stopsPage, stopsToShow } from './pages.ts'
import * as rows from './rows.ts'

const readers: readonly Role[] = [...bureauRoles, ...bankRoles, ...guarantorRoles, 'reguarantor', 'treasury']
/** More than a city has in decades: a stop lasts months, and whoever stops has six. */
const mostStops = 10_000
/** Digits of a city's division code. */
const cityLevel = 4

export const stopLineRoutes = routes(
  ...withExport('/stop-lines', readers, 'stop-lines', showAll, { figures: ['stop-rate'] }),
  post('/stop-lines/:id/lifting', ['bureau-head'], liftOne),
)

/** Banks and guarantors see their own rates and those of the arrangements; the bureau its place's; sharers all. */
function maySee(
  { me }: SignedIn,
  names: Awaited<ReturnType<typeof rows.namesOf>>,
  { scope, key }: rows.Watched,
) {
  if (scope === 'arrangement') return true
  if (isOneOf(me, bureauRoles)) return names.get(key)?.region.startsWith(me.region ?? '-') ?? false
  return isOneOf(me, [...bankRoles, ...guarantorRoles]) ? key === me.institutionId : true
}

type Names = Awaited<ReturnType<typeof rows.namesOf>>

const namedIn =
  ({ w, parts }: SignedIn, names: Names, on: Day) =>
  ({ scope, key }: rows.Watched): string => {
    if (scope !== 'arrangement') return names.get(key)?.name ?? key
    const found = arrangementOn(parts.policies, key, on)
    return found.ok ? found.policy.value.name[w.language] : key
  }

/** Both rates of everybody whom the reader may see, with their lines, as of a day and as they were known then. */
async function ratesOn(visit: SignedIn, names: Names, { asOf, on }: AsOf): Promise<Row[]> {
  const { parts } = visit
  const { read } = parts.store
  const nameOf = namedIn(visit, names, asOf)
  const { leastReleasedFen } = stopRuleOn(parts, asOf).value
  const isPast = on !== null
  const all: Row[] = []
  for (const scope of stopScopes) {
    const years = await rows.measured(read, scope, rows.spanOf('year', asOf, isPast))
    for (const { key, ...sums } of await rows.measured(read, scope, rows.spanOf('all', asOf, isPast))) {
      const watched = { scope, key }
      if (!maySee(visit, names, watched)) continue
      const year = years.find((one) => one.key === key) ?? { claimedFen: noFen, releasedFen: noFen }
      const rateOf = (rate: StopRate, measured: Measured) => {
        const lines = linesFor(parts, { ...watched, rate }, asOf)
        return { ...measured, lines, standing: standingOf(lines, measured, leastReleasedFen) }
      }
      all.push({
        ...{ ...watched, name: nameOf(watched) },
        ...{ all: rateOf('all', sums), year: rateOf('year', year) },
      })
    }
  }
  return all
}

async function dataOf(visit: SignedIn, asked: AsOf, changed: ReadonlyMap<string, ShownForm> = new Map()) {
  const { w, me, parts, today } = visit
  const { read } = parts.store
  const { asOf, on } = asked
  const names = await rows.namesOf(read)
  const nameOf = namedIn(visit, names, asOf)
  const known = (await rows.stopsLately(read, asOf, mostStops)).filter((stop) =>
    maySee(visit, names, { scope: stop.scope, key: stop.scopeKey }),
  )
  const stops = stopsToShow(known, asOf)
  // What a past day shows is not acted upon.
  const lifting = new Map(
    me.role === 'bureau-head' && on === null
      ? stops.map((stop) => [stop.id as string, liftForm.filled(w, {}, { prefix: `lift-${stop.id}-` })])
      : [],
  )
  return stopsPage(w, {
    ...{ rows: await ratesOn(visit, names, asked), today, on, asOf },
    ...{ stops: stops.map((stop) => stopOn(stop, asOf)), version: stopRuleOn(parts, asOf).version },
    nameOf: ({ scope, scopeKey: key }) => nameOf({ scope, key }),
    lifting: new Map([...lifting, ...changed]),
  })
}

async function showAll(visit: SignedIn): Promise<Answer> {
  const { w, parts, query, today } = visit
  const typed = one(query.on)
  const day = dayAsked(typed, await rows.firstDay(parts.store.read), today)
  return day.ok
    ? page('stop-lines/list', await dataOf(visit, day))
    : page('stop-lines/list', refusedPage(w, typed, today, day.refusal), 422)
}

async function liftOne(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body, params } = visit
  const stop = await rows.stopById(parts.store.read, params.id ?? '')
  const names = await rows.namesOf(parts.store.read)
  // A stop is the city's; the bureau of a county reads the rates.
  if (
    !stop ||
    (visit.me.region ?? '').length > cityLevel ||
    !maySee(visit, names, { scope: stop.scope, key: stop.scopeKey })
  )
    throw new NotFound(`stop ${params.id}`)
  const read = liftForm.read(body)
  if (!read.ok) {
    const now = { asOf: visit.today, on: null, firstOn: null }
    const shown = liftForm.again(w, read.typed, read.faults, { prefix: `lift-${stop.id}-` })
    return formAgain('stop-lines/list', await dataOf(visit, now, new Map([[stop.id, shown]])))
  }
  const outcome = await lift(parts.store, by, stop.id, read.value.why)
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/stop-lines')
  return go('/stop-lines', 'stop-lines.lifted-flash')
}
