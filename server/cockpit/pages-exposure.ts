import { partyWords } from '../arrangements/index.ts'
import { shareOf } from '../dashboards/figures.ts'
import { placeName } from '../enterprises/index.ts'
import { points } from '../exposures/concentration.ts'
import type { BearerRole, ExposureDimension } from '../exposures/exposure.ts'
import {
  type AsOf,
  type Concentration,
  districtMap,
  type ExposedLoan,
  type FigureRow,
  inDimension,
  type Overview,
} from '../exposures/index.ts'
import type { Circle } from '../guarantees/circles.ts'
import { type Fen, noFen, plus, showWan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import type { Refusal } from '../platform/outcome.ts'
import { wanCell } from '../platform/web/cells.ts'
import { barChart } from '../platform/web/charts.ts'
import { one, type Pager } from '../platform/web/paging.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import type { CockpitFigures, ExposureLine } from './figures.ts'
import { figure } from './pages-asking.ts'
import { circlesTable, pageOf, topTable, unguarded } from './pages-concentration.ts'
import { definedAt, type ShownPanel, type ShownTable } from './panel.ts'

/** Whose part is public money: of the treasury and of pools and funds. Guarantors bear with their own capital. */
const publicRoles: readonly BearerRole[] = ['treasury', 'pool', 'fund', 'national-fund', 'bridge-pool']

/** 谁来承担: a party of an arrangement, or the bridge pool itself. */
export const roleWords = (w: Words, role: BearerRole): string =>
  role === 'bridge-pool' ? w('cockpit.role-bridge-pool') : w(partyWords(role))

/** What public money would bear if all of it were lost. */
export const publicOf = ({ roles }: ExposureLine): Fen =>
  plus(noFen, ...roles.filter(({ role }) => publicRoles.includes(role)).map(({ fen }) => fen))

/** Who bears how much of what is under cover, where it lies, and how much hangs on few. */
export async function exposurePanel(
  w: Words,
  reference: Reference,
  { exposure }: CockpitFigures,
): Promise<ShownPanel> {
  const links = [
    { href: '/cockpit/exposure', label: w('cockpit.to-exposure') },
    { href: '/exposure/groups', label: w('cockpit.to-circles') },
    { href: '/stop-lines', label: w('cockpit.to-lines') },
  ]
  const panel = { id: 'exposure' as const, links }
  if (!exposure?.loans)
    return {
      ...{ ...panel, title: w('cockpit.exposure-none'), none: w('cockpit.exposure-none-text') },
      ...{ headlines: [], figures: [], chart: '', table: null },
    }
  const { balanceFen, loans, roles, topPpm, indexPpm } = exposure
  const [first] = roles
  return {
    ...panel,
    title: w('cockpit.exposure-says', {
      ...{ wan: showWan(balanceFen), loans, who: first ? roleWords(w, first.role) : '' },
      share: first ? (shareOf(first.fen, balanceFen) ?? '') : '',
    }),
    headlines: [figure(w, 'exposure-balance', { value: showWan(balanceFen), unit: w('cockpit.unit-wan') })],
    figures: [
      figure(w, 'exposure-public', { value: showWan(publicOf(exposure)), unit: w('cockpit.unit-wan') }),
      figure(w, 'exposure-top', { value: (topPpm !== null && shareOf(topPpm, 1_000_000)) || '—' }),
      figure(w, 'exposure-index', { value: indexPpm === null ? '—' : showCount(points(indexPpm)) }),
    ],
    chart: await barChart(
      roles.map(({ role, fen }) => ({
        ...{ label: roleWords(w, role), value: fen },
        shown: w('cockpit.wan', { wan: showWan(fen) }),
      })),
      150,
    ),
    mark: w('cockpit.exposure-mark'),
    map: mapOf(w, reference, exposure),
    table: districtsTable(w, reference, exposure),
    none: '',
  }
}

const districtsTable = (
  w: Words,
  reference: Reference,
  { districts, balanceFen }: ExposureLine,
): ShownTable => ({
  caption: w('cockpit.exposure-caption'),
  columns: [
    { label: w('cockpit.column.place') },
    { label: w('cockpit.column.wan'), kind: 'number' },
    { label: w('cockpit.column.part'), kind: 'number' },
    { label: w('cockpit.column.covered'), kind: 'number' },
  ],
  rows: districts.map(({ code, balanceFen: there, loans: count }) => ({
    cells: [
      {
        words: placeName(reference, w.language, code),
        href: `/cockpit/exposure/loans?by=district&key=${code}`,
      },
      wanCell(there),
      shareOf(there, balanceFen) ?? '',
      showCount(count),
    ],
  })),
})

/** Where it lies, each district with the way to its loans. */
function mapOf(w: Words, reference: Reference, { districts, balanceFen }: ExposureLine): string {
  const [most] = districts
  if (!most) return ''
  const says = w('exposures.map-says', {
    name: placeName(reference, w.language, most.code),
    part: shareOf(most.balanceFen, balanceFen) ?? '',
  })
  const tiles = districts.map(({ code, balanceFen: fen }) => ({
    ...{ code, fen, href: `/cockpit/exposure/loans?by=district&key=${code}` },
  }))
  return districtMap(w, reference, tiles, says)
}

export const exposureCodes = ['exposure-balance', 'exposure-top', 'exposure-index', 'group-balance'] as const

/** By what the page divides, in the order in which it offers them. */
export const shownDimensions = [
  'district',
  'role',
  'party',
  'bank',
  'guarantor',
  'industry',
  'size',
  'scheme',
  'vintage',
] as const satisfies readonly ExposureDimension[]

/** Names of what exposure is divided by. */
export type Names = (dimension: ExposureDimension, key: string) => string

type Divided = {
  readonly by: ExposureDimension
  readonly overview: Overview
  readonly concentration: Concentration
  readonly circles: readonly Circle[]
  readonly names: Names
}

/** 风险敞口 divided one way, as of now or of a day, each line with the way to its loans; and how much hangs on few. */
export async function dividedPage(
  { w, today, parts: { reference } }: SignedIn,
  { by, overview, concentration, circles, names }: Divided,
) {
  const { figures, balanceFen, loans, on, asOf } = overview
  const rows = inDimension(figures, by).filter(
    (row) => row.loans > 0 || row.balanceFen > 0 || row.shareFen > 0,
  )
  const isBorne = by === 'role' || by === 'party'
  const sum = (row: FigureRow) => (isBorne ? row.shareFen : row.balanceFen)
  const day = on ? `&on=${on}` : ''
  const lines = isBorne ? rows.toSorted((one, other) => other.shareFen - one.shareFen) : rows
  const says = lines[0]
    ? w('cockpit.exposure-most', {
        ...{ name: names(by, lines[0].key), wan: showWan(sum(lines[0])) },
        share: shareOf(sum(lines[0]), balanceFen) ?? '',
      })
    : ''
  return {
    title: w('cockpit.exposure-title'),
    lead: w('cockpit.exposure-lead', { day: asOf, wan: showWan(balanceFen), loans: showCount(loans) }),
    back: { href: '/cockpit#exposure', label: w('figures.to-cockpit') },
    by,
    chosen: { value: asOf, max: today, isPast: on !== null },
    defines: exposureCodes.map((code) => ({
      ...{ href: definedAt(code), label: w(`figures.name.${code}`) },
    })),
    tabs: tabsOf(w, by, day),
    watch: { href: `/bureau/exposure?by=${by}${day}`, label: w('cockpit.to-watch') },
    says,
    map:
      by === 'district'
        ? districtMap(
            w,
            reference,
            lines.map(({ key: code, balanceFen: fen }) => ({
              ...{ code, fen, href: `/cockpit/exposure/loans?by=district&key=${code}${day}` },
            })),
            says,
          )
        : '',
    chart:
      lines.length && by !== 'district'
        ? await barChart(
            lines.slice(0, mostBars).map((row) => ({
              ...{ label: names(by, row.key), value: Math.max(0, sum(row)) },
              shown: w('cockpit.wan', { wan: showWan(sum(row)) }),
            })),
            170,
          )
        : '',
    table: lines.length ? dividedTable(w, { by, lines, balanceFen, loans, names, sum, day }) : null,
    circles: circles.length ? circlesTable(w, circles, balanceFen, day) : null,
    top: concentration.top.length ? topTable(w, concentration) : null,
    nothing: { title: w('cockpit.exposure-none'), text: w('cockpit.exposure-none-text') },
  }
}

const tabsOf = (w: Words, by: ExposureDimension, day: string) =>
  shownDimensions.map((dimension) => ({
    ...{ href: `/cockpit/exposure?by=${dimension}${day}`, label: w(`cockpit.by.${dimension}`) },
    current: dimension === by,
  }))

/** A day of which nothing can be said, with the question as it was asked. */
export const refusedPage = ({ w, today, query }: SignedIn, by: ExposureDimension, refusal: Refusal) => ({
  title: w('cockpit.exposure-title'),
  lead: w('cockpit.lead'),
  back: { href: '/cockpit#exposure', label: w('figures.to-cockpit') },
  ...{ by, chosen: { value: one(query.on), max: today, isPast: true }, tabs: tabsOf(w, by, '') },
  ...{ says: '', map: '', chart: '', table: null, circles: null, top: null, defines: [] },
  nothing: { title: w.refusal(refusal), text: w('exposures.other-day') },
})

const mostBars = 8

type Lines = Pick<Divided, 'by' | 'names'> & {
  readonly lines: readonly FigureRow[]
  readonly balanceFen: Fen
  readonly loans: number
  readonly sum: (row: FigureRow) => Fen
  readonly day: string
}

const dividedTable = (w: Words, { by, lines, balanceFen, loans, names, sum, day }: Lines) => ({
  caption: w('cockpit.exposure-by', { by: w(`cockpit.by.${by}`) }),
  columns: [
    { label: w(`cockpit.by.${by}`) },
    { label: w('cockpit.column.wan'), kind: 'number' },
    { label: w('cockpit.column.part'), kind: 'number' },
    { label: w('cockpit.column.covered'), kind: 'number' },
  ],
  rows: [
    ...lines.map((row) => ({
      cells: [
        { words: names(by, row.key), href: `/cockpit/exposure/loans?by=${by}&key=${row.key}${day}` },
        ...[wanCell(sum(row)), shareOf(sum(row), balanceFen) ?? '', showCount(row.loans)],
      ],
    })),
    ...unguarded(w, by, lines, balanceFen, loans),
  ],
})

type Behind = {
  readonly day: AsOf
  readonly by: ExposureDimension
  readonly key: string
  readonly names: Names
  readonly rows: readonly ExposedLoan[]
  readonly pager: Pager
}

/** One covered loan, with the way to its own page. */
export const behindRow = (
  w: Words,
  { exposure, firm, bank, loanNumber, balanceFen, shareFen }: ExposedLoan,
) => ({
  cells: [
    { words: loanNumber ?? w('cockpit.no-loan'), href: `/${pageOf[exposure.kind]}/${exposure.id}` },
    ...[firm, bank, w(`cockpit.under-${exposure.kind}`), wanCell(balanceFen), wanCell(shareFen)],
  ],
})

/** The covered loans behind a line, each with the way to its own page. */
export const behindPage = (w: Words, { day, by, key, names, rows, pager }: Behind) => ({
  title: w('cockpit.behind-title', { name: names(by, key) }),
  lead: w(day.on ? 'cockpit.behind-lead-on' : 'cockpit.behind-lead', { day: day.asOf }),
  back: {
    href: `/cockpit/exposure?by=${by}${day.on ? `&on=${day.on}` : ''}`,
    label: w('cockpit.exposure-title'),
  },
  table: rows.length
    ? {
        caption: w('cockpit.behind-caption'),
        columns: [
          { label: w('cockpit.column.loan'), kind: 'code' },
          { label: w('cockpit.column.firm') },
          { label: w('cockpit.column.bank') },
          { label: w('cockpit.column.under') },
          { label: w('cockpit.column.wan'), kind: 'number' },
          { label: w('cockpit.column.borne'), kind: 'number' },
        ],
        rows: rows.map((one) => behindRow(w, one)),
      }
    : null,
  nothing: { title: w('cockpit.loans-none'), text: w('cockpit.loans-none-text') },
  defines: [{ href: definedAt('exposure-balance'), label: w('figures.name.exposure-balance') }],
  pager,
})
