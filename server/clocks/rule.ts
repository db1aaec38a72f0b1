import { z } from 'zod'
import type { Day } from '../money/day.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'

const workdays = z.number().int().min(1).max(250)

/** Policy `supervision`: when people are reminded, when lateness goes up, and the clocks that `clocks` does not name. */
export const supervisionShape = z.strictObject({
  needReviewWorkdays: workdays,
  productReviewWorkdays: workdays,
  /** Working days before the day on which its owner is reminded. */
  remindWorkdays: workdays,
  /** Working days after the day until lateness stands on the bureau's list. */
  listWorkdays: workdays,
  /** 催办: working days that a bank has to answer. */
  urgeAnswerWorkdays: workdays,
  /** 督办: the working days that the bureau's form proposes. */
  superviseWorkdays: workdays,
  /** Days after the firm's yes until a case without a contract ends by itself. */
  signingHardStopDays: z.number().int().min(1).max(3650),
  /** As few finished steps of a bank as are still shown as a median. */
  leastCases: z.number().int().min(1).max(1000),
})
export type SupervisionRule = z.infer<typeof supervisionShape>

export const supervisionOn = (book: PolicyBook, on: Day): InForce<SupervisionRule> =>
  book.read('supervision', on, supervisionShape)
