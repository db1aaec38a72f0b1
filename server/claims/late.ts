import { type Day, daysBetween } from '../money/day.ts'
import { type Fen, showYuan } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'

/** Who has it in hand, or the way to put it there: the last cell of its row. */
export type InHand<Kind extends string> = (kind: Kind, id: string) => { words: string; href: string }

/** One row of what is late on the bureau's list: whose step it is, since when, and who has it in hand. */
export type LateRow = {
  readonly number: string
  readonly href: string
  readonly matter: string
  readonly who: string | null
  readonly firm: string
  readonly amountFen: Fen
  readonly dueOn: Day
  readonly hand: ReturnType<InHand<string>>
}

/** A table of what is late, the longest first; null where nothing is. */
export function lateRowsTable(w: Words, caption: string, late: readonly LateRow[], today: Day) {
  if (late.length === 0) return null
  const rows = late.toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0))
  return {
    caption,
    columns: [
      { label: w('claims.column.number'), kind: 'code' },
      { label: w('claims.column.matter') },
      { label: w('claims.column.owner') },
      { label: w('claims.column.firm') },
      { label: w('claims.column.amount'), kind: 'number' },
      { label: w('claims.column.due') },
      { label: w('claims.column.in-hand') },
    ],
    rows: rows.map((one) => ({
      cells: [
        { words: one.number, href: one.href },
        one.matter,
        one.who ?? '',
        one.firm,
        showYuan(one.amountFen),
        { words: w('claims.late', { days: daysBetween(one.dueOn, today) }), tone: 'bad', note: one.dueOn },
        one.hand,
      ],
    })),
  }
}
