import { z } from 'zod'
import type { Day } from '../money/day.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'

const days = z.number().int().min(1).max(3650)
const workdays = z.number().int().min(1).max(250)

/** Policy `feedback`: until when a case may be rated, and how long answers to ratings and complaints may take. */
export const feedbackShape = z.strictObject({
  /** Days after a case came to its end in which the firm may rate it. */
  rateDays: days,
  /** Days after a rating in which the firm may add to it, once. */
  addDays: days,
  /** Working days that a bank has to answer a bad rating. */
  ratingAnswerWorkdays: workdays,
  /** Working days that the bureau has to take a complaint over, and from then on to answer it. */
  takeOverWorkdays: workdays,
  complaintAnswerWorkdays: workdays,
})
export type FeedbackRule = z.infer<typeof feedbackShape>

export const feedbackOn = (book: PolicyBook, on: Day): InForce<FeedbackRule> =>
  book.read('feedback', on, feedbackShape)
