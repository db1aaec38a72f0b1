import { shareOf } from '../dashboards/figures.ts'
import { points } from '../exposures/concentration.ts'
import type { ExposureDimension } from '../exposures/exposure.ts'
import type { Concentration, CoveredOfFirm, FigureRow } from '../exposures/index.ts'
import type { Circle } from '../guarantees/circles.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, showWan } from '../money/fen.ts'
import { wanCell } from '../platform/web/cells.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import { definedAt } from './panel.ts'

/** The ten firms with the most under cover. */
export const topTable = (w: Words, { top, index }: Concentration) => ({
  caption: w('cockpit.top-caption', { index: index.firm === null ? '—' : showCount(points(index.firm)) }),
  columns: [
    { label: w('cockpit.column.firm') },
    { label: w('cockpit.column.wan'), kind: 'number' },
    { label: w('cockpit.column.part'), kind: 'number' },
  ],
  rows: top.map(({ id, firm, balanceFen, partPpm }) => ({
    cells: [
      { words: firm, href: `/enterprises/${id}` },
      wanCell(balanceFen),
      shareOf(partPpm, 1_000_000) ?? '',
    ],
  })),
})

/** By whom a circle is called: its controllers, or what else makes it one. */
const circleWords = (w: Words, { controllers, mutual }: Circle): string =>
  controllers.length
    ? controllers.join(w('guarantees.circle-comma'))
    : w(mutual ? 'guarantees.circle-mutual' : 'guarantees.circle-related')

/** Firms that belong together, with what they have under cover as one, and the way to its firms and loans. */
export const circlesTable = (w: Words, circles: readonly Circle[], balanceFen: Fen, day: string) => ({
  caption: w('cockpit.circles-caption'),
  columns: [
    { label: w('cockpit.column.circle') },
    { label: w('cockpit.column.firms') },
    { label: w('cockpit.column.wan'), kind: 'number' },
    { label: w('cockpit.column.part'), kind: 'number' },
  ],
  rows: circles.slice(0, 10).map((circle) => ({
    cells: [
      {
        words: circleWords(w, circle),
        href: `/cockpit/exposure/circle?firm=${circle.firms[0]?.firmId ?? ''}${day}`,
        ...(circle.mutual && circle.controllers.length ? { note: w('guarantees.circle-mutual') } : {}),
      },
      circle.firms
        .map(({ firm, balanceFen: own }) => w('guarantees.circle-firm', { firm, wan: showWan(own) }))
        .join(w('guarantees.circle-comma')),
      ...[wanCell(circle.balanceFen), shareOf(circle.balanceFen, balanceFen) ?? ''],
    ],
  })),
})

type CircleShown = {
  readonly circle: Circle
  readonly covered: readonly CoveredOfFirm[]
  readonly on: Day | null
}

/** 担保圈穿透: the firms of a circle and every loan that they have under cover; both add up to what the circle has. */
export function circlePage(w: Words, { circle, covered, on }: CircleShown) {
  const { firms, balanceFen } = circle
  const number = (key: string) => ({ label: w(`cockpit.column.${key}`), kind: 'number' as const })
  return {
    title: w('cockpit.circle-title', { name: circleWords(w, circle) }),
    lead: w(on ? 'cockpit.circle-lead-on' : 'cockpit.circle-lead', {
      ...{ day: on ?? '', firms: showCount(firms.length), loans: showCount(covered.length) },
      wan: showWan(balanceFen),
    }),
    back: { href: `/cockpit/exposure${on ? `?on=${on}` : ''}`, label: w('cockpit.exposure-title') },
    all: null,
    defines: [{ href: definedAt('group-balance'), label: w('figures.name.group-balance') }],
    tables: [
      {
        ...{ caption: w('cockpit.circle-firms'), scroll: false },
        columns: [{ label: w('cockpit.column.firm') }, ...['wan', 'part', 'covered'].map(number)],
        rows: firms.map(({ firmId, firm, balanceFen: own }) => ({
          cells: [
            { words: firm, href: `/enterprises/${firmId}` },
            ...[wanCell(own), shareOf(own, balanceFen) ?? ''],
            showCount(covered.filter(({ enterpriseId }) => enterpriseId === firmId).length),
          ],
        })),
      },
      {
        ...{ caption: w('cockpit.circle-loans'), scroll: false },
        columns: [
          { label: w('cockpit.column.loan'), kind: 'code' },
          ...['firm', 'bank', 'under'].map((key) => ({ label: w(`cockpit.column.${key}`) })),
          number('wan'),
        ],
        rows: covered.map(({ id, kind, firm, bank, loanNumber, balanceFen: own }) => ({
          cells: [
            { words: loanNumber ?? w('cockpit.no-loan'), href: `/${pageOf[kind]}/${id}` },
            ...[firm, bank, w(`cockpit.under-${kind}`), wanCell(own)],
          ],
        })),
      },
    ],
  }
}

/** Where what is under cover has its own page. */
export const pageOf = { guarantee: 'guarantees', cover: 'covers', bridge: 'bridges' } as const

/** Pools and advances have no guarantor: without this line the others would not add up to the whole. */
export function unguarded(
  w: Words,
  by: ExposureDimension,
  lines: readonly FigureRow[],
  balanceFen: Fen,
  loans: number,
) {
  const rest = by === 'guarantor' ? balanceFen - lines.reduce((sum, row) => sum + row.balanceFen, 0) : 0
  if (rest <= 0) return []
  const others = loans - lines.reduce((sum, row) => sum + row.loans, 0)
  const cells = [wanCell(fen(rest)), shareOf(rest, balanceFen) ?? '', showCount(others)]
  return [{ cells: [w('cockpit.unguarded'), ...cells] }]
}
