import { shareOf } from '../dashboards/figures.ts'
import { type Fen, fen, plus, showWan } from '../money/fen.ts'
import { type Ppm, ppm, showPercent } from '../money/rate.ts'
import { wanCell } from '../platform/web/cells.ts'
import { barChart, columnChart, partsChart } from '../platform/web/charts.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { CockpitFigures, PoolLine } from './figures.ts'
import { averageOf, costOf, type InclusionSums, inAll, quarterOf, quartersOn } from './inclusion.ts'
import { figure } from './pages-asking.ts'
import type { ShownPanel } from './panel.ts'
import { backOf, moneyOf } from './pool-money.ts'

/** Two decimals are enough for an average. */
const percent = (rate: Ppm | null): string =>
  rate === null ? '—' : showPercent(ppm(Math.round(rate / 100) * 100))

/** `2026 年第 3 季度` */
export function quarterWords(w: Words, code: string): string {
  const [year = '', quarter = ''] = code.split('-q')
  return w('dashboards.period-quarter', { year, quarter })
}

/** What pools have, and what comes and goes next. */
export async function poolsPanel(w: Words, { pools }: CockpitFigures): Promise<ShownPanel> {
  const links = [
    { href: '/bridge-pools', label: w('cockpit.to-bridge-pools') },
    { href: '/compensation', label: w('cockpit.to-compensation') },
    { href: '/cockpit/yuan', label: w('cockpit.to-yuan') },
  ]
  const panel = { id: 'pools' as const, links }
  if (!pools?.length) {
    const title = w(pools ? 'cockpit.pools-none' : 'cockpit.pools-title')
    const none = w(pools ? 'cockpit.pools-none-text' : 'cockpit.not-told')
    return { ...panel, title, none, headlines: [], figures: [], chart: '', table: null }
  }
  const { freeFen, reservedFen, outFen } = moneyOf(pools)
  const wan = (sum: Fen) => ({ value: showWan(sum), unit: w('cockpit.unit-wan') })
  return {
    ...panel,
    title: w('cockpit.pools-says', {
      free: showWan(freeFen),
      share: shareOf(freeFen, plus(freeFen, reservedFen, outFen)) ?? '0.0%',
    }),
    headlines: [figure(w, 'pools-free', wan(freeFen))],
    figures: [
      figure(w, 'pools-reserved', wan(reservedFen)),
      figure(w, 'pools-out', wan(outFen)),
      aheadFigure(w, pools),
    ],
    chart: await partsChart(
      pools.map(({ name, ...one }) => ({
        label: name[w.language],
        parts: [one.freeFen, one.reservedFen, one.outFen],
      })),
      [w('cockpit.free'), w('cockpit.reserved'), w('cockpit.out')],
      240,
    ),
    table: poolsTable(w, pools),
    none: '',
  }
}

function aheadFigure(w: Words, pools: readonly PoolLine[]) {
  const claimed = pools.flatMap(({ ahead }) => (ahead.kind === 'compensation' ? ahead.claims : []))
  return figure(w, 'pools-ahead', {
    value: showWan(backOf(pools)),
    unit: w('cockpit.unit-wan'),
    note: w('cockpit.ahead-note', { claims: claimed.reduce((sum, one) => sum + one, 0) }),
  })
}

const poolsTable = (w: Words, pools: readonly PoolLine[]) => ({
  caption: w('cockpit.pools-caption'),
  columns: [
    { label: w('cockpit.column.pool') },
    ...(['free', 'reserved', 'out'] as const).map((key) => ({
      ...{ label: w(`cockpit.column.${key}`), kind: 'number' as const },
    })),
  ],
  rows: pools.map(({ kind, id, name, freeFen, reservedFen, outFen, ahead }) => ({
    cells: [
      {
        words: name[w.language],
        href: kind === 'bridge' ? `/bridge-pools/${id}` : `/compensation/pools/${id}`,
        note: aheadWords(w, ahead),
      },
      wanCell(freeFen),
      wanCell(reservedFen),
      wanCell(outFen),
    ],
  })),
})

function aheadWords(w: Words, ahead: PoolLine['ahead']): string {
  if (ahead.kind === 'compensation') {
    const { claims, claimedFen, ownFen } = ahead
    if (claims === 0) return w('cockpit.ahead-no-claims')
    const said = { claims, wan: showWan(claimedFen) }
    return ownFen === undefined
      ? w('cockpit.ahead-claims', said)
      : w('cockpit.ahead-claims-own', { ...said, own: showWan(ownFen) })
  }
  const { waiting, lowestFen, lowestOn } = ahead
  return w(waiting ? 'cockpit.ahead-bridge-waiting' : 'cockpit.ahead-bridge', {
    ...{ wan: showWan(lowestFen), day: lowestOn, waiting },
  })
}

/** Who is lent to for the first time, without security, how much, at what cost, and what bridges saved. */
export async function inclusionPanel(w: Words, { on, inclusion }: CockpitFigures): Promise<ShownPanel> {
  const quarters = quartersOn(on)
  const lines = quarters.map((quarter) => ({
    quarter,
    sums: inAll(inclusion.filter((cell) => cell.quarter === quarter)),
  }))
  const now = lines.at(-1)?.sums ?? inAll([])
  const unsecured = shareOf(now.creditFen, now.amountFen) ?? '—'
  const average = averageOf(now)
  return {
    id: 'inclusion',
    title: now.loans
      ? w('cockpit.inclusion-says', { first: now.firstLoans, loans: now.loans, unsecured })
      : w('cockpit.inclusion-none', { quarter: quarterWords(w, quarterOf(on)) }),
    headlines: [
      figure(w, 'first-loans', { value: showCount(now.firstLoans), unit: w('cockpit.unit-loans') }),
    ],
    figures: [
      figure(w, 'unsecured-share', { value: unsecured }),
      figure(w, 'average-size', {
        ...{ value: average === null ? '—' : showWan(average), unit: w('cockpit.unit-wan') },
      }),
      figure(w, 'average-cost', { value: percent(costOf(now)) }),
      figure(w, 'saving', { value: showWan(now.savingFen), unit: w('cockpit.unit-wan') }),
    ],
    chart: await columnChart({
      labels: quarters.map((code) => code.slice(2).replace('-q', 'Q')),
      series: [
        { name: w('cockpit.first'), values: lines.map(({ sums }) => sums.firstLoans) },
        { name: w('cockpit.other-loans'), values: lines.map(({ sums }) => sums.loans - sums.firstLoans) },
      ],
      mark: String,
    }),
    mark: w('cockpit.inclusion-mark'),
    table: {
      caption: w('cockpit.inclusion-caption'),
      columns: inclusionColumns(w, w('cockpit.column.quarter')),
      rows: lines
        .toReversed()
        .slice(0, 4)
        .map(({ quarter, sums }) => ({
          cells: sumCells(
            w,
            { words: quarterWords(w, quarter), href: `/cockpit/inclusion?quarter=${quarter}` },
            sums,
          ),
        })),
    },
    none: '',
    links: [
      { href: '/cockpit/inclusion', label: w('cockpit.to-inclusion') },
      { href: `/cockpit/loans?quarter=${quarterOf(on)}`, label: w('cockpit.to-loans') },
    ],
  }
}

export const inclusionColumns = (w: Words, first: string) => [
  { label: first },
  ...(['loans', 'first', 'unsecured', 'size', 'cost', 'saving'] as const).map((key) => ({
    ...{ label: w(`cockpit.column.${key}`), kind: 'number' as const },
  })),
]

type Head = string | { readonly words: string; readonly href: string }
type Links = { readonly loans: string; readonly first: string; readonly credit: string }

export function sumCells(w: Words, head: Head, sums: InclusionSums, links?: Links) {
  const average = averageOf(sums)
  const linked = (words: string, href: string | undefined, isAny: boolean) =>
    href && isAny ? { words, href } : words
  return [
    head,
    linked(showCount(sums.loans), links?.loans, sums.loans > 0),
    linked(showCount(sums.firstLoans), links?.first, sums.firstLoans > 0),
    linked(shareOf(sums.creditFen, sums.amountFen) ?? '—', links?.credit, sums.creditFen > 0),
    average === null ? w('dashboards.none') : wanCell(average),
    percent(costOf(sums)),
    wanCell(sums.savingFen),
  ]
}

/** What a bad year would cost, by the newest stress test. */
export async function stressPanel(w: Words, { stress }: CockpitFigures): Promise<ShownPanel> {
  const links = [
    ...(stress
      ? [{ href: `/stress/${stress.id}`, label: w('cockpit.to-stress-run', { number: stress.number }) }]
      : []),
    { href: '/stress', label: w('cockpit.to-stress') },
  ]
  if (!stress)
    return {
      ...{ id: 'stress', title: w('cockpit.stress-none'), none: w('cockpit.stress-none-text') },
      ...{ headlines: [], figures: [], chart: '', table: null, links },
    }
  const levels = [
    { key: 'p50', sum: stress.p50Fen },
    { key: 'p95', sum: stress.p95Fen },
    { key: 'p99', sum: stress.lossFen },
  ] as const
  return {
    id: 'stress',
    title: w(stress.broken ? 'cockpit.stress-breaks' : 'cockpit.stress-says', {
      ...{ wan: showWan(stress.lossFen), broken: stress.broken },
    }),
    headlines: [],
    figures: [
      figure(w, 'stress-loss', {
        ...{ value: showWan(stress.lossFen), unit: w('cockpit.unit-wan') },
        note: w('cockpit.stress-note', { day: stress.askedOn }),
      }),
    ],
    chart: await barChart(
      levels.map(({ key, sum }) => ({
        ...{ label: w(`cockpit.${key}`), value: fen(sum), shown: w('cockpit.wan', { wan: showWan(sum) }) },
      })),
      150,
    ),
    table: {
      caption: w('cockpit.stress-caption'),
      columns: [{ label: w('cockpit.column.year') }, { label: w('cockpit.column.loss'), kind: 'number' }],
      rows: levels.map(({ key, sum }) => ({ cells: [w(`cockpit.${key}`), wanCell(sum)] })),
    },
    none: '',
    links,
  }
}
