import { actorOf, bureauRoles, type Person } from '../accounts/index.ts'
import { periodOf } from '../dashboards/period.ts'
import { countiesWithin } from '../dashboards/places.ts'
import { placeName } from '../enterprises/index.ts'
import { allBanks } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { csv } from '../platform/csv.ts'
import { writeXlsx, xlsxType } from '../platform/sheets/write.ts'
import { one } from '../platform/web/paging.ts'
import { stagesShape } from '../tax-credit/stages.ts'
import { type Answer, Forbidden, file, get, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import { recordExport } from './actions.ts'
import { breakdowns, isByCheck } from './figures.ts'
import { exportForm } from './forms.ts'
import { type FiguresAsked, type FiguresFound, figuresPage } from './pages.ts'
import { exportSheets, exportTable } from './pages-export.ts'
import { publishedShape } from './published.ts'
import { approvalsOf, eventsOf, type FigureScope, firmsServed, joinedInstitutions } from './rows.ts'

export const taxFigureRoutes = routes(
  get('/bureau/tax-credit', bureauRoles, showFigures),
  post('/bureau/tax-credit/exports', bureauRoles, takeFigures, { perMinute: 6 }),
)

/** A place that is the whole city, which published its figures; a county's office sees its own alone. */
const isCity = (region: string): boolean => region.length === 4

/** What an office answers for; one without a region answers for nothing, not for everything. */
function regionOf({ region }: Person): string {
  if (!region) throw new Forbidden('an office without a region')
  return region
}

/** What is asked; what may not be asked, or is none, counts as not asked. */
function asked({ parts, today, me }: SignedIn, period: string, county: string): Omit<FiguresAsked, 'by'> {
  const known = countiesWithin(parts.reference, regionOf(me)).find(({ code }) => code === county)
  return { period: periodOf(period, today), county: known?.code ?? '' }
}

const scopeOf = ({ me }: SignedIn, { period, county }: Omit<FiguresAsked, 'by'>): FigureScope => ({
  ...{ region: county || regionOf(me), from: period.from, to: period.to },
})

const stagesIn = (policies: Parts['policies']) => (on: Day) =>
  policies.read('tax-credit-stages', on, stagesShape).value

async function foundIn(
  { parts }: SignedIn,
  scope: FigureScope,
  withChecks: boolean,
): Promise<Omit<FiguresFound, 'published'>> {
  const { read } = parts.store
  const [events, approvals, joined, banks] = await Promise.all([
    eventsOf(read, scope),
    withChecks ? approvalsOf(read, scope, stagesIn(parts.policies)) : new Map(),
    joinedInstitutions(read, scope),
    allBanks(read),
  ])
  return { events, approvals, joined, banks }
}

async function showFigures(visit: SignedIn): Promise<Answer> {
  const { parts, query, today } = visit
  const by = breakdowns.find((known) => known === one(query.by)) ?? 'month'
  const question = asked(visit, one(query.period), one(query.county))
  const scope = scopeOf(visit, question)
  const found = await foundIn(visit, scope, isByCheck(by))
  const published = isCity(scope.region)
    ? {
        firms: await firmsServed(parts.store.read, scope.region),
        institutions: (await joinedInstitutions(parts.store.read, { region: scope.region, to: null })).length,
        policy: parts.policies.read('tax-credit-published', today, publishedShape),
      }
    : null
  return page('tax-figures/figures', await figuresPage(visit, { ...question, by }, { ...found, published }))
}

async function takeFigures(visit: SignedIn): Promise<Answer> {
  const { parts, by, body, w, me, today } = visit
  const read = exportForm.read(body)
  if (!read.ok) throw new Refusing({ code: 'period-wrong' }, '/bureau/tax-credit')
  const { format } = read.value
  const question = asked(visit, read.value.period, read.value.county ?? '')
  const scope = scopeOf(visit, question)
  const found = await foundIn(visit, scope, true)
  const taken = { format, region: scope.region, period: question.period.code, events: found.events.length }
  const outcome = await recordExport(parts.store, by, taken)
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/bureau/tax-credit')
  const sheets = exportSheets(w, parts.reference, {
    ...{ asked: question, found, place: placeName(parts.reference, w.language, scope.region) },
    by: { actor: actorOf(me), at: by.at },
  })
  const name = `tax-credit-${scope.region}-${question.period.code}-${today}`
  return format === 'csv'
    ? file(csv(exportTable(sheets)), 'text/csv; charset=utf-8', `${name}.csv`)
    : file(await writeXlsx(sheets), xlsxType, `${name}.xlsx`)
}
