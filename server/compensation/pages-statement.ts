import type { Day } from '../money/day.ts'
import { type Fen, plus, showYuan } from '../money/fen.ts'
import { type Instant, showInstant } from '../platform/clock.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import { column } from './pages.ts'
import type { ShownPool } from './rows-pools.ts'
import type { EventWithin } from './rows-statement.ts'
import type { CashKind, Period, StatementLine } from './statement.ts'

type Late = { readonly kind: CashKind; readonly on: Day; readonly at: Instant; readonly cashFen: Fen }

export type StatementShown = {
  readonly shown: ShownPool
  readonly period: Period
  /** Its last day is behind us. */
  readonly isOver: boolean
  /** The days as they were typed. */
  readonly typed: { readonly from: string; readonly to: string }
  readonly fault: { readonly field: string; readonly words: string } | null
  readonly openingFen: Fen
  readonly closingFen: Fen
  readonly reserved: readonly [Fen, Fen]
  readonly out: readonly [Fen, Fen]
  readonly lines: readonly StatementLine[]
  /** What was written down after the period's last day for days until then. */
  readonly late: readonly Late[]
  readonly events: readonly EventWithin[]
  readonly isMore: boolean
}

/**
 * 资金池对账单 for any period, as it was known at its end: what was there, what came and went and why, what is there; claim by
 * claim; and by itself what was written down later for its days.
 */
export function statementPage(w: Words, statement: StatementShown) {
  const { shown, period, fault, openingFen, closingFen, reserved, out, lines, late, events, isMore, isOver } =
    statement
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
        ...lines.map(({ kind, isEarlier, cashFen, entries }) => ({
          cells: [
            isEarlier
              ? { words: w(`compensation.cash.${kind}`), note: w('compensation.statement-earlier') }
              : w(`compensation.cash.${kind}`),
            ...[showCount(entries), showYuan(cashFen)],
          ],
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
    known: isOver ? w('compensation.statement-known', { day: period.to }) : null,
    late: late.length ? lateTable(w, period.to, closingFen, late) : null,
    more: isMore ? w('compensation.statement-more', { count: events.length }) : null,
    events: events.length ? eventsTable(w, period, events) : null,
  }
}

/** What a reader of the statement did not know yet on its last day, with where it leads to. */
const lateTable = (w: Words, day: Day, closingFen: Fen, late: readonly Late[]) => {
  const sumFen = plus(...late.map(({ cashFen }) => cashFen))
  return {
    caption: w('compensation.statement-late', { day }),
    columns: [column(w, 'on'), column(w, 'written'), column(w, 'what'), column(w, 'sum', 'number')],
    rows: [
      ...late.map(({ kind, on, at, cashFen }) => ({
        cells: [on, showInstant(at), w(`compensation.cash.${kind}`), showYuan(cashFen)],
      })),
      { cells: [w('compensation.total'), '', '', showYuan(sumFen)] },
      { cells: [w('compensation.statement-with-late'), '', '', showYuan(plus(closingFen, sumFen))] },
    ],
  }
}

const eventsTable = (w: Words, { from }: Period, events: readonly EventWithin[]) => ({
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
      on < from ? { words: on, note: w('compensation.statement-earlier') } : on,
      { words: number, href: `/compensation/claims/${claimId}`, note: w(`compensation.event.${kind}`) },
      firm,
      bank,
      showYuan(borneFen),
      showYuan(returnedFen),
    ],
  })),
})
