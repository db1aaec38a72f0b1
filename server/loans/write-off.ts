import type { Day } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { type FiveClass, isBad } from './five-class.ts'
import type { LoanState } from './loan.ts'

/**
 * 核销 by the bank: whether it may take a loan off its own books. Only what is out and bad; and once. What is owed stays owed
 * (账销案存), so the loan keeps its state, its balance and its days late: nothing that stands behind it is freed by it.
 *
 * Refuses `not-out`, `loan-not-bad`, `loan-written-off` (naming the day).
 */
export function checkLoanWriteOff({
  state,
  riskClass,
  writtenOffOn,
}: {
  readonly state: LoanState
  readonly riskClass: FiveClass | null
  readonly writtenOffOn: Day | null
}): Outcome<object> {
  if (state !== 'drawn' && state !== 'overdue') return refuse('not-out')
  if (writtenOffOn !== null) return refuse('loan-written-off', { values: { day: writtenOffOn } })
  return riskClass !== null && isBad(riskClass) ? done() : refuse('loan-not-bad')
}
