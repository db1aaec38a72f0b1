import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import type { Id } from '../platform/ids.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { reported, type With } from './actions.ts'
import { knownLoans } from './actions-checking.ts'
import { checkReversal, liveOf } from './import-check.ts'
import { reversalOf } from './reversal.ts'
import * as rows from './rows.ts'

type Known = Pick<rows.LoanRow, 'id' | 'version'>

/**
 * 冲正: takes back one repayment that was reported wrongly. It stays, with a row of the same sums below zero against it;
 * a loan that it settled is out again, and as late as the other payments leave it.
 *
 * Refuses: `repayment-reversed` (it was, or is itself a reversal), `repayment-of-renewal` (another contract paid it), `stale` (the loan was reported on since it was read).
 */
export const reverseRepayment = (
  parts: With,
  by: By,
  { id, version }: Known,
  repaymentId: Id<'repayment'>,
  why: string,
): Promise<Outcome<{ readonly loan: rows.LoanRow }>> =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly loan: rows.LoanRow }>> => {
    const found = (await knownLoans(tx, [id])).get(id)
    if (found?.row.version !== version) return refuse('stale')
    const { row, known } = found
    const repayment = liveOf(await rows.repaymentsOf(tx, id)).find((one) => one.id === repaymentId)
    if (!repayment) return refuse('repayment-reversed')
    // The contract that paid it stands: there is no money that did not come.
    if (repayment.renewedBy) return refuse('repayment-of-renewal')
    const { loan, settledOn, overdueSince, clearedOn } = checkReversal(known, [repayment], by.today)
    await rows.addRepayment(tx, reversalOf(by, repayment))
    const { principalFen, interestFen } = repayment
    return reported(tx, parts, by, row, loan, {
      happened: 'repayment-reversed',
      why,
      more: { settledOn, overdueSince, clearedOn },
      details: { payments: 1, principalFen, interestFen },
    })
  })
