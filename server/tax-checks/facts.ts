import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { TaxCreditFacts } from '../tax-credit/limit.ts'
import type { KnownTax } from '../tax-facts/standing.ts'
import type { FirmFacts } from './check.ts'

type Known = {
  readonly firm: FirmFacts
  readonly tax: KnownTax
  readonly years: readonly { readonly year: number; readonly revenueFen: Fen | null }[]
  /** Tax-credit loans of all banks, as far as the platform knows them. */
  readonly outstandingFen: Fen
  readonly on: Day
}

/**
 * What the platform knows of a firm, as the limit rule takes it: the tax bureau's word, the firm's profile and figures,
 * its tax-credit loans here. Whether the courts list it (失信被执行人) nobody told the platform: that rule stays unknown,
 * and is the bank's to look up.
 */
export const limitFacts = ({ firm, tax, years, outstandingFen, on }: Known): TaxCreditFacts => ({
  ...tax,
  ...{ on, outstandingFen, dishonest: null },
  ...{ foundedOn: firm.foundedOn, industry: firm.industry, size: firm.size },
  revenueFen: Object.fromEntries(
    years.flatMap(({ year, revenueFen }) => (revenueFen === null ? [] : [[String(year), revenueFen]])),
  ),
})
