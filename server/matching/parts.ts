import type { Reader } from '../../db/index.ts'
import type { Firm } from '../enterprises/index.ts'
import type { Day } from '../money/day.ts'
import { needFacts } from '../needs/index.ts'
import type { NeedFacts } from '../needs/need.ts'
import type { PolicyBook } from '../policies/index.ts'
import { creditFactsOf } from '../tax-facts/index.ts'
import type { FitFacts } from './fit.ts'

/**
 * What a need and the firm behind it are measured by on a day, with everything that is known: for the firm itself, for the
 * bureau, and for a bank that the firm lets read its tax data. Everybody else is answered by `openFacts`.
 */
export async function factsOf(
  from: Reader,
  book: PolicyBook,
  need: NeedFacts,
  firm: Firm,
  on: Day,
): Promise<FitFacts> {
  const known = await creditFactsOf(from, book, firm, on)
  const disputed = [...new Set([...(known.firm.disputed ?? []), ...known.tax.disputed])]
  return {
    need: needFacts(need),
    firm: { ...known.firm, taxCredit: known.facts, ...(disputed.length ? { disputed } : {}) },
    on,
  }
}
