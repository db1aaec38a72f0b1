import type { Day } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { codesOn, policyOf } from '../policies/family.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import { type BridgePolicy, bridgePolicyShape } from './policy.ts'

export { type Advance, type BridgeFee, bridgeFee, bridgeSaving, type FeeTier } from './fee.ts'
export {
  type BridgeAssumable,
  type BridgeBorrower,
  type BridgeLoanKind,
  type BridgeMark,
  type BridgePolicy,
  bridgeAssumableWords,
  bridgeBorrowers,
  bridgeBorrowerWords,
  bridgeLoanKinds,
  bridgeLoanWords,
  bridgeMarks,
  bridgePolicyShape,
  checkBridgePolicy,
  dayKindWords,
  queueWords,
} from './policy.ts'

export const bridgePolicyFamily = 'bridge-policy'

/** The terms of a pool in force on the day of the payout, with their version. Refuses `unknown-policy`. */
export function bridgePolicyOn(
  book: PolicyBook,
  code: string,
  on: Day,
): Outcome<{ policy: InForce<BridgePolicy> }> {
  const policy = policyOf(book, bridgePolicyFamily, code, on, bridgePolicyShape)
  return policy ? done({ policy }) : refuse('unknown-policy', { field: 'policy', values: { code } })
}

/** The codes of all terms in force on a day. */
export const bridgePolicyCodesOn = (book: PolicyBook, on: Day): string[] =>
  codesOn(book, bridgePolicyFamily, on)

export { type BridgeCaseRule, bridgeCaseRuleOn } from './case-rule.ts'
export { checkTakesMoney, lastTaken, plannedBack, takenOn } from './days-off.ts'
export {
  type BridgeCheck,
  type BridgeCondition,
  type BridgeFacts,
  bridgeChecks,
  bridgeConditionWords,
  bridgeVerdict,
  checkLoanKind,
  type OnRecord,
  withRecord,
} from './eligibility.ts'
export {
  type CashDay,
  type Expected,
  type Forecast,
  forecast,
  horizonDays,
  lowest,
  type OpenCase,
  type PlannedFunding,
} from './forecast.ts'
export { daysOver, isForCourt, lastDayOf } from './last-day.ts'
export {
  type BridgeLimit,
  type BridgeLimitKind,
  type BridgeSums,
  bridgeLimitsOf,
  bridgeLimitWords,
  checkBridgeAmount,
  checkTimes,
  leastPromise,
} from './limit.ts'
export { inOrder, type Queueing } from './queue.ts'
