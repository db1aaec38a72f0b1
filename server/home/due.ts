import { type Due, plan } from '../loans/plan.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, minus } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { RepaymentMethod } from '../money/schedule.ts'

type Agreed = { readonly ratePpm: Ppm; readonly months: number; readonly method: RepaymentMethod }
type Part = { readonly amountFen: Fen; readonly drawnOn: Day }

/**
 * The first instalment that what came in does not cover, and what of it is still owed; null once all is paid.
 * Money counts towards the oldest instalment first.
 */
export function nextDue(
  agreed: Agreed,
  parts: readonly Part[],
  paidFen: Fen,
): { readonly dueOn: Due['dueOn']; readonly owedFen: Fen } | null {
  let leftFen = paidFen
  for (const { dueOn, paymentFen } of plan(agreed, parts)) {
    if (paymentFen > leftFen) return { dueOn, owedFen: minus(paymentFen, leftFen) }
    leftFen = fen(leftFen - paymentFen)
  }
  return null
}
