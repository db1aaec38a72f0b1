import { partyWords } from '../arrangements/index.ts'
import { type Day, daysBetween } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import type { LateOnes } from './rows-night.ts'

/** Who has it in hand, or the way to put it there: the last cell of its row. */
export type InHand = (kind: 'claim' | 'settlement', id: string) => { words: string; href: string }

/** 逾期的代偿与结算 as they stand on the bureau's list: whose step, by how many days it is late, and who has it in hand. */
export function lateTable(w: Words, { claims, settlements }: LateOnes, today: Day, inHand: InHand) {
  const rows = [
    ...claims.map((one) => ({
      ...one,
      href: `/claims/${one.claimId}`,
      matter: w('claims.late-claim'),
      hand: inHand('claim', one.claimId),
    })),
    ...settlements.map((one) => ({
      ...one,
      hand: inHand('settlement', one.settlementId),
      who: one.who ?? w(partyWords(one.fromParty)),
      href: `/guarantees/${one.guaranteeId}/recovery`,
      matter: w('claims.late-settlement', { payee: one.payee ?? '' }),
    })),
  ].toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0))
  if (rows.length === 0) return null
  return {
    caption: w('claims.late-title'),
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
