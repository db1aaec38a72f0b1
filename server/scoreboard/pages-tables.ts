import { industryName, placeName } from '../enterprises/index.ts'
import { type Fen, plus, showWan } from '../money/fen.ts'
import { type Ppm, showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { type Bar, barChart } from '../platform/web/charts.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import { type Figures, isHiddenIn, partOf, type Row } from './edition.ts'
import type { Breakdown } from './figures.ts'
import type { OpenEdition } from './rows.ts'

/** What a part of a breakdown is called; banks by their names of the day on which it was worked out. */
export function partWords(
  w: Words,
  reference: Reference,
  { names }: Pick<OpenEdition, 'names'>,
  by: Breakdown,
  part: string,
): string {
  if (by === 'bank') return names[part] ?? part
  if (by === 'district') return placeName(reference, w.language, part)
  if (by === 'industry') return industryName(reference, w.language, part)
  return w(`enterprises.size.${part}`)
}

/** '34.5' of 345 tenths. */
const showTenths = (tenths: number): string => `${Math.floor(tenths / 10)}.${tenths % 10}`
/** '34.5%' of a share, which is kept to a tenth of a percent. */
const showShare = (share: Ppm): string => `${showTenths(share / 1_000)}%`

/** What stands in a column, by its key: the words of a value, and the figure by which it is hidden. */
type ColumnKey = 'firms' | 'loans' | 'drawn' | 'first' | 'unsecured' | 'cost' | BankKey
type BankKey = 'taken' | 'timely' | 'median' | 'ninetieth' | 'offers' | 'declined' | 'rating'

const figureAt: Readonly<Record<ColumnKey, keyof Figures>> = {
  firms: 'firms',
  loans: 'loans',
  drawn: 'drawnFen',
  first: 'firstLoans',
  unsecured: 'unsecuredSharePpm',
  cost: 'yearlyCostPpm',
  taken: 'taken',
  timely: 'inTime',
  median: 'medianDays',
  ninetieth: 'ninetiethDays',
  offers: 'offers',
  declined: 'declined',
  rating: 'ratingTenths',
}

export const loanColumns = ['firms', 'loans', 'drawn', 'first', 'unsecured', 'cost'] as const
export const bankColumns = [
  'taken',
  'timely',
  'median',
  'ninetieth',
  'offers',
  'declined',
  'drawn',
  'rating',
] as const

/** A figure in words; what is hidden says so, and what is not there is a dash. */
export function figureWords(w: Words, row: Row, key: ColumnKey): string {
  if (isHiddenIn(row, figureAt[key])) return w('scoreboard.hidden')
  const { figures } = row
  const decided =
    figures.offers === null || figures.declined === null ? null : figures.offers + figures.declined
  switch (key) {
    case 'drawn':
      return wan(figures.drawnFen)
    case 'unsecured':
      return share(figures.unsecuredSharePpm)
    case 'cost':
      return figures.yearlyCostPpm === null ? none : showPercent(figures.yearlyCostPpm)
    case 'timely':
      return share(partOf(figures.inTime, figures.answered))
    case 'declined':
      return share(partOf(figures.declined, decided))
    case 'rating':
      return figures.ratingTenths === null ? none : showTenths(figures.ratingTenths)
    default: {
      const count = figures[figureAt[key]]
      return count === null ? none : showCount(count)
    }
  }
}

const none = '—'
const wan = (sum: Fen | null): string => (sum === null ? none : showWan(sum))
const share = (part: Ppm | null): string => (part === null ? none : showShare(part))

export type Named = { readonly row: Row; readonly label: string }

/** The rows of a breakdown with their names: what has an order of its own keeps it, the rest by most money shown. */
export function namedRows(
  w: Words,
  reference: Reference,
  edition: OpenEdition,
  by: Breakdown,
): readonly Named[] {
  const rows = edition.content.tables[by].map((row) => ({
    row,
    label: partWords(w, reference, edition, by, row.part),
  }))
  // Banks stand in the order of their names: the page informs, it does not rank.
  if (by !== 'industry') return rows
  return rows.toSorted((one, other) => (other.row.figures.drawnFen ?? -1) - (one.row.figures.drawnFen ?? -1))
}

/** A breakdown as a table, with the whole city on its last line. */
export const tableOf = (w: Words, by: Breakdown, rows: readonly Named[], total: Row) => {
  const columns: readonly ColumnKey[] = by === 'bank' ? bankColumns : loanColumns
  const cells = (row: Row) => columns.map((key) => figureWords(w, row, key))
  return {
    caption: w(`scoreboard.by-${by}`),
    columns: [
      { label: w(`scoreboard.part-${by}`) },
      ...columns.map((key) => ({ label: w(`scoreboard.column.${key}`), kind: 'number' })),
    ],
    rows: [
      ...rows.map(({ row, label }) => ({ cells: [label, ...cells(row)] })),
      { cells: [{ words: w('scoreboard.city'), strong: true }, ...cells(total)] },
    ],
  }
}

/** What was drawn where it is shown, the most first. */
const drawnRows = (rows: readonly Named[]) =>
  rows
    .flatMap(({ row, label }) =>
      row.figures.drawnFen === null || row.figures.drawnFen === 0
        ? []
        : [{ label, fen: row.figures.drawnFen }],
    )
    .toSorted((one, other) => other.fen - one.fen)

const mostBars = 10
const longestLabel = 12
const cut = (label: string): string =>
  label.length > longestLabel * 2 ? `${label.slice(0, longestLabel * 2 - 1)}…` : label

/** The finding of a chart: where most was drawn, of all or of those that are shown; null where too little is shown for one. */
export async function chartOf(
  w: Words,
  by: Breakdown,
  rows: readonly Named[],
  total: Row,
): Promise<{ readonly says: string; readonly chart: string } | null> {
  const drawn = drawnRows(rows)
  const [first] = drawn
  if (!first || drawn.length < 2) return null
  // Those that are hidden may have more than the first that is shown, unless all of them together have less.
  const hiddenFen =
    (total.figures.drawnFen ?? Number.POSITIVE_INFINITY) - plus(...drawn.map(({ fen }) => fen))
  const isWhole = hiddenFen < first.fen
  const saysKey = isWhole ? `says-${by}` : `says-shown-${by}`
  const bars: Bar[] = drawn
    .slice(0, mostBars)
    .map(({ label, fen }) => ({ label: cut(label), value: fen, shown: showWan(fen) }))
  const longest = Math.max(...bars.map(({ label }) => widthOf(label)))
  return {
    says: w(`scoreboard.${saysKey}`, { part: first.label, wan: showWan(first.fen) }),
    chart: await barChart(bars, Math.min(190, 20 + longest)),
  }
}

/** About how wide a label is drawn, in the chart’s own units. */
const widthOf = (label: string): number =>
  [...label].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 15 : 8), 0)
