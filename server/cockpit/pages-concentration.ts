import { shareOf } from '../dashboards/figures.ts'
import { points } from '../exposures/concentration.ts'
import type { ExposureDimension } from '../exposures/exposure.ts'
import type { Concentration, FigureRow } from '../exposures/index.ts'
import type { Circle } from '../guarantees/circles.ts'
import { type Fen, fen, showWan } from '../money/fen.ts'
import { wanCell } from '../platform/web/cells.ts'
import { showCount, type Words } from '../platform/web/words.ts'

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

/** Firms that belong together, with what they have under cover as one. */
export const circlesTable = (w: Words, circles: readonly Circle[], balanceFen: Fen) => ({
  caption: w('cockpit.circles-caption'),
  columns: [
    { label: w('cockpit.column.circle') },
    { label: w('cockpit.column.firms') },
    { label: w('cockpit.column.wan'), kind: 'number' },
    { label: w('cockpit.column.part'), kind: 'number' },
  ],
  rows: circles.slice(0, 10).map(({ controllers, mutual, firms, balanceFen: sum }) => ({
    cells: [
      {
        words: controllers.length
          ? controllers.join(w('guarantees.circle-comma'))
          : w(mutual ? 'guarantees.circle-mutual' : 'guarantees.circle-related'),
        ...(mutual && controllers.length ? { note: w('guarantees.circle-mutual') } : {}),
      },
      firms
        .map(({ firm, balanceFen: own }) => w('guarantees.circle-firm', { firm, wan: showWan(own) }))
        .join(w('guarantees.circle-comma')),
      ...[wanCell(sum), shareOf(sum, balanceFen) ?? ''],
    ],
  })),
})

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
