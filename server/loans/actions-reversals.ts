import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import type { FollowParts } from '../guarantees/index.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { reported, type With } from './actions.ts'
import { knownLoans } from './actions-checking.ts'
import { checkReversal, liveOf } from './import-check.ts'
import { reversalOf } from './reversal.ts'
import * as rows from './rows.ts'

type Reversed = Outcome<{ readonly loan: rows.LoanRow }>
type Known = Pick<rows.LoanRow, 'id' | 'version'>

/**
 * 冲正: takes back one repayment that was reported wrongly. It stays, with a row of the same sums below zero against it;
 * a loan that it settled is out again, and as late as the other payments leave it.
 *
 * Refuses: `repayment-reversed` (it was, or is itself a reversal), `repayment-of-renewal` (another contract paid it),
 * `repayment-of-recovery` (it is 追回 of a claim on pools, which the pool turns down), `stale` (the loan was reported on since it was read).
 */
export const reverseRepayment = (
  parts: With,
  by: By,
  { id, version }: Known,
  repaymentId: Id<'repayment'>,
  why: string,
): Promise<Reversed> =>
  act(parts.store, by, async (tx): Promise<Reversed> => {
    const row = await rows.loanById(tx, id)
    if (row?.version !== version) return refuse('stale')
    const repayment = liveOf(await rows.repaymentsOf(tx, id)).find((one) => one.id === repaymentId)
    if (!repayment) return refuse('repayment-reversed')
    // The contract that paid it stands: there is no money that did not come.
    if (repayment.renewedBy) return refuse('repayment-of-renewal')
    // Those who bore have their parts of it, or wait for them.
    if (repayment.recoveryId) return refuse('repayment-of-recovery')
    return takeBack(tx, parts, by, id, repayment, why)
  })

/** The same of a repayment that stands, within a transaction that is open already. Refuses: `stale`. */
export async function takeBack(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  id: Id<'loan'>,
  repayment: rows.RepaymentRow,
  why: string,
): Promise<Reversed> {
  const { row, known } = present((await knownLoans(tx, [id])).get(id), 'the loan of a repayment')
  const { loan, settledOn, overdueSince, clearedOn } = checkReversal(known, [repayment], by.today)
  await rows.addRepayment(tx, reversalOf(by, repayment))
  const { principalFen, interestFen } = repayment
  return reported(tx, parts, by, row, loan, {
    happened: 'repayment-reversed',
    why,
    more: { settledOn, overdueSince, clearedOn },
    details: { payments: 1, principalFen, interestFen },
  })
}
