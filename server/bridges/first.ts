import type { Met, RenewalState } from '../loans/renewal.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/**
 * 无还本续贷 costs nothing and comes first: an advance is for a loan of which it is known that this does not fit, because
 * a condition is not met, or because the bank wants its money back before it lends again.
 * Refuses: `bridge-renewal-agreed` (no advance is needed), `bridge-renewal-waits` (the bank has not answered yet),
 * `bridge-no-renewal` (the bank will not lend again), `bridge-ask-renewal-first`.
 */
export function checkFirst(newest: RenewalState | null, verdict: Met): Outcome<object> {
  switch (newest) {
    case 'without-repayment':
      return refuse('bridge-renewal-agreed')
    case 'wished':
      return refuse('bridge-renewal-waits')
    case 'no':
      return refuse('bridge-no-renewal')
    case 'after-repayment':
      return done()
    default:
      return verdict === 'no' ? done() : refuse('bridge-ask-renewal-first')
  }
}
