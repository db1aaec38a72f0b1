import type { WrittenSheet } from '../platform/sheets/sheet.ts'
import type { Words } from '../platform/web/words.ts'
import { singleColumns, type TaxLabels, yearColumns } from './import-sheet.ts'
import { statedReasons } from './tax-fact.ts'

/** What the columns and words of a file are called in a language. */
export const labelsOf = (w: Words): TaxLabels => {
  const named = <Name extends string>(names: readonly Name[], words: (name: Name) => string) =>
    Object.fromEntries(names.map((name) => [name, words(name)])) as Record<Name, string>
  return {
    columns: {
      ...named([...singleColumns, 'why'] as const, (name) => w(`tax-facts.column.${name}`)),
      ...named(yearColumns, (name) => w(`tax-facts.column.${name}`, { year: '0000' })),
    },
    reasons: named(statedReasons, (reason) => w(`tax-facts.reason.${reason}`)),
    unrated: [w('enterprises.tax-grade.unrated').toLowerCase(), ...w('tax-facts.unrated-too').split(' ')],
    yes: w('tax-facts.yes').split(' '),
    no: w('tax-facts.no').split(' '),
  }
}

/** The columns that must not stay empty in any row carry a star, as the offices' own forms do. */
const headerOf = (w: Words, years: readonly number[]): string[] => [
  ...singleColumns.map((column) => `${w(`tax-facts.column.${column}`)}${column === 'code' ? '*' : ''}`),
  ...years.flatMap((year) => yearColumns.map((column) => w(`tax-facts.column.${column}`, { year }))),
]

/** The template for the last two full years: an empty sheet to fill in, and beside it what goes where. */
export function templateSheets(w: Words, lastYear: number): WrittenSheet[] {
  const header = headerOf(w, [lastYear - 1, lastYear])
  return [
    { name: w('tax-facts.template-sheet'), header, rows: [], widths: header.map(() => 20) },
    {
      name: w('tax-facts.template-notes'),
      header: [w('tax-facts.fault-column'), w('tax-facts.template-meaning'), w('tax-facts.template-example')],
      rows: [
        ...singleColumns.map((column) => [
          w(`tax-facts.column.${column}`),
          w(`tax-facts.template-about.${column}`),
          w(`tax-facts.template-example.${column}`),
        ]),
        ...yearColumns.map((column) => [
          w(`tax-facts.column.${column}`, { year: lastYear }),
          w(`tax-facts.template-about.${column}`),
          '123456.78',
        ]),
        ...['years', 'changes', 'formulas'].map((key) => ['', w(`tax-facts.template-note.${key}`), '']),
      ],
      widths: [26, 80, 26],
    },
  ]
}

export const templateHeader = (w: Words, lastYear: number): string[] => headerOf(w, [lastYear - 1, lastYear])

type BadRow = { readonly typed: readonly string[]; readonly reason: string }
type Lines = { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }

/** The wrong rows as they were typed with their reasons, to be mended and sent again; and cell by cell. */
export const badRowSheets = (
  w: Words,
  columns: readonly string[],
  rows: readonly BadRow[],
  lines: Lines,
): WrittenSheet[] => [
  {
    name: w('tax-facts.template-sheet'),
    header: [...columns, w('tax-facts.column.why')],
    rows: rows.map(({ typed, reason }) => [...columns.map((_, at) => typed[at] ?? ''), reason]),
    widths: [...columns.map(() => 20), 60],
  },
  { name: w('tax-facts.bad-rows-sheet'), ...lines, widths: [8, 24, 26, 60] },
]
