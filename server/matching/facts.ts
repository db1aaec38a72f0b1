import { type Firm, firmFacts } from '../enterprises/index.ts'
import type { Day } from '../money/day.ts'
import { needFacts } from '../needs/index.ts'
import type { NeedFacts } from '../needs/need.ts'
import type { FitFacts } from './fit.ts'

/** What a need and the firm behind it are measured by on a day. */
export const factsOf = (need: NeedFacts, firm: Firm, on: Day): FitFacts => ({
  need: needFacts(need),
  firm: firmFacts(firm),
  on,
})

/**
 * The same as an institution may see it: the tax grade is tax data, which no bank reads before the firm has
 * consented. To the bank a condition on it is therefore unknown, whichever way it would fall.
 */
export const factsForBank = (facts: FitFacts): FitFacts => ({
  ...facts,
  firm: { ...facts.firm, grade: null },
})
