import type { WrittenSheet } from '../platform/sheets/sheet.ts'
import type { Words } from '../platform/web/words.ts'
import { importColumns } from './import-row.ts'
import type { ColumnLabels } from './import-sheet.ts'

/** The columns that must not stay empty carry a star, as the offices' own forms do. */
const required = ['loan', 'paidOn', 'principal'] as const

const headerOf = (labels: ColumnLabels): string[] =>
  importColumns.map((column) => `${labels[column]}${required.some((one) => one === column) ? '*' : ''}`)
const widths = [26, 14, 18, 18, 26]

/** The template: an empty sheet to fill in, and beside it what goes where. */
export const templateSheets = (w: Words, labels: ColumnLabels): WrittenSheet[] => [
  { name: w('loans.template-sheet'), header: headerOf(labels), rows: [], widths },
  {
    name: w('loans.template-notes'),
    header: [w('loans.import-fault-column'), w('loans.template-meaning'), w('loans.template-example')],
    rows: [
      ...importColumns.map((column) => [
        labels[column],
        w(`loans.template-about.${column}`),
        w(`loans.template-example.${column}`),
      ]),
      ...['formulas', 'repeated', 'whole'].map((key) => ['', w(`loans.template-note.${key}`), '']),
    ],
    widths: [22, 70, 26],
  },
]

type BadRow = { readonly typed: readonly string[]; readonly reason: string }

/** The wrong rows as they were typed with their reasons, to be mended and sent again; and cell by cell. */
export const badRowSheets = (
  w: Words,
  labels: ColumnLabels,
  rows: readonly BadRow[],
  lines: { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] },
): WrittenSheet[] => [
  {
    name: w('loans.template-sheet'),
    header: [...headerOf(labels), labels.reason],
    rows: rows.map(({ typed, reason }) => [...importColumns.map((_, at) => typed[at] ?? ''), reason]),
    widths: [...widths, 50],
  },
  { name: w('loans.bad-rows-sheet'), ...lines, widths: [8, 22, 26, 60] },
]
