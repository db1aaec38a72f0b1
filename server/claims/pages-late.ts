import { partyWords } from '../arrangements/index.ts'
import type { Day } from '../money/day.ts'
import type { Words } from '../platform/web/words.ts'
import { type InHand, lateRowsTable } from './late.ts'
import type { LateOnes } from './rows-night.ts'

/** 逾期的代偿与结算 as they stand on the bureau's list: whose step, by how many days it is late, and who has it in hand. */
export function lateTable(
  w: Words,
  { claims, settlements }: LateOnes,
  today: Day,
  inHand: InHand<'claim' | 'settlement'>,
) {
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
  ]
  return lateRowsTable(w, w('claims.late-title'), rows, today)
}
