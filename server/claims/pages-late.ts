import { partyWords } from '../arrangements/index.ts'
import { type Day, daysBetween } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import type { LateOnes } from './rows-night.ts'

/** 逾期的代偿与结算 as they stand on the bureau's list: whose step, and by how many days it is late. */
export function lateTable(w: Words, { claims, settlements }: LateOnes, today: Day) {
  const rows = [
    ...claims.map((one) => ({ ...one, href: `/claims/${one.claimId}`, matter: w('claims.late-claim') })),
    ...settlements.map((one) => ({
      ...one,
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
    ],
    rows: rows.map((one) => ({
      cells: [
        { words: one.number, href: one.href },
        one.matter,
        one.who ?? '',
        one.firm,
        showYuan(one.amountFen),
        { words: w('claims.late', { days: daysBetween(one.dueOn, today) }), tone: 'bad', note: one.dueOn },
      ],
    })),
  }
}
