import type { DeclineReason } from '../applications/application.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { wanCell } from '../platform/web/cells.ts'
import { barChart } from '../platform/web/charts.ts'
import { one, withQuery } from '../platform/web/paging.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import { clocksOn } from '../policies/index.ts'
import type { SignedIn } from '../web.ts'
import { bankTimes, type CaseTimes } from './banks.ts'
import { type Spread, shareOf } from './figures.ts'
import type { StepFigures } from './funnel.ts'
import { type Period, periodOf, periodsOn } from './period.ts'
import { countiesWithin, divisionWords } from './places.ts'
import type { FunnelScope } from './rows-funnel.ts'

type Bank = { readonly id: InstitutionId; readonly shortName: string }

export type FunnelQuestion = {
  readonly scope: FunnelScope
  readonly period: Period
  readonly county: string
  readonly bank: Bank | null
}

/** What the address asks; what it may not ask, or what is none, counts as not asked. */
export function funnelQuestion(
  { query, today, parts }: SignedIn,
  region: string,
  banks: readonly Bank[],
): FunnelQuestion {
  const period = periodOf(one(query.period), today)
  const county = countiesWithin(parts.reference, region).find(({ code }) => code === one(query.county))
  const bank = banks.find(({ id }) => id === one(query.bank)) ?? null
  const { from, to } = period
  return {
    period,
    county: county?.code ?? '',
    bank,
    scope: { region: county?.code ?? region, from, to, institutionId: bank?.id ?? null },
  }
}

type Found = {
  readonly steps: readonly StepFigures[]
  readonly declines: readonly { readonly reason: DeclineReason | null; readonly count: number }[]
  readonly times: readonly CaseTimes[]
  readonly banks: readonly Bank[]
}

export async function funnelPage(visit: SignedIn, question: FunnelQuestion, found: Found) {
  const { w } = visit
  const { steps, declines, times, banks } = found
  const posted = steps[0]?.count ?? 0
  return {
    title: w('dashboards.funnel-title'),
    ...filters(visit, question, banks),
    note: w(`dashboards.funnel-note${question.bank ? '-bank' : ''}`),
    nothing: posted
      ? null
      : {
          title: w('dashboards.funnel-none'),
          text: w('dashboards.funnel-none-text'),
          href: '/bureau/funnel?period=all',
          label: w('dashboards.funnel-all'),
        },
    says: saysOf(w, steps),
    chart: posted ? await barChart(steps.map((step) => barOf(w, step, posted))) : '',
    table: stepsTable(w, steps),
    declines: declines.length ? declinesTable(w, declines) : null,
    banks: times.length ? banksTable(w, bankTimes(times, visit.today), banks) : null,
    overdueBy: clocksOn(visit.parts.policies, visit.today).version,
  }
}

/** The title of the chart: its message, not its subject. */
function saysOf(w: Words, steps: readonly StepFigures[]): string {
  const posted = steps[0]?.count ?? 0
  const drawn = steps.at(-1)?.count ?? 0
  return w('dashboards.funnel-says', { posted, drawn, share: shareOf(drawn, posted) ?? '' })
}

const barOf = (w: Words, { step, count }: StepFigures, posted: number) => ({
  label: w(`dashboards.step-${step}`),
  value: count,
  shown: w('dashboards.bar', { count, share: shareOf(count, posted) ?? '' }),
})

const stepsTable = (w: Words, steps: readonly StepFigures[]) => ({
  caption: w('dashboards.steps-caption'),
  columns: [
    { label: w('dashboards.step') },
    ...['count', 'amount', 'share', 'median', 'ninetieth'].map((key) => ({
      label: w(`dashboards.column-${key}`),
      kind: 'number',
    })),
  ],
  rows: steps.map((figures, at) => ({
    cells: [
      w(`dashboards.step-${figures.step}`),
      showCount(figures.count),
      wanCell(figures.amountFen),
      (at > 0 && shareOf(figures.count, steps[at - 1]?.count ?? 0)) || w('dashboards.none'),
      spreadWords(w, figures.days, 'median'),
      spreadWords(w, figures.days, 'ninetieth'),
    ],
  })),
})

const spreadWords = (w: Words, spread: Spread | null, which: 'median' | 'ninetieth'): string =>
  spread ? w('dashboards.days', { days: spread[which] }) : w('dashboards.none')

const declinesTable = (w: Words, declines: Found['declines']) => ({
  caption: w('dashboards.declines-caption'),
  columns: [
    { label: w('dashboards.decline-reason') },
    { label: w('dashboards.column-cases'), kind: 'number' },
  ],
  rows: declines.flatMap(({ reason, count }) =>
    reason ? [{ cells: [w(`applications.decline-reason.${reason}`), showCount(count)] }] : [],
  ),
})

/** Banks in the order of their names: the page informs, it does not rank. */
function banksTable(w: Words, times: ReturnType<typeof bankTimes>, banks: readonly Bank[]) {
  const byBank = new Map(times.map((one) => [one.institutionId, one]))
  return {
    caption: w('dashboards.banks-caption'),
    columns: [
      { label: w('dashboards.bank') },
      ...['cases', 'to-take', 'to-offer', 'overdue'].map((key) => ({
        label: w(`dashboards.column-${key}`),
        kind: 'number',
      })),
    ],
    rows: banks.flatMap(({ id, shortName }) => {
      const own = byBank.get(id)
      if (!own) return []
      const overdue = String(own.overdue)
      return {
        cells: [
          shortName,
          String(own.cases),
          spreadWords(w, own.toTake, 'median'),
          spreadWords(w, own.toOffer, 'median'),
          own.overdue > 0 ? { words: overdue, tone: 'bad' } : overdue,
        ],
      }
    }),
  }
}

function filters({ w, query, parts, me, today }: SignedIn, question: FunnelQuestion, banks: readonly Bank[]) {
  const counties = countiesWithin(parts.reference, me.region ?? '')
  const { period, county, bank } = question
  const all = (key: string) => ({ value: '', label: w(`dashboards.all-${key}`) })
  return {
    fields: [
      {
        name: 'period',
        label: w('dashboards.period'),
        kind: 'select',
        value: period.code,
        options: periodsOn(today).map((one) => ({ value: one.code, label: periodWords(w, one) })),
      },
      {
        name: 'county',
        label: w('dashboards.county'),
        kind: 'select',
        value: county,
        options: [
          all('counties'),
          ...counties.map((one) => ({ value: one.code, label: divisionWords(one, w) })),
        ],
      },
      {
        name: 'bank',
        label: w('dashboards.bank'),
        kind: 'select',
        value: bank?.id ?? '',
        options: [all('banks'), ...banks.map(({ id, shortName }) => ({ value: id, label: shortName }))],
      },
    ],
    active: [
      ...counties
        .filter(({ code }) => code === county)
        .map((one) => ({
          label: divisionWords(one, w),
          removeHref: withQuery('/bureau/funnel', query, { county: null }),
        })),
      ...(bank
        ? [{ label: bank.shortName, removeHref: withQuery('/bureau/funnel', query, { bank: null }) }]
        : []),
    ],
  }
}

function periodWords(w: Words, { code }: Period): string {
  if (code === 'all') return w('dashboards.period-all')
  const [year = '', quarter] = code.split('-q')
  return quarter ? w('dashboards.period-quarter', { year, quarter }) : w('dashboards.period-year', { year })
}
