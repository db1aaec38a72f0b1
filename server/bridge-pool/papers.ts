import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** What a firm lays beside its application; the rule of cases says which of them must be there. */
export const bridgePapers = [
  'due-contract',
  'business-licence',
  'identity',
  'resolution',
  'financial-statements',
  'credit-report',
  'premises-proof',
  'statement-of-truth',
  'other',
] as const
export type BridgePaper = (typeof bridgePapers)[number]
export const bridgePaperWords = (paper: BridgePaper): string => `bridge-pool.paper.${paper}`

/** What is wanted and not there, in the order of the rule. */
export const missingPapers = (
  wanted: readonly BridgePaper[],
  there: readonly { readonly kind: BridgePaper }[],
): readonly BridgePaper[] => wanted.filter((kind) => !there.some((one) => one.kind === kind))

/** Whether an application is complete. Refuses `bridge-papers-missing` with how many kinds are not there. */
export function checkPapers(
  wanted: readonly BridgePaper[],
  there: readonly { readonly kind: BridgePaper }[],
): Outcome<object> {
  const { length: count } = missingPapers(wanted, there)
  return count ? refuse('bridge-papers-missing', { values: { count } }) : done()
}
