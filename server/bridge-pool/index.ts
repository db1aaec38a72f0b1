import type { Day } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { codesOn, policyOf } from '../policies/family.ts'
import { type InForce, type PolicyBook, versionName } from '../policies/index.ts'
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

/**
 * The terms under which money went out: their version as the case has it, whatever else began on that day. What was taken over
 * from before the platform names none of the book, and has those of the day of its payout. Refuses `unknown-policy`.
 */
export function bridgePolicyOf(
  book: PolicyBook,
  code: string,
  { policyVersion, paidOutOn }: { readonly policyVersion: string; readonly paidOutOn: Day },
): Outcome<{ policy: Pick<InForce<BridgePolicy>, 'value' | 'version'> }> {
  const prefix = `${bridgePolicyFamily}-${code}`
  const row = book.rows.find((one) => one.code === prefix && versionName(one) === policyVersion)
  if (!row) return bridgePolicyOn(book, code, paidOutOn)
  return done({ policy: { value: bridgePolicyShape.parse(row.value), version: policyVersion } })
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
