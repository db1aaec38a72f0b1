import { actorWords } from '../audit/index.ts'
import { meaningsOf } from '../exports/index.ts'
import type { Reference } from '../parts.ts'
import type { Instant } from '../platform/clock.ts'
import { showInstant } from '../platform/clock.ts'
import type { WrittenSheet } from '../platform/sheets/sheet.ts'
import type { Words } from '../platform/web/words.ts'
import { breakdowns } from './figures.ts'
import { defined, type FiguresAsked, type FiguresFound, periodWords, tableOf } from './pages.ts'
import { plainLine } from './workbook.ts'

const columns = ['approvals', 'approved', 'firms', 'drawn', 'bad', 'bad-sum'] as const

type Exported = {
  readonly asked: Omit<FiguresAsked, 'by'>
  readonly found: Omit<FiguresFound, 'published'>
  readonly place: string
  readonly by: { readonly actor: string; readonly at: Instant }
}

/** All breakdowns, each a sheet of its own; what was asked for, by whom and when stands on the last. */
export const exportSheets = (
  w: Words,
  reference: Reference,
  { asked, found, place, by }: Exported,
): WrittenSheet[] => [
  ...breakdowns.map((breakdown): WrittenSheet => {
    const { parts, whole } = tableOf(w, reference, breakdown, found)
    return {
      name: w(`tax-figures.part-${breakdown}`),
      header: [
        w(`tax-figures.part-${breakdown}`),
        ...columns.map((key) => w(`tax-figures.column-yuan.${key}`)),
      ],
      rows: [
        ...parts.map(([label, figures]) => plainLine(label, figures)),
        plainLine(w('tax-figures.together'), whole),
      ],
      widths: [30, ...columns.map(() => 18)],
    }
  }),
  {
    name: w('tax-figures.about'),
    header: [w('tax-figures.title'), ''],
    rows: [
      [w('tax-figures.period'), periodWords(w, asked.period)],
      [w('dashboards.county'), place],
      [w('tax-figures.taken-by'), actorWords(w, by.actor)],
      [w('tax-figures.taken-at'), showInstant(by.at)],
      ...meaningsOf(w, defined),
    ],
    widths: [24, 90],
  },
]

/** The same as one table: the breakdown stands in the first column of each line. */
export const exportTable = (sheets: readonly WrittenSheet[]): string[][] => {
  const [first] = sheets
  const breakdownSheets = sheets.slice(0, -1)
  return [
    ['', ...(first?.header ?? []).map((label, at) => (at === 0 ? '' : label))],
    ...breakdownSheets.flatMap(({ name, rows }) => rows.map((row) => [name, ...row])),
    ...(sheets.at(-1)?.rows ?? []).map((row) => [...row]),
  ]
}
