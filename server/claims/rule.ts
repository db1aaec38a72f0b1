import { z } from 'zod'
import { type FiveClass, fiveClasses } from '../loans/five-class.ts'
import { wholeShape } from '../policies/shapes.ts'

/** What a bank lays beside a claim. The rule in force says which of them must be there. */
export const claimPapers = [
  'loan-contract',
  'drawdown-slip',
  'guarantee-letter',
  'demand-notice',
  'debt-statement',
  'court-ruling',
] as const
export type ClaimPaper = (typeof claimPapers)[number]
export const claimPaperWords = (paper: ClaimPaper): string => `claims.paper.${paper}`

/**
 * Policy `claim-rule`: from when on a bank may claim, what it lays beside the claim, and by when each side pays. Days are
 * calendar days, as agreements write them (代偿期限).
 */
export const claimRuleShape = z.strictObject({
  /** So many days late, that day included, or one of these classes, whichever comes first. */
  triggerDays: wholeShape,
  triggerClasses: z.array(z.enum(fiveClasses)),
  papers: z.array(z.enum(claimPapers)),
  /** From the filing to the payout, and from the payout to the settlement by those who share. */
  payDays: wholeShape,
  settleDays: wholeShape,
  /** From a recovery to the payment of everybody's part. */
  returnDays: wholeShape,
})
export type ClaimRule = {
  readonly triggerDays: number
  readonly triggerClasses: readonly FiveClass[]
  readonly papers: readonly ClaimPaper[]
  readonly payDays: number
  readonly settleDays: number
  readonly returnDays: number
}

/** What a loan shows when it is asked whether it may be claimed for. */
export type Lateness = { readonly days: number; readonly riskClass: FiveClass | null }

export const triggers = ['overdue', 'class'] as const
export type Trigger = (typeof triggers)[number]
export const triggerWords = (trigger: Trigger): string => `claims.trigger.${trigger}`

/** What opens the claim: days late first, then the class; null while neither does. The day itself counts. */
export function triggerOf(rule: ClaimRule, { days, riskClass }: Lateness): Trigger | null {
  if (days > 0 && days >= rule.triggerDays) return 'overdue'
  return riskClass !== null && rule.triggerClasses.includes(riskClass) ? 'class' : null
}
