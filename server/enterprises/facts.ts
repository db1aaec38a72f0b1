import type { FitFacts } from '../matching/fit.ts'
import type { Firm } from './rows.ts'

/** What matching reads of a firm. A fact that nobody gave is null, and never counts as "no". */
export const firmFacts = (firm: Firm): FitFacts['firm'] => ({
  region: firm.region,
  industry: firm.industry,
  size: firm.size,
  grade: firm.taxGrade,
  foundedOn: firm.foundedOn,
})
