import { type Fen, showYuan } from '../money/fen.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import { column } from './pages.ts'
import type { EventWithin, ShownPool } from './rows-pools.ts'
import type { Period, StatementLine } from './statement.ts'

export type StatementShown = {
  readonly shown: ShownPool
  readonly period: Period
  /** The days as they were typed. */
  readonly typed: { readonly from: string; readonly to: string }
  readonly fault: { readonly field: string; readonly words: string } | null
  readonly openingFen: Fen
  readonly closingFen: Fen
  readonly reserved: readonly [Fen, Fen]
  readonly out: readonly [Fen, Fen]
  readonly lines: readonly StatementLine[]
  readonly events: readonly EventWithin[]
  readonly isMore: boolean
}

/** 资金池对账单 for any period: what was there, what came and went and why, what is there; and claim by claim. */
export function statementPage(w: Words, statement: StatementShown) {
  const { shown, period, fault, openingFen, closingFen, reserved, out, lines, events, isMore } = statement
  const at = `/compensation/pools/${shown.pool.id}`
  return {
    title: w('compensation.statement-title', { name: shown.name[w.language] }),
    span: w('compensation.span-of', { from: period.from, to: period.to }),
    back: at,
    printHref: `${at}/statement/print?from=${period.from}&to=${period.to}`,
    filters: {
      ...{ action: `${at}/statement`, clearHref: `${at}/statement` },
      errors: fault ? [{ href: `#${fault.field}`, words: fault.words }] : [],
      fields: (['from', 'to'] as const).map((name) => ({
        ...{
          name,
          id: name,
          label: w(`compensation.field-${name}`),
          kind: 'date',
          value: statement.typed[name],
        },
        ...(fault?.field === name ? { error: fault.words } : {}),
      })),
    },
    sums: {
      caption: w('compensation.statement-cash'),
      columns: [column(w, 'what'), column(w, 'entries', 'number'), column(w, 'sum', 'number')],
      rows: [
        { cells: [w('compensation.cash.opening'), '', showYuan(openingFen)] },
        ...lines.map(({ kind, cashFen, entries }) => ({
          cells: [w(`compensation.cash.${kind}`), showCount(entries), showYuan(cashFen)],
        })),
        { cells: [w('compensation.cash.closing'), '', showYuan(closingFen)] },
      ],
    },
    facts: [
      {
        label: w('compensation.statement-reserved'),
        value: w('compensation.from-to', { from: showYuan(reserved[0]), to: showYuan(reserved[1]) }),
      },
      {
        label: w('compensation.statement-out'),
        value: w('compensation.from-to', { from: showYuan(out[0]), to: showYuan(out[1]) }),
      },
    ],
    more: isMore ? w('compensation.statement-more', { count: events.length }) : null,
    events: events.length ? eventsTable(w, events) : null,
  }
}

const eventsTable = (w: Words, events: readonly EventWithin[]) => ({
  caption: w('compensation.statement-claims'),
  columns: [
    column(w, 'on'),
    column(w, 'number', 'code'),
    column(w, 'firm'),
    column(w, 'bank'),
    column(w, 'paid-out', 'number'),
    column(w, 'come-back', 'number'),
  ],
  rows: events.map(({ on, number, claimId, kind, firm, bank, borneFen, returnedFen }) => ({
    cells: [
      on,
      { words: number, href: `/compensation/claims/${claimId}`, note: w(`compensation.event.${kind}`) },
      firm,
      bank,
      showYuan(borneFen),
      showYuan(returnedFen),
    ],
  })),
})
