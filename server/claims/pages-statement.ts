import { showYuan } from '../money/fen.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { inYuan } from './pages-tables.ts'
import type { Period, Side, Statement } from './statement.ts'

const column = (w: Words, key: string, kind?: 'number' | 'date' | 'code') => ({
  label: w(`claims.column.${key}`),
  ...(kind ? { kind } : {}),
})

export type StatementShown = {
  readonly name: string
  readonly period: Period
  /** From when to when, as it was asked. */
  readonly shown: ShownForm
  readonly statement: Statement
  /** Where it stands, and whose it is; a bureau chooses among those who share in its place. */
  readonly at: string
  readonly id: string
  readonly choices: readonly { readonly id: string; readonly name: string }[]
}

/** 对账单 on screen and on paper. */
export function statementPage(w: Words, { name, period, shown, statement, at, id, choices }: StatementShown) {
  const { owes, owed, borneFen, returnedFen } = statement
  const sums = (side: Side) =>
    [side.openingFen, side.arisenFen, side.settledFen, side.takenBackFen, side.closingFen].map(showYuan)
  return {
    title: w('claims.statement-title', { name }),
    span: w('claims.statement-span', { ...period }),
    lead: choices.length ? w('claims.statement-of-place') : null,
    back: choices.length
      ? { href: '/claims', label: w('claims.title') }
      : { href: '/settlements', label: w('claims.settlements-title') },
    printHref: `${at}/print?from=${period.from}&to=${period.to}${choices.length ? `&institution=${id}` : ''}`,
    filters: {
      action: at,
      errors: shown.errors,
      fields: [...(choices.length ? [whoseField(w, choices, id)] : []), ...shown.fields],
    },
    sums: {
      caption: w('claims.statement-sums'),
      columns: ['side', 'opening', 'arisen', 'settled', 'taken-back', 'closing'].map((key, at) =>
        column(w, key, at ? 'number' : undefined),
      ),
      rows: [
        { cells: [w('claims.we-owe'), ...sums(owes)] },
        { cells: [w('claims.owed-to-us'), ...sums(owed)] },
      ],
    },
    facts: [
      { label: w('claims.borne-in-period'), value: inYuan(w, borneFen) },
      { label: w('claims.returned-in-period'), value: inYuan(w, returnedFen) },
    ],
    parts: partsTable(w, statement),
    lines: linesTable(w, statement),
    empty: { title: w('claims.statement-empty-title'), text: w('claims.statement-empty-text') },
  }
}

const whoseField = (w: Words, choices: StatementShown['choices'], id: string) => ({
  ...{
    name: 'institution',
    id: 'institution',
    label: w('claims.statement-whose'),
    kind: 'select',
    value: id,
  },
  options: choices.map((one) => ({ value: one.id, label: one.name })),
})

/** A place in which nothing was claimed has no statement of anybody. */
export const noStatementPage = (w: Words) => ({
  title: w('claims.statements-title'),
  empty: {
    title: w('claims.none-title'),
    text: w('claims.none-others'),
    href: '/claims',
    label: w('claims.title'),
  },
})

/** What was borne and came back, by claim and recovery. */
const partsTable = (w: Words, { parts }: Statement) =>
  parts.length
    ? {
        caption: w('claims.statement-parts'),
        columns: [
          column(w, 'on', 'date'),
          column(w, 'what'),
          column(w, 'firm'),
          column(w, 'borne', 'number'),
          column(w, 'returned', 'number'),
        ],
        rows: parts.map((one) => ({
          cells: [
            one.on,
            w(`claims.from-${one.kind}`),
            { words: one.firm, note: one.guaranteeNumber },
            showYuan(one.borneFen),
            showYuan(one.returnedFen),
          ],
        })),
      }
    : null

/** What was open or settled, with lateness in days as of the end of the period. */
const linesTable = (w: Words, { lines }: Statement) =>
  lines.length
    ? {
        caption: w('claims.settlements'),
        columns: [
          column(w, 'number', 'code'),
          column(w, 'direction'),
          column(w, 'other'),
          column(w, 'firm'),
          column(w, 'amount', 'number'),
          column(w, 'arisen-on', 'date'),
          column(w, 'due', 'date'),
          column(w, 'settled-on', 'date'),
          column(w, 'late', 'number'),
        ],
        rows: lines.map((one) => ({
          cells: [
            one.number,
            w(one.direction === 'owes' ? 'claims.we-owe' : 'claims.owed-to-us'),
            one.other,
            one.firm,
            showYuan(one.amountFen),
            one.arisenOn,
            one.dueOn,
            one.takenBackOn ? w('claims.taken-back-on', { day: one.takenBackOn }) : (one.settledOn ?? '—'),
            String(one.lateDays),
          ],
        })),
      }
    : null
