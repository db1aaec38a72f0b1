import type { FitFacts } from '../matching/fit.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { TaxCreditFacts } from '../tax-credit/limit.ts'
import type { KnownTax } from './standing.ts'

type Known = {
  readonly firm: FitFacts['firm']
  readonly tax: KnownTax
  readonly years: readonly { readonly year: number; readonly revenueFen: Fen | null }[]
  /** Tax-credit loans of all banks, as far as the platform knows them. */
  readonly outstandingFen: Fen
  /** Whether the courts list it (失信被执行人); null where the bureau took over no list that is still believed. */
  readonly dishonest: boolean | null
  readonly on: Day
}

/**
 * What the platform knows of a firm, as the limit rule takes it: the tax bureau's word, the firm's profile and figures,
 * its tax-credit loans here, and the courts' list.
 */
export const limitFacts = ({ firm, tax, years, outstandingFen, dishonest, on }: Known): TaxCreditFacts => ({
  ...tax,
  ...{ on, outstandingFen, dishonest },
  ...{ foundedOn: firm.foundedOn, industry: firm.industry, size: firm.size },
  revenueFen: Object.fromEntries(
    years.flatMap(({ year, revenueFen }) => (revenueFen === null ? [] : [[String(year), revenueFen]])),
  ),
})
