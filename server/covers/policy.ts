import { z } from 'zod'
import type { Day } from '../money/day.ts'
import type { InForce, PolicyBook } from '../policies/book.ts'

/** Policy `compensation`: the time that each step of a compensation pool may take. */
export const compensationShape = z.strictObject({
  /** Calendar days after the first drawdown within which a loan is filed. */
  fileWithinDays: z.number().int().positive(),
  /** From filing to the operator's word. */
  confirmWorkdays: z.number().int().positive(),
})
export type CompensationRule = z.infer<typeof compensationShape>

export const compensationOn = (book: PolicyBook, on: Day): InForce<CompensationRule> =>
  book.read('compensation', on, compensationShape)
