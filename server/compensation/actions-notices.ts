import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import type { Id } from '../platform/ids.ts'
import type { PoolClaim, Recovery } from './rows.ts'

export type Side = 'bank' | 'operator' | 'checker' | 'cashier' | 'firm' | 'bureau'

/** Tells the sides of a claim what happened to it; the bureau of `region`, where it is to hear. */
export const tell = (
  tx: Transaction,
  by: By,
  { id, number, institutionId, operatorId, enterpriseId, noticeUntil }: PoolClaim,
  what: string,
  sides: readonly Side[],
  more: { readonly officerId?: Id<'person'> | null; readonly once?: string; readonly region?: string } = {},
) => {
  const at: Readonly<Record<Side, Recipient | null>> = {
    bank: { bank: institutionId, officer: more.officerId ?? null },
    operator: { at: operatorId, role: 'pool-operator' },
    checker: { at: operatorId, role: 'pool-checker' },
    cashier: { at: operatorId, role: 'pool-cashier' },
    firm: { firm: enterpriseId },
    bureau: more.region ? { bureauOf: more.region } : null,
  }
  return notify(tx, by, {
    ...{ to: sides.flatMap((side) => at[side] ?? []), kind: 'claims', words: `compensation.notice.${what}` },
    ...{ values: { number, until: noticeUntil ?? '' }, href: `/compensation/claims/${id}` },
    subject: { kind: 'compensation-claim', id },
    ...(more.once ? { once: more.once } : {}),
  })
}

/** Tells the other side of a recovery: the pool that one was reported, the bank what became of it. */
export const tellOfRecovery = (
  tx: Transaction,
  by: By,
  claim: PoolClaim,
  { number, state }: Recovery,
  once?: string,
) =>
  notify(tx, by, {
    to: [
      state === 'reported'
        ? { at: claim.operatorId, role: 'pool-cashier' }
        : { bank: claim.institutionId, officer: null },
    ],
    ...{ kind: 'claims', words: `compensation.notice.recovery-${once ? 'late' : state}`, values: { number } },
    ...{ href: `/compensation/claims/${claim.id}`, subject: { kind: 'compensation-claim', id: claim.id } },
    ...(once ? { once } : {}),
  })
