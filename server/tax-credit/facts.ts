import { isIndustry } from '../enterprises/industry.ts'
import { yearOf } from '../money/day.ts'
import { isFen } from '../money/fen.ts'
import { type Refused, refuse } from '../platform/outcome.ts'
import type { TaxCreditFacts } from './limit.ts'

/** Facts that cannot be, whatever the scheme; the first that is found, with its field. */
export function faultIn(facts: TaxCreditFacts): Refused | null {
  const { assessYear, on, foundedOn, outstandingFen, requestedFen, industry } = facts
  for (const field of ['taxPaidFen', 'revenueFen'] as const) {
    for (const [year, paid] of Object.entries(facts[field] ?? {})) {
      if (!/^[12]\d{3}$/.test(year))
        return refuse('tax-year-wrong', { field: `${field}.${year}`, values: { year } })
      if (!isFen(paid) || paid < 0) return refuse('tax-wrong', { field: `${field}.${year}` })
    }
  }
  if (outstandingFen != null && (!isFen(outstandingFen) || outstandingFen < 0))
    return refuse('tax-amount-wrong', { field: 'outstandingFen' })
  if (requestedFen != null && (!isFen(requestedFen) || requestedFen <= 0))
    return refuse('tax-amount-wrong', { field: 'requestedFen' })
  if (!Number.isSafeInteger(assessYear) || assessYear > yearOf(on))
    return refuse('assess-year-wrong', { field: 'assessYear' })
  if (foundedOn !== null && foundedOn > on) return refuse('founded-later', { field: 'foundedOn' })
  if (industry != null && !isIndustry(industry)) return refuse('not-an-industry', { field: 'industry' })
  return null
}
