import type { FigureCode } from '../cockpit/definition.ts'
import { type Period, periodsOn } from '../dashboards/period.ts'
import { countiesWithin, divisionWords } from '../dashboards/places.ts'
import { industryName, placeName } from '../enterprises/index.ts'
import { taxGrades } from '../enterprises/tax-grade.ts'
import type { Institution } from '../institutions/index.ts'
import { showWan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import { type Bar, barChart, columnChart } from '../platform/web/charts.ts'
import { withQuery } from '../platform/web/paging.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { InForce } from '../policies/index.ts'
import { growthStages } from '../tax-credit/scheme.ts'
import type { SignedIn } from '../web.ts'
import {
  type AtApproval,
  type Breakdown,
  breakdowns,
  brokenDown,
  figuresOf,
  type TaxEvent,
  type TaxFigures,
  unknownPart,
} from './figures.ts'
import type { PublishedFigures } from './published.ts'

const here = '/bureau/tax-credit'

export type FiguresAsked = { readonly period: Period; readonly county: string; readonly by: Breakdown }

export type FiguresFound = {
  readonly events: readonly TaxEvent[]
  readonly approvals: ReadonlyMap<string, AtApproval>
  /** With a tax-credit product on the shelf that serves the place and was there by the end of the period. */
  readonly joined: readonly Pick<Institution, 'id' | 'shortName'>[]
  readonly banks: readonly Pick<Institution, 'id' | 'shortName'>[]
  /** Only where the whole city is looked at: all who joined, all firms ever served, and what the city published. */
  readonly published: {
    readonly firms: number
    readonly institutions: number
    readonly policy: InForce<PublishedFigures>
  } | null
}

/** 税融通 figures: what the address asks for as numbers, a chart, and its table. */
export async function figuresPage(visit: SignedIn, asked: FiguresAsked, found: FiguresFound) {
  const { w, parts, query } = visit
  const { by, period } = asked
  const whole = figuresOf(found.events)
  const table = tableOf(w, parts.reference, by, found)
  const says = w('tax-figures.says', {
    ...{ period: periodWords(w, period), firms: whole.firms },
    ...{ yuan: showWan(whole.drawnFen), bad: whole.badLoans },
  })
  return {
    title: w('tax-figures.title'),
    lead: w('tax-figures.lead'),
    filters: filtersOf(visit, asked),
    numbers: numbersOf(w, whole, found.joined.length),
    says,
    chart: table.parts.length ? await chartOf(w, by, table) : '',
    table: shownTable(w, by, table),
    against: found.published ? againstOf(w, found.published) : null,
    nothing: { title: w('tax-figures.nothing'), text: w('tax-figures.nothing-text') },
    defined,
    isEmpty: found.events.length === 0,
    exportTo: `${here}/exports`,
    carried: [
      { name: 'period', value: period.code },
      { name: 'county', value: asked.county },
    ],
    clearHref: withQuery(here, query, { county: null }),
  }
}

/** What is counted how, for the page and for whoever takes the figures away. */
export const defined: readonly FigureCode[] = [
  ...(['tax-institutions', 'tax-approvals', 'tax-firms', 'tax-drawn', 'tax-bad', 'tax-parts'] as const),
  'tax-published',
]

const numbersOf = (w: Words, whole: TaxFigures, joined: number) => [
  { label: w('tax-figures.institutions'), value: showCount(joined), note: w('tax-figures.as-of-now') },
  { label: w('tax-figures.column.firms'), value: showCount(whole.firms) },
  {
    ...{ label: w('tax-figures.column.approvals'), value: showCount(whole.approvals) },
    note: w('tax-figures.of-wan', { yuan: showWan(whole.approvedFen) }),
  },
  {
    ...{ label: w('tax-figures.column.drawn'), value: showWan(whole.drawnFen), unit: w('loans.wan') },
  },
  {
    ...{ label: w('tax-figures.column.bad'), value: showCount(whole.badLoans) },
    note: w('tax-figures.of-wan', { yuan: showWan(whole.badFen) }),
    ...(whole.badLoans > 0 ? { tone: 'bad' as const } : {}),
  },
]

export type FigureTable = {
  readonly parts: readonly (readonly [label: string, figures: TaxFigures])[]
  readonly whole: TaxFigures
}

/** A breakdown with its parts in words: what has an order of its own in that order, the rest by most money. */
export function tableOf(
  w: Words,
  reference: Reference,
  by: Breakdown,
  { events, approvals, joined, banks: known }: Omit<FiguresFound, 'published'>,
): FigureTable {
  const found = new Map(brokenDown(by, events, approvals))
  // An institution that joined and lent nothing yet is part of the answer.
  if (by === 'bank') for (const { id } of joined) if (!found.has(id)) found.set(id, figuresOf([]))
  const banks = new Map([...known, ...joined].map(({ id, shortName }) => [String(id), shortName]))
  const label = (part: string): string => {
    if (part === unknownPart) return w(`tax-figures.unknown-${by}`)
    if (by === 'grade') return w(`enterprises.tax-grade.${part}`)
    if (by === 'stage') return w(`tax-credit.stage.${part}`)
    if (by === 'district') return placeName(reference, w.language, part)
    if (by === 'industry') return industryName(reference, w.language, part)
    return by === 'bank' ? (banks.get(part) ?? part) : part
  }
  const order = orderOf(by)
  const placed = [...found].sort(([one, a], [other, b]) => {
    if (order) return order.indexOf(one) - order.indexOf(other)
    if (by === 'month') return one < other ? -1 : 1
    return b.drawnFen - a.drawnFen || (one < other ? -1 : 1)
  })
  return {
    parts: placed.map(([part, figures]) => [label(part), figures] as const),
    whole: figuresOf(events),
  }
}

const orderOf = (by: Breakdown): readonly string[] | null =>
  by === 'grade' ? [...taxGrades, unknownPart] : by === 'stage' ? [...growthStages, unknownPart] : null

const columns = ['approvals', 'approved', 'firms', 'drawn', 'bad', 'bad-sum', 'bad-share'] as const

/** A row of the table in words: counts, sums in 万元, and how much of what was paid out is bad. */
const cellsOf = (w: Words, figures: TaxFigures): string[] => [
  showCount(figures.approvals),
  showWan(figures.approvedFen),
  showCount(figures.firms),
  showWan(figures.drawnFen),
  showCount(figures.badLoans),
  showWan(figures.badFen),
  figures.drawnFen === 0 ? w('tax-figures.none') : shareOf(figures),
]

const shareOf = ({ badFen, drawnFen }: TaxFigures): string => {
  const hundredths = (BigInt(badFen) * 20_000n + BigInt(drawnFen)) / (2n * BigInt(drawnFen))
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}%`
}

const shownTable = (w: Words, by: Breakdown, { parts, whole }: FigureTable) => ({
  caption: w(`tax-figures.by-${by}`),
  columns: [
    { label: w(`tax-figures.part-${by}`) },
    ...columns.map((key) => ({ label: w(`tax-figures.column-wan.${key}`), kind: 'number' })),
  ],
  rows: [
    ...parts.map(([label, figures]) => ({ cells: [label, ...cellsOf(w, figures)] })),
    { cells: [w('tax-figures.together'), ...cellsOf(w, whole)] },
  ],
})

const wanOf = (figures: TaxFigures): number => Math.round(figures.drawnFen / 10_000) / 100

function chartOf(w: Words, by: Breakdown, { parts }: FigureTable): Promise<string> {
  if (by === 'month')
    return columnChart({
      labels: parts.map(([label]) => label.slice(2)),
      series: [{ name: w('tax-figures.column-wan.drawn'), values: parts.map(([, one]) => wanOf(one)) }],
      mark: (value) => showCount(value),
    })
  const bars: Bar[] = parts
    .slice(0, mostBars)
    .map(([label, one]) => ({ label: cut(label), value: wanOf(one), shown: showWan(one.drawnFen) }))
  return barChart(bars, 150)
}

/** More bars than these say nothing that the table does not. */
const mostBars = 12
const longestLabel = 9
const cut = (label: string): string =>
  label.length > longestLabel * 2 ? `${label.slice(0, longestLabel * 2 - 1)}…` : label

const againstOf = (w: Words, { firms, institutions, policy }: NonNullable<FiguresFound['published']>) => ({
  by: policy.version,
  table: {
    caption: w('tax-figures.against'),
    columns: [
      { label: w('tax-figures.figure') },
      { label: w('tax-figures.here'), kind: 'number' },
      { label: w('tax-figures.published'), kind: 'number' },
    ],
    rows: [
      {
        cells: [w('tax-figures.institutions'), showCount(institutions), showCount(policy.value.institutions)],
      },
      { cells: [w('tax-figures.firms-ever'), showCount(firms), showCount(policy.value.firms)] },
    ],
  },
})

function filtersOf({ w, me, parts, today, query }: SignedIn, { period, county, by }: FiguresAsked) {
  const counties = countiesWithin(parts.reference, me.region ?? '')
  const option = (value: string, label: string) => ({ value, label })
  const select = (name: string, label: string, value: string, options: readonly object[]) => ({
    ...{ name, label, value, options, kind: 'select' },
  })
  return {
    action: here,
    target: '#tax-figures',
    fields: [
      select(
        'period',
        w('tax-figures.period'),
        period.code,
        periodsOn(today).map((one) => option(one.code, periodWords(w, one))),
      ),
      select(
        'by',
        w('tax-figures.by'),
        by,
        breakdowns.map((one) => option(one, w(`tax-figures.part-${one}`))),
      ),
      select('county', w('dashboards.county'), county, [
        option('', w('dashboards.all-counties')),
        ...counties.map((one) => option(one.code, divisionWords(one, w))),
      ]),
    ],
    active: counties
      .filter(({ code }) => code === county)
      .map((one) => ({
        label: divisionWords(one, w),
        removeHref: withQuery(here, query, { county: null }),
      })),
  }
}

export function periodWords(w: Words, { code }: Period): string {
  if (code === 'all') return w('dashboards.period-all')
  const [year = '', quarter] = code.split('-q')
  return quarter ? w('dashboards.period-quarter', { year, quarter }) : w('dashboards.period-year', { year })
}
