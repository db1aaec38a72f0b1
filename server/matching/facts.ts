import { type Firm, firmFacts } from '../enterprises/index.ts'
import type { Day } from '../money/day.ts'
import { needFacts } from '../needs/index.ts'
import type { NeedFacts } from '../needs/need.ts'
import type { FitFacts } from './fit.ts'

/**
 * What a need and the firm behind it are measured by on a day, as every bank may know it: without a word of tax, which
 * is the firm's to show. Banks are asked by it, and the hall shows it to them.
 */
export const openFacts = (need: NeedFacts, firm: Firm, on: Day): FitFacts =>
  factsForBank({ need: needFacts(need), firm: firmFacts(firm), on })

/**
 * The same as an institution may see it: the tax grade is tax data, which no bank reads before the firm has
 * consented, and so is everything a scheme of tax credit is asked with: what was paid, arrears, what is owed to other
 * banks, and the limit and price that come of it. To the bank a condition on any of it is therefore unknown, whichever way
 * it would fall.
 */
export const factsForBank = (facts: FitFacts): FitFacts => ({
  ...facts,
  firm: { ...facts.firm, grade: null, taxCredit: 'withheld' },
})
