import { bankRoles, bureauRoles, guarantorRoles, isOneOf, type Role } from '../accounts/index.ts'
import { arrangementOn } from '../arrangements/index.ts'
import { noFen } from '../money/fen.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import {
  type Answer,
  formAgain,
  get,
  go,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import { lift, linesFor, stopRuleOn } from './actions.ts'
import { liftForm } from './forms.ts'
import { type Measured, type StopRate, standingOf, stopScopes } from './line.ts'
import { type Row, stopsPage } from './pages.ts'
import * as rows from './rows.ts'

const readers: readonly Role[] = [...bureauRoles, ...bankRoles, ...guarantorRoles, 'reguarantor', 'treasury']
const newest = 20
/** Digits of a city's division code. */
const cityLevel = 4

export const stopLineRoutes = routes(
  get('/stop-lines', readers, showAll),
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

async function dataOf(visit: SignedIn, changed: ReadonlyMap<string, ShownForm> = new Map()) {
  const { w, me, parts, today } = visit
  const { read } = parts.store
  const names = await rows.namesOf(read)
  const nameOf = ({ scope, key }: rows.Watched): string => {
    if (scope !== 'arrangement') return names.get(key)?.name ?? key
    const found = arrangementOn(parts.policies, key, today)
    return found.ok ? found.policy.value.name[w.language] : key
  }
  const rule = stopRuleOn(parts, today)
  const all: Row[] = []
  for (const scope of stopScopes) {
    const years = await rows.measured(read, scope, rows.spanOf('year', today))
    for (const { key, ...sums } of await rows.measured(read, scope, rows.spanOf('all', today))) {
      const watched = { scope, key }
      if (!maySee(visit, names, watched)) continue
      const year = years.find((one) => one.key === key) ?? { claimedFen: noFen, releasedFen: noFen }
      const rateOf = (rate: StopRate, measured: Measured) => {
        const lines = linesFor(parts, { ...watched, rate }, today)
        return { ...measured, lines, standing: standingOf(lines, measured, rule.value.leastReleasedFen) }
      }
      all.push({
        ...{ ...watched, name: nameOf(watched) },
        ...{ all: rateOf('all', sums), year: rateOf('year', year) },
      })
    }
  }
  const stops = (await rows.stopsLately(read, newest)).filter((stop) =>
    maySee(visit, names, { scope: stop.scope, key: stop.scopeKey }),
  )
  const lifting = new Map(
    me.role === 'bureau-head'
      ? stops.map((stop) => [stop.id as string, liftForm.filled(w, {}, { prefix: `lift-${stop.id}-` })])
      : [],
  )
  return stopsPage(w, {
    ...{ rows: all, stops, on: today, today, version: rule.version },
    nameOf: ({ scope, scopeKey: key }) => nameOf({ scope, key }),
    lifting: new Map([...lifting, ...changed]),
  })
}

async function showAll(visit: SignedIn): Promise<Answer> {
  return page('stop-lines/list', await dataOf(visit))
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
    const shown = liftForm.again(w, read.typed, read.faults, { prefix: `lift-${stop.id}-` })
    return formAgain('stop-lines/list', await dataOf(visit, new Map([[stop.id, shown]])))
  }
  const outcome = await lift(parts.store, by, stop.id, read.value.why)
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/stop-lines')
  return go('/stop-lines', 'stop-lines.lifted-flash')
}
