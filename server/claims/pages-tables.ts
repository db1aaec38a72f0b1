import type { Person } from '../accounts/index.ts'
import { partiesOf, partyWords } from '../arrangements/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, plus, showYuan } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import type { Guaranteed, Sharer } from './rows.ts'
import type { Settlement } from './rows-settlements.ts'
import { lateDays, type SettlementState, settlementStateWords } from './settlement.ts'
import { type AccountMoves, type Standing, standings } from './sharing.ts'

/* What the pages of claims, settlements and recoveries share. */

export const settlementTones: Readonly<Record<SettlementState, string>> = {
  due: 'warn',
  confirmed: 'info',
  settled: 'good',
  'taken-back': 'neutral',
}
export const inYuan = (w: Words, amount: Fen): string => w('claims.yuan', { amount: showYuan(amount) })

export const column = (w: Words, key: string, kind?: 'number' | 'date' | 'code') => ({
  label: w(`claims.column.${key}`),
  ...(kind ? { kind } : {}),
})

/** How far a day is in calendar days: agreements count them, not working days. */
export function dueIn(w: Words, one: Parameters<typeof lateDays>[0], today: Day) {
  const { dueOn } = one
  const late = lateDays(one, today)
  return late > 0 ? { words: w('claims.late', { days: late }), tone: 'bad', note: dueOn } : { words: dueOn }
}

/** Everybody who shares: what he is out of pocket, what he bears, what he still owes and is owed. */
export function sharingTable(
  w: Words,
  terms: Guaranteed['terms'],
  sharers: readonly Sharer[],
  moves: readonly AccountMoves[],
) {
  const rows = standings(partiesOf(terms), moves)
  const nameOf = (party: Standing['party']) => sharers.find((one) => one.party === party)?.name ?? ''
  const sum = (key: 'cashFen' | 'borneFen' | 'owesFen' | 'owedFen') =>
    showYuan(plus(...rows.map((row) => row[key])))
  return {
    caption: w('claims.sharing'),
    columns: [
      column(w, 'party'),
      column(w, 'cash', 'number'),
      column(w, 'borne', 'number'),
      column(w, 'owes', 'number'),
      column(w, 'owed', 'number'),
    ],
    rows: [
      ...rows.map((row) => ({
        cells: [
          { words: w(partyWords(row.party)), note: nameOf(row.party) },
          { words: showYuan(row.cashFen), ...(row.costsFen ? { note: costsNote(w, row.costsFen) } : {}) },
          showYuan(row.borneFen),
          showYuan(row.owesFen),
          showYuan(row.owedFen),
        ],
      })),
      { cells: [w('claims.total'), sum('cashFen'), sum('borneFen'), sum('owesFen'), sum('owedFen')] },
    ],
  }
}
const costsNote = (w: Words, costsFen: Fen) => w('claims.with-costs', { amount: showYuan(costsFen) })

export const settlementsTable = (
  w: Words,
  rows: readonly Settlement[],
  sharers: readonly Sharer[],
  me: Person,
  today: Day,
) => ({
  caption: w('claims.settlements'),
  columns: [
    column(w, 'number', 'code'),
    column(w, 'from'),
    column(w, 'to'),
    column(w, 'amount', 'number'),
    column(w, 'state'),
    column(w, 'due'),
  ],
  rows: rows.map((one) => {
    const nameOf = (party: Settlement['fromParty']) =>
      sharers.find((sharer) => sharer.party === party)?.name ?? w(partyWords(party))
    const mine = me.institutionId !== null && [one.fromId, one.toId].includes(me.institutionId)
    return {
      cells: [
        mine ? { words: one.number, href: `/settlements/${one.id}` } : one.number,
        nameOf(one.fromParty),
        nameOf(one.toParty),
        showYuan(one.amountFen),
        { words: w(settlementStateWords(one.state)), tone: settlementTones[one.state] },
        dueIn(w, one, today),
      ],
    }
  }),
})
