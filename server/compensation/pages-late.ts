import { type Day, daysBetween } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import type { LateOnes, LateStep } from './rows-night.ts'

/** Who has it in hand, or the way to put it there: the last cell of its row. */
export type InHand = (kind: 'pool-claim' | 'pool-recovery', id: string) => { words: string; href: string }

/** What a late step is called. */
export const lateStepWords = (step: LateStep['step']): string => `compensation.late-step.${step}`

/** 逾期的风险补偿 as it stands on the bureau's list: which step, whose, by how many days, and who has it in hand. */
export function lateTable(w: Words, { claims, recoveries }: LateOnes, today: Day, inHand: InHand) {
  const rows = [
    ...claims.flatMap((one) =>
      one.state === 'filed' || one.state === 'checked' || one.state === 'noticed'
        ? [{ ...one, step: lateStepWords(one.state), hand: inHand('pool-claim', one.id) }]
        : [],
    ),
    ...recoveries.map((one) => ({
      ...{ ...one, step: lateStepWords('recovery'), hand: inHand('pool-recovery', one.id) },
    })),
  ]
    .map(({ dueOn, ...one }) => ({ ...one, dueOn: dueOn ?? today }))
    .toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0))
  if (rows.length === 0) return null
  return {
    caption: w('compensation.late-title'),
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
        { words: one.number, href: `/compensation/claims/${one.claimId}` },
        w(one.step),
        one.who,
        one.firm,
        showYuan(one.amountFen),
        { words: w('claims.late', { days: daysBetween(one.dueOn, today) }), tone: 'bad', note: one.dueOn },
        one.hand,
      ],
    })),
  }
}
