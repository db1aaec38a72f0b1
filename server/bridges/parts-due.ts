import type { Reader } from '../../db/index.ts'
import { type DueLoan, loansDueBy, renewalsOf } from '../loans/index.ts'
import { renewalRuleOn } from '../loans/policies.ts'
import { type Day, plusDays } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import type { Id } from '../platform/ids.ts'
import { openBridgeOf } from './rows.ts'

/** A firm has seldom more that fall due at once. */
const most = 10

/** Loans of a firm that fall due within the days of notice and have no advance under way, the first to be due first. */
export async function dueWithoutBridge(
  from: Reader,
  { policies }: Pick<Parts, 'policies'>,
  enterpriseId: Id<'enterprise'>,
  today: Day,
): Promise<readonly DueLoan[]> {
  const { noticeDays } = renewalRuleOn(policies, today).value
  const found = await loansDueBy(from, { enterpriseId }, plusDays(today, noticeDays), most, 0)
  const open = await Promise.all(found.map(({ loan }) => openBridgeOf(from, loan.id)))
  return found.filter((_, at) => open[at] === null)
}

/** Those of them for which the firm has something to do: the bank's answer is not waited for, and no advance is spared by it. */
export async function dueToArrange(
  from: Reader,
  parts: Pick<Parts, 'policies'>,
  enterpriseId: Id<'enterprise'>,
  today: Day,
): Promise<readonly (DueLoan & { readonly afterRepayment: boolean })[]> {
  const due = await dueWithoutBridge(from, parts, enterpriseId, today)
  const asked = await renewalsOf(
    from,
    due.map(({ loan }) => loan.id),
  )
  return due.flatMap((one) => {
    const state = asked.find(({ loanId }) => loanId === one.loan.id)?.state ?? null
    if (state === 'wished' || state === 'without-repayment') return []
    return [{ ...one, afterRepayment: state === 'after-repayment' }]
  })
}
