import type { Reader } from '../../db/index.ts'
import type { BridgeLoanKind, OnRecord } from '../bridge-pool/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { isBad } from '../loans/five-class.ts'
import type { DueLoan } from '../loans/index.ts'
import { renewalRuleOn } from '../loans/policies.ts'
import type { Day } from '../money/day.ts'
import { monthsAndDays } from '../money/daycount.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { courtListsOn, isDishonest } from '../tax-credit/index.ts'
import { loansOut } from './rows-lists.ts'

type With = Pick<Parts, 'policies'>

/** 流动资金贷款 or not: by the purposes that the rule of renewal counts as working capital. */
export const loanKindOf = (
  { policies }: With,
  { purpose }: Pick<DueLoan, 'purpose'>,
  on: Day,
): BridgeLoanKind =>
  renewalRuleOn(policies, on).value.purposes.includes(purpose) ? 'working-capital' : 'project'

/** What the platform's own records say of a firm: the lists of the courts, and its loans that banks have reported here. */
export async function onRecordOf(
  from: Reader,
  { policies }: With,
  enterpriseId: Id<'enterprise'>,
  on: Day,
): Promise<OnRecord> {
  const firm = present(await firmOf(from, enterpriseId), 'the firm of an application')
  const open = await loansOut(from, enterpriseId)
  const late = open.flatMap(({ overdueSince }) =>
    overdueSince && overdueSince <= on ? [monthsAndDays(overdueSince, on).months] : [],
  )
  const bad = open.some(
    ({ state, riskClass }) => state === 'overdue' || (riskClass !== null && isBad(riskClass)),
  )
  return {
    dishonest: isDishonest(courtListsOn(policies, on), firm.uscc, on),
    overdueMonths: late.length ? Math.max(...late) : null,
    badCredit: bad || null,
  }
}
