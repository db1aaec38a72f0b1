import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** What the platform knows of a recovery that was entered in error. */
export type TakingBack = {
  readonly recordedBy: string
  readonly isTakenBack: boolean
  /** No claim and no recovery came after it that still counts. */
  readonly isNewest: boolean
  /** A part of it was paid on to somebody who shares. */
  readonly isSettled: boolean
  /** A write-off waits for its approvals, who look at what was left after it. */
  readonly isWriteOffRunning: boolean
  /** A write-off was approved of what was left after it. */
  readonly isWrittenOff: boolean
}

/**
 * 追偿撤销: whether a recovery may be taken back, by somebody other than who recorded it. What depends on it comes first: how
 * a later claim or recovery was shared, money that was paid on, and what two approvals gave up of the rest.
 *
 * Refuses `recovery-taken-back`, `same-person`, `recovery-followed`, `recovery-settled`, `write-off-running`,
 * `recovery-written-off`.
 */
export function checkTakingBack(one: TakingBack, who: string): Outcome<object> {
  if (one.isTakenBack) return refuse('recovery-taken-back')
  if (one.recordedBy === who) return refuse('same-person')
  if (!one.isNewest) return refuse('recovery-followed')
  if (one.isSettled) return refuse('recovery-settled')
  if (one.isWriteOffRunning) return refuse('write-off-running')
  return one.isWrittenOff ? refuse('recovery-written-off') : done()
}
