import { type Spread, shareOf } from '../dashboards/figures.ts'
import { yearOf } from '../money/day.ts'
import { showWan } from '../money/fen.ts'
import { wanCell } from '../platform/web/cells.ts'
import { barChart } from '../platform/web/charts.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { FigureCode } from './definition.ts'
import type { CockpitFigures } from './figures.ts'
import { definedAt, type ShownFigure, type ShownPanel } from './panel.ts'

/** Longer lists stand on the pages behind. */
const shownRules = 6
const shownBanks = 8

export const figure = (
  w: Words,
  code: FigureCode,
  shown: Omit<ShownFigure, 'define' | 'label'> & { readonly label?: string },
): ShownFigure => ({ label: w(`figures.name.${code}`), ...shown, define: definedAt(code) })

const daysWords = (w: Words, spread: Spread | null, which: 'median' | 'ninetieth') =>
  spread
    ? { words: w('dashboards.days', { days: spread[which] }), value: spread[which] }
    : { words: w('dashboards.none'), value: null }

/** How far the needs of the year came, how quickly, and what is late now. */
export async function funnelPanel(
  w: Words,
  { on, funnel, overdue, overdueListed }: CockpitFigures,
): Promise<ShownPanel> {
  const posted = funnel[0]
  const drawn = funnel.at(-1)
  const count = posted?.count ?? 0
  const taken = funnel[1]?.days ?? null
  return {
    id: 'funnel',
    title: count
      ? w('cockpit.funnel-says', {
          ...{ posted: count, drawn: drawn?.count ?? 0 },
          share: shareOf(drawn?.count ?? 0, count) ?? '',
        })
      : w('cockpit.funnel-none', { year: String(yearOf(on)) }),
    headlines: [
      figure(w, 'posted', { value: showCount(count), unit: w('cockpit.unit-needs') }),
      overdueFigure(w, overdue, overdueListed ?? null),
    ],
    figures: [
      figure(w, 'drawn-share', { value: shareOf(drawn?.count ?? 0, count) ?? '—' }),
      figure(w, 'step-days', {
        label: w('cockpit.days-to-take'),
        value: taken ? String(taken.median) : '—',
        unit: w('cockpit.unit-days'),
      }),
    ],
    chart: count
      ? await barChart(
          funnel.map((step) => ({
            label: w(`dashboards.step-${step.step}`),
            value: step.count,
            shown: w('dashboards.bar', { count: step.count, share: shareOf(step.count, count) ?? '' }),
          })),
        )
      : '',
    mark: w('cockpit.funnel-mark'),
    table: {
      caption: w('cockpit.funnel-caption'),
      columns: [
        { label: w('dashboards.step') },
        ...(['count', 'amount', 'median', 'ninetieth'] as const).map((key) => ({
          ...{ label: w(`dashboards.column-${key}`), kind: 'number' as const },
        })),
      ],
      rows: funnel.map(({ step, count: reached, amountFen, days }) => ({
        cells: [
          w(`dashboards.step-${step}`),
          showCount(reached),
          wanCell(amountFen),
          daysWords(w, days, 'median'),
          daysWords(w, days, 'ninetieth'),
        ],
      })),
    },
    none: '',
    links: funnelLinks(w, on),
  }
}

const funnelLinks = (w: Words, on: CockpitFigures['on']) => [
  { href: `/bureau/funnel?period=${yearOf(on)}`, label: w('cockpit.to-funnel') },
  { href: '/cockpit/loans?of=year', label: w('cockpit.to-loans') },
  { href: '/bureau/overdue?reach=all', label: w('cockpit.to-overdue') },
]

const overdueFigure = (w: Words, overdue: number | null, listed: number | null): ShownFigure =>
  figure(w, 'overdue-steps', {
    value: overdue === null ? '—' : showCount(overdue),
    ...(overdue === null ? { note: w('cockpit.not-told') } : { unit: w('cockpit.unit-steps') }),
    ...(listed === null ? {} : { note: w('cockpit.overdue-listed', { count: showCount(listed) }) }),
    href: '/bureau/overdue?reach=all',
    ...(overdue ? { tone: 'bad' as const } : {}),
  })

/** Which condition alone keeps how many firms and how much money from every product. */
export async function unlockPanel(w: Words, { blocks }: CockpitFigures): Promise<ShownPanel> {
  const [first] = blocks ?? []
  const links = [{ href: '/cockpit/unlock', label: w('cockpit.to-unlock') }]
  const panel = { id: 'unlock' as const, headlines: [], figures: [], chart: '', table: null, links }
  if (blocks === null) return { ...panel, title: w('cockpit.unlock-title'), none: w('cockpit.not-told') }
  if (!first) return { ...panel, title: w('cockpit.unlock-none'), none: w('cockpit.unlock-none-text') }
  const shown = blocks.slice(0, shownRules)
  return {
    ...panel,
    title: w('cockpit.unlock-says', {
      ...{ rule: w(`matching.rule.${first.rule}`), firms: first.firms, wan: showWan(first.amountFen) },
    }),
    headlines: [
      figure(w, 'unlock', {
        ...{ value: showWan(first.amountFen), unit: w('cockpit.unit-wan') },
        href: `/cockpit/unlock?rule=${first.rule}`,
      }),
    ],
    figures: [],
    chart: await barChart(
      shown.map(({ rule, amountFen }) => ({
        ...{ label: w(`matching.rule.${rule}`), value: amountFen },
        shown: w('cockpit.wan', { wan: showWan(amountFen) }),
      })),
      170,
    ),
    table: unlockTable(w, shown),
    none: '',
  }
}

/** Which conditions, how many firms and how much they keep from the shelf. */
export const unlockTable = (w: Words, blocks: NonNullable<CockpitFigures['blocks']>) => ({
  caption: w('cockpit.unlock-caption'),
  columns: [
    { label: w('cockpit.column.rule') },
    ...(['needs', 'firms', 'wan', 'unknown'] as const).map((key) => ({
      ...{ label: w(`cockpit.column.${key}`), kind: 'number' as const },
    })),
  ],
  rows: blocks.map(({ rule, needs, firms, amountFen, unknown }) => ({
    cells: [
      { words: w(`matching.rule.${rule}`), href: `/cockpit/unlock?rule=${rule}` },
      showCount(needs),
      showCount(firms),
      wanCell(amountFen),
      showCount(unknown),
    ],
  })),
})

/** How quickly banks answer, which are late, and why they say no. */
export async function banksPanel(w: Words, { on, banks, declines }: CockpitFigures): Promise<ShownPanel> {
  const late = banks.filter(({ overdue }) => overdue)
  const told = banks.some(({ overdue }) => overdue !== null)
  const [reason] = declines
  const most = banks.toSorted((one, other) => other.cases - one.cases).slice(0, shownBanks)
  return {
    id: 'banks',
    title: !banks.length
      ? w('cockpit.banks-none')
      : told
        ? w(late.length ? 'cockpit.banks-late' : 'cockpit.banks-in-time', {
            late: late.length,
            banks: banks.length,
          })
        : w('cockpit.banks-told', { banks: banks.length }),
    headlines: [],
    figures: [
      figure(w, 'bank-times', { value: showCount(banks.length), unit: w('cockpit.unit-banks') }),
      figure(w, 'declines', {
        value: reason ? w(`applications.decline-reason.${reason.reason}`) : '—',
        ...(reason ? { note: w('cockpit.declines-note', { count: reason.count }) } : {}),
      }),
    ],
    chart: declines.length
      ? await barChart(
          declines.slice(0, 5).map(({ reason: why, count }) => ({
            ...{ label: w(`applications.decline-reason.${why}`), value: count, shown: showCount(count) },
          })),
          170,
        )
      : '',
    table: banks.length ? banksTable(w, most, shortColumns) : null,
    none: '',
    links: [
      { href: '/cockpit/banks', label: w('cockpit.to-banks') },
      { href: `/bureau/funnel?period=${yearOf(on)}`, label: w('cockpit.to-bank-funnel') },
    ],
  }
}

const allColumns = ['cases', 'to-take', 'to-offer', 'ninetieth', 'overdue', 'declined', 'reason'] as const
const shortColumns = ['cases', 'to-take', 'to-offer', 'overdue', 'reason'] as const

export const banksTable = (
  w: Words,
  banks: CockpitFigures['banks'],
  columns: readonly (typeof allColumns)[number][] = allColumns,
) => ({
  caption: w(columns === allColumns ? 'cockpit.banks-table-caption' : 'cockpit.banks-caption'),
  columns: [
    { label: w('cockpit.column.bank') },
    ...columns.map((key) => ({
      ...{
        label: w(`cockpit.column.${key}`),
        kind: key === 'reason' ? ('text' as const) : ('number' as const),
      },
    })),
  ],
  rows: banks.map((bank) => ({
    cells: [
      { words: bank.name, href: `/bureau/funnel?bank=${bank.id}` },
      ...columns.map((key) => bankCell(w, bank, key)),
    ],
  })),
})

function bankCell(w: Words, bank: CockpitFigures['banks'][number], key: (typeof allColumns)[number]) {
  switch (key) {
    case 'cases':
      return showCount(bank.cases)
    case 'to-take':
      return daysWords(w, bank.toTake, 'median')
    case 'to-offer':
      return daysWords(w, bank.toOffer, 'median')
    case 'ninetieth':
      return daysWords(w, bank.toOffer, 'ninetieth')
    case 'overdue':
      return bank.overdue
        ? { words: showCount(bank.overdue), tone: 'bad' }
        : bank.overdue === null
          ? '—'
          : '0'
    case 'declined':
      return showCount(bank.declined)
    case 'reason':
      return bank.reason ? w(`applications.decline-reason.${bank.reason}`) : '—'
  }
}
