import { z } from 'zod'
import { type FiveClass, fiveClasses } from '../loans/five-class.ts'

/** What a bank lays beside a claim on a pool. The rule in force says which of them must be there. */
export const poolPapers = [
  'claim-form',
  'loan-contract',
  'drawdown-slip',
  'demand-notice',
  'debt-statement',
  'class-proof',
  'court-paper',
  'other',
] as const
export type PoolPaper = (typeof poolPapers)[number]
export const poolPaperWords = 'compensation.paper'

export const compensationEvents = ['claim', 'recovery'] as const

const daysShape = z.number().int().positive()

/**
 * Policy `pool-claim`: from when on a bank may claim from a pool, what it lays beside the claim, and how long each step may
 * take. Lateness is in calendar days, as classes are; steps are in working days.
 */
export const poolClaimShape = z.strictObject({
  /** So many days late, that day included, or one of these classes, whichever comes first. */
  triggerDays: daysShape,
  triggerClasses: z.array(z.enum(fiveClasses)),
  papers: z.array(z.enum(poolPapers)),
  /** 初审, 复核, 公示, 拨付: from the step before. */
  checkWorkdays: daysShape,
  reviewWorkdays: daysShape,
  noticeWorkdays: daysShape,
  payWorkdays: daysShape,
  /** From the report of a recovery to the receipt of the pools' part. */
  returnWorkdays: daysShape,
  /** Calendar days for which an approved payment is held in the pool. */
  reservedDays: daysShape,
})
export type PoolClaimRule = z.infer<typeof poolClaimShape>

export const poolTriggers = ['overdue', 'class'] as const
export type PoolTrigger = (typeof poolTriggers)[number]
export type Lateness = { readonly days: number; readonly riskClass: FiveClass | null }

/** What opens a claim: days late first, then the class; null while neither does. */
export function triggerOf(
  { triggerDays, triggerClasses }: Pick<PoolClaimRule, 'triggerDays' | 'triggerClasses'>,
  { days, riskClass }: Lateness,
): PoolTrigger | null {
  if (days >= triggerDays) return 'overdue'
  return riskClass !== null && triggerClasses.includes(riskClass) ? 'class' : null
}
