import type { DeclineReason } from '../applications/application.ts'
import type { AsOf } from '../exposures/as-of.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Refusal } from '../platform/outcome.ts'
import { leadAsOf } from '../platform/web/as-of.ts'
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
  readonly day: Pick<AsOf, 'asOf' | 'on'>
}

/**
 * What the address asks, of a day; what it may not ask, or what is none, counts as not asked. Periods are those that could be
 * chosen on that day, and none is looked at beyond it.
 */
export function funnelQuestion(
  { query, parts }: SignedIn,
  region: string,
  banks: readonly Bank[],
  day: FunnelQuestion['day'],
): FunnelQuestion {
  const { asOf, on } = day
  const period = periodOf(one(query.period), asOf)
  const county = countiesWithin(parts.reference, region).find(({ code }) => code === one(query.county))
  const bank = banks.find(({ id }) => id === one(query.bank)) ?? null
  const { from, to } = period
  return {
    period,
    county: county?.code ?? '',
    ...{ bank, day },
    scope: {
      ...{ region: county?.code ?? region, from, institutionId: bank?.id ?? null },
      ...{ to: on !== null && (to === null || to > on) ? on : to, knownOn: on },
    },
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
  const { asOf, on } = question.day
  const posted = steps[0]?.count ?? 0
  return {
    title: w('dashboards.funnel-title'),
    lead: leadAsOf(w, { on, isNone: false }, w('dashboards.funnel-lead'), 'dashboards.funnel-on'),
    ...filters(visit, question, banks),
    note: w(`dashboards.funnel-note${question.bank ? '-bank' : ''}`),
    nothing: posted
      ? null
      : {
          title: w('dashboards.funnel-none'),
          text: w('dashboards.funnel-none-text'),
          href: withQuery(path, on === null ? {} : { on }, { period: 'all' }),
          label: w('dashboards.funnel-all'),
        },
    says: saysOf(w, steps),
    chart: posted ? await barChart(steps.map((step) => barOf(w, step, posted))) : '',
    table: stepsTable(w, steps),
    declines: declines.length ? declinesTable(w, declines) : null,
    banks: times.length ? banksTable(w, bankTimes(times, asOf), banks, on === null) : null,
    overdueBy: on === null ? clocksOn(visit.parts.policies, asOf).version : null,
    banksNote: on === null ? '' : w('dashboards.banks-then'),
  }
}

/** A day of which nothing can be said, with all as it was asked. */
export const refusedPage = (visit: SignedIn, region: string, banks: readonly Bank[], refusal: Refusal) => ({
  title: visit.w('dashboards.funnel-title'),
  lead: visit.w('dashboards.funnel-lead'),
  ...filters(
    visit,
    funnelQuestion(visit, region, banks, { asOf: visit.today, on: null }),
    banks,
    visit.w.refusal(refusal),
  ),
  nothing: { title: visit.w.refusal(refusal), text: visit.w('exposures.other-day') },
})

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
function banksTable(
  w: Words,
  times: ReturnType<typeof bankTimes>,
  banks: readonly Bank[],
  withOverdue: boolean,
) {
  const byBank = new Map(times.map((one) => [one.institutionId, one]))
  return {
    caption: w('dashboards.banks-caption'),
    columns: [
      { label: w('dashboards.bank') },
      ...['cases', 'to-take', 'to-offer', ...(withOverdue ? ['overdue'] : [])].map((key) => ({
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
          ...(withOverdue ? [own.overdue > 0 ? { words: overdue, tone: 'bad' } : overdue] : []),
        ],
      }
    }),
  }
}

const path = '/bureau/funnel'

function filters(
  { w, query, parts, me, today }: SignedIn,
  question: FunnelQuestion,
  banks: readonly Bank[],
  fault?: string,
) {
  const counties = countiesWithin(parts.reference, me.region ?? '')
  const { period, county, bank, day } = question
  const typed = fault ? one(query.on) : (day.on ?? '')
  const all = (key: string) => ({ value: '', label: w(`dashboards.all-${key}`) })
  return {
    fields: [
      {
        ...{ name: 'on', label: w('parts.as-of'), kind: 'date', value: typed, max: today },
        ...(fault ? { error: fault } : {}),
      },
      {
        name: 'period',
        label: w('dashboards.period'),
        kind: 'select',
        value: period.code,
        options: periodsOn(day.asOf).map((one) => ({ value: one.code, label: periodWords(w, one) })),
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
      ...(typed
        ? [{ label: `${w('parts.as-of')}: ${typed}`, removeHref: withQuery(path, query, { on: null }) }]
        : []),
      ...counties
        .filter(({ code }) => code === county)
        .map((one) => ({
          label: divisionWords(one, w),
          removeHref: withQuery(path, query, { county: null }),
        })),
      ...(bank ? [{ label: bank.shortName, removeHref: withQuery(path, query, { bank: null }) }] : []),
    ],
  }
}

function periodWords(w: Words, { code }: Period): string {
  if (code === 'all') return w('dashboards.period-all')
  const [year = '', quarter] = code.split('-q')
  return quarter ? w('dashboards.period-quarter', { year, quarter }) : w('dashboards.period-year', { year })
}
