import type { Reader } from '../../db/index.ts'
import { type Firm, firmFacts, yearsOf } from '../enterprises/index.ts'
import type { FitFacts } from '../matching/fit.ts'
import type { Day } from '../money/day.ts'
import type { PolicyBook } from '../policies/index.ts'
import { courtListsOn, isDishonest, type TaxCreditFacts } from '../tax-credit/index.ts'
import { limitFacts } from './credit.ts'
import { taxFactsOf } from './parts.ts'
import { type Beside, outstandingOf } from './rows-loans.ts'
import type { TaxFacts } from './standing.ts'

export type KnownFirm = {
  readonly firm: FitFacts['firm']
  readonly facts: TaxCreditFacts
  readonly tax: TaxFacts
}

/**
 * What the rules of tax credit take of a firm on a day; self-check, case and match ask here. Against a case (`beside`) its own
 * loan does not count, nor the one that it renews.
 */
export async function creditFactsOf(
  from: Reader,
  book: PolicyBook,
  firm: Firm,
  on: Day,
  beside: Beside = null,
): Promise<KnownFirm> {
  const [tax, years, outstandingFen] = await Promise.all([
    taxFactsOf(from, firm.id, on),
    yearsOf(from, firm.id),
    outstandingOf(from, firm.id, beside),
  ])
  const seen = firmFacts(firm)
  const dishonest = isDishonest(courtListsOn(book, on), firm.uscc, on)
  return {
    ...{ firm: seen, tax },
    facts: limitFacts({ firm: seen, tax: tax.facts, years, outstandingFen, dishonest, on }),
  }
}
