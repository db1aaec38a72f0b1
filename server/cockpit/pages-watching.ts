import { barChart } from '../platform/web/charts.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { CockpitFigures } from './figures.ts'
import { figure } from './pages-asking.ts'
import type { ShownPanel } from './panel.ts'

/** Which warnings stand, and what people have in hand. */
export async function watchPanel(w: Words, { watch }: CockpitFigures): Promise<ShownPanel> {
  const links = [
    { href: '/bureau/warnings', label: w('cockpit.to-warnings') },
    { href: '/bureau/assignments', label: w('cockpit.to-assignments') },
    { href: '/bureau/overdue?reach=all', label: w('cockpit.to-overdue') },
  ]
  const panel = { id: 'watch' as const, headlines: [], figures: [], chart: '', table: null, none: '', links }
  if (!watch) return { ...panel, title: w('cockpit.watch-title'), none: w('cockpit.not-told') }
  const { rules, running, late } = watch
  const standing = rules.reduce((sum, { count }) => sum + count, 0)
  const most = rules[0]
  return {
    ...panel,
    title: most
      ? w('cockpit.watch-says', { count: showCount(standing), rule: w(`warnings.rule.${most.rule}`) })
      : w('cockpit.watch-none'),
    figures: [
      figure(w, 'warnings-standing', {
        ...{ value: showCount(standing), unit: w('cockpit.unit-warnings') },
        href: '/bureau/warnings?state=standing',
      }),
      figure(w, 'in-hands', {
        ...{ value: showCount(running), unit: w('cockpit.unit-matters') },
        href: '/bureau/assignments?standing=running',
        note: w('cockpit.in-hands-late', { count: showCount(late) }),
        ...(late ? { tone: 'bad' as const } : {}),
      }),
    ],
    chart: most
      ? await barChart(
          rules.map(({ rule, count }) => ({
            ...{ label: w(`cockpit.rule.${rule}`), value: count, shown: showCount(count) },
          })),
          150,
        )
      : '',
    table: most
      ? {
          caption: w('cockpit.watch-caption'),
          columns: [
            { label: w('warnings.column.rule') },
            { label: w('warnings.column.standing'), kind: 'number' },
          ],
          rows: rules.map(({ rule, count }) => ({
            cells: [
              { words: w(`warnings.rule.${rule}`), href: `/bureau/warnings?rule=${rule}&state=standing` },
              showCount(count),
            ],
          })),
        }
      : null,
  }
}
