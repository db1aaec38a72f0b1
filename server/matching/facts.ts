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
