import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { notify } from '../inbox/index.ts'
import type { CoverRow, ShownCover } from './rows.ts'

/** Whoever runs the pool is told that a loan waits for his word. */
export async function tellOperator(
  tx: Transaction,
  by: By,
  cover: CoverRow,
  what: 'filed' | 'charge-paid' = 'filed',
): Promise<void> {
  await notify(tx, by, {
    ...{ kind: 'loans', subject: { kind: 'cover', id: cover.id }, words: `covers.notice.${what}` },
    values: { number: cover.number },
    to: [{ bank: cover.operatorId, officer: null }],
    href: `/covers/${cover.id}`,
  })
}

/** The bank is told what was decided, and of a cover that stands the firm as well; what a bank takes back, the operator. */
export async function tellOfDecision(
  tx: Transaction,
  by: By,
  { cover, officerId }: ShownCover,
  to: 'in-cover' | 'rejected' | 'withdrawn',
): Promise<void> {
  const bank = { bank: cover.institutionId, officer: officerId }
  const firm = { firm: cover.enterpriseId }
  await notify(tx, by, {
    ...{ kind: 'loans', subject: { kind: 'cover', id: cover.id }, words: `covers.notice.${to}` },
    values: { number: cover.number },
    to:
      to === 'withdrawn'
        ? [{ bank: cover.operatorId, officer: null }]
        : to === 'in-cover'
          ? [bank, firm]
          : [bank],
    href: `/covers/${cover.id}`,
  })
}
