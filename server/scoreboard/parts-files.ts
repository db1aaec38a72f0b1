import type { Reference } from '../parts.ts'
import { dayOf } from '../platform/clock.ts'
import { csv } from '../platform/csv.ts'
import type { Words } from '../platform/web/words.ts'
import { type Figures, isHiddenIn, type Row } from './edition.ts'
import { breakdowns } from './figures.ts'
import { definitions, quarterWords } from './pages.ts'
import { partWords } from './pages-tables.ts'
import { quarterOf } from './quarter.ts'
import type { OpenEdition } from './rows.ts'

const figureKeys = [
  'firms',
  'loans',
  'drawnFen',
  'firstLoans',
  'unsecuredSharePpm',
  'yearlyCostPpm',
  'taken',
  'answered',
  'inTime',
  'medianDays',
  'ninetiethDays',
  'offers',
  'declined',
  'ratings',
  'ratingTenths',
] as const satisfies readonly (keyof Figures)[]

/** A row as programs read it: figures by name, null where there is none, and which of them are hidden. */
const plainRow = (row: Row, name: string) => {
  const hidden = figureKeys.filter((key) => isHiddenIn(row, key))
  const figures = { ...row.figures, ...Object.fromEntries(hidden.map((key) => [key, null])) }
  return { part: row.part, name, ...figures, hidden }
}

/** A published edition as JSON, for the page and for the API alike. */
export function boardJson(w: Words, reference: Reference, edition: OpenEdition) {
  const quarter = quarterOf(edition.quarter)
  const rows = (by: (typeof breakdowns)[number]) =>
    edition.content.tables[by].map((row) => plainRow(row, partWords(w, reference, edition, by, row.part)))
  return {
    quarter: edition.quarter,
    firstDay: quarter?.from ?? '',
    lastDay: quarter?.to ?? '',
    edition: edition.edition,
    reason: edition.reason,
    publishedOn: edition.decidedAt ? dayOf(edition.decidedAt) : '',
    leastFirms: edition.rule.leastFirms,
    mostSharePpm: edition.rule.mostSharePpm as number,
    policyVersion: edition.ruleVersion,
    total: plainRow(edition.content.total, w('scoreboard.city')),
    banks: rows('bank'),
    districts: rows('district'),
    industries: rows('industry'),
    sizes: rows('size'),
  }
}

/** The same as one table: each line says what it is broken down by; hidden figures say so; definitions stand below. */
export function boardCsv(w: Words, reference: Reference, edition: OpenEdition): string {
  const value = (row: Row, key: keyof Figures): string =>
    isHiddenIn(row, key) ? w('scoreboard.hidden') : String(row.figures[key] ?? '')
  const line = (by: string, name: string, row: Row) => [
    ...[edition.quarter, String(edition.edition), by, row.part, name],
    ...figureKeys.map((key) => value(row, key)),
  ]
  return csv([
    [
      ...['quarter', 'edition', 'by', 'part', 'name'].map((key) => w(`scoreboard.file.${key}`)),
      ...figureKeys.map((key) => w(`scoreboard.file.${key}`)),
    ],
    line(w('scoreboard.city'), w('scoreboard.city'), edition.content.total),
    ...breakdowns.flatMap((by) =>
      edition.content.tables[by].map((row) =>
        line(w(`scoreboard.part-${by}`), partWords(w, reference, edition, by, row.part), row),
      ),
    ),
    [],
    [w('scoreboard.title'), quarterWords(w, edition.quarter)],
    ...definitions(w).map(({ label, value: text }) => [label, text]),
  ])
}
