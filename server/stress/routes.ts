import { bureauRoles, type Person } from '../accounts/index.ts'
import { arrangementCodesOn, arrangementOn } from '../arrangements/index.ts'
import { countiesWithin, divisionWords } from '../dashboards/places.ts'
import { placeName } from '../enterprises/index.ts'
import { withExport } from '../exports/index.ts'
import { allBanks, banksAndGuarantors } from '../institutions/index.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { paged, pageNumber, perPage } from '../platform/web/paging.ts'
import {
  type Answer,
  Forbidden,
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
import * as actions from './actions.ts'
import { askForm } from './forms.ts'
import { listPage, type Names, runPage } from './pages.ts'
import * as rows from './rows.ts'
import { stressRuleOn } from './rule.ts'
import type { StressQuestion } from './run.ts'

export const stressRoutes = routes(
  get('/stress', bureauRoles, showAll),
  post('/stress', bureauRoles, ask, { perMinute: 10 }),
  ...withExport('/stress/:id', bureauRoles, 'stress', showOne, { figures: ['stress-loss'] }),
  post('/stress/:id/cancellation', bureauRoles, cancel),
)

function regionOf({ region }: Person): string {
  if (!region) throw new Forbidden('an office without a region')
  return region
}

async function namesFor({ parts, w, today }: SignedIn): Promise<Names> {
  const institutions = new Map(
    (await banksAndGuarantors(parts.store.read)).map(({ id, shortName }) => [id as string, shortName]),
  )
  return {
    institution: (id) => institutions.get(id) ?? id,
    arrangement: (code) => {
      const found = arrangementOn(parts.policies, code, today)
      return found.ok ? found.policy.value.name[w.language] : code
    },
    place: (code) => placeName(parts.reference, w.language, code),
  }
}

async function optionsOf(visit: SignedIn, names: Names) {
  const { parts, me, w, today } = visit
  const banks = await allBanks(parts.store.read)
  return {
    arrangement: arrangementCodesOn(parts.policies, today).map((value) => ({
      ...{ value, label: names.arrangement(value) },
    })),
    county: countiesWithin(parts.reference, regionOf(me)).map((one) => ({
      ...{ value: one.code, label: divisionWords(one, w) },
    })),
    bank: banks.map(({ id, shortName }) => ({ value: id as string, label: shortName })),
  }
}

async function dataOf(visit: SignedIn, typed?: ShownForm) {
  const { parts, w, me, query, path } = visit
  const number = pageNumber(query.page)
  const list = await rows.runsOf(parts.store.read, regionOf(me), perPage + 1, (number - 1) * perPage)
  const { rows: runs, pager } = paged(list, number, path, query)
  const names = await namesFor(visit)
  const form = typed ?? askForm.filled(w, { kind: 'drawn' }, { options: await optionsOf(visit, names) })
  return listPage(w, { form, runs, pager, names, now: parts.clock.now() })
}

async function showAll(visit: SignedIn): Promise<Answer> {
  return page('stress/list', await dataOf(visit))
}

async function ask(visit: SignedIn): Promise<Answer> {
  const { parts, w, by, body, me, today } = visit
  const options = { options: await optionsOf(visit, await namesFor(visit)) }
  const again = async (form: ShownForm) => formAgain('stress/list', await dataOf(visit, form))
  const read = askForm.read(body)
  if (!read.ok) return again(askForm.again(w, read.typed, read.faults, options))
  const { arrangement, county, bank, size, kind, ratePpm, recoveryPpm } = read.value
  const known = countiesWithin(parts.reference, regionOf(me)).find(({ code }) => code === county)
  if (county && !known) throw new NotFound(`county ${county}`)
  if (kind === 'given' && ratePpm === null)
    return again(askForm.again(w, body as never, { ratePpm: { code: 'required' } }, options))
  if (kind === 'drawn' && ratePpm !== null)
    return again(askForm.again(w, body as never, { ratePpm: { code: 'refusal:stress-rate-drawn' } }, options))
  const question: StressQuestion = {
    ...{ kind, region: known?.code ?? regionOf(me), arrangement, bankId: bank, size },
    ratePpm: kind === 'given' ? ratePpm : null,
    recoveryPpm: recoveryPpm ?? stressRuleOn(parts.policies, today).value.recoveryPpm,
  }
  const outcome = await actions.ask(parts, by, question)
  if (!outcome.ok) return again(askForm.refused(w, body, outcome.refusal, options))
  // Nobody waits for it: the page of the run says how far it is. One whose database is gone falls silent, and is lost.
  actions.draw(parts, outcome.run, outcome.task).catch(() => undefined)
  return go(`/stress/${outcome.run.id}`)
}

async function found({ parts, me, params }: SignedIn): Promise<rows.StressRun> {
  const run = await rows.runById(parts.store.read, params.id ?? '')
  if (!run?.region.startsWith(regionOf(me))) throw new NotFound(`run ${params.id}`)
  return run
}

async function showOne(visit: SignedIn): Promise<Answer> {
  const run = await found(visit)
  return page(
    'stress/run',
    await runPage(visit.w, { run, names: await namesFor(visit), now: visit.parts.clock.now() }),
  )
}

async function cancel(visit: SignedIn): Promise<Answer> {
  const run = await found(visit)
  const outcome = await actions.cancel(visit.parts.store, visit.by, run)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/stress/${run.id}`)
  return go(`/stress/${run.id}`, 'stress.cancelled-flash')
}
