import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import type { Claim } from './rows.ts'
import type { Settlement } from './rows-settlements.ts'
import { payerOf } from './settlement.ts'

export type Side = 'bank' | 'guarantor' | 'managers' | 'firm'

/** Tells the sides of a claim what happened to it. */
export const tell = (
  tx: Transaction,
  by: By,
  { id, number, institutionId, guarantorId, enterpriseId }: Claim,
  what: string,
  sides: readonly Side[],
) => {
  const at: Readonly<Record<Side, Recipient>> = {
    bank: { bank: institutionId, officer: null },
    guarantor: { bank: guarantorId, officer: null },
    managers: { managersOf: guarantorId },
    firm: { firm: enterpriseId },
  }
  return notify(tx, by, {
    ...{ to: sides.map((side) => at[side]), kind: 'claims', words: `claims.notice.${what}` },
    ...{ values: { number }, href: `/claims/${id}`, subject: { kind: 'claim', id } },
  })
}

/** Tells one side of a settlement: the payer what it owes, the other that it was paid; both, that it is no longer owed. */
export async function tellOfSettlement(
  tx: Transaction,
  by: By,
  one: Settlement,
  what: 'due' | 'confirmed' | 'settled' | 'taken-back',
): Promise<void> {
  const payer = payerOf(one) as Settlement['fromId']
  const whom = { settled: [one.toId], 'taken-back': [one.fromId, one.toId] }[what as string] ?? [payer]
  const to = whom.filter((id) => id !== null)
  if (to.length === 0) return
  await notify(tx, by, {
    ...{
      to: to.map((bank) => ({ bank, officer: null })),
      kind: 'claims',
      words: `claims.notice.settlement-${what}`,
    },
    ...{ values: { number: one.number, day: one.dueOn }, href: `/settlements/${one.id}` },
    subject: { kind: 'settlement', id: one.id },
  })
}
