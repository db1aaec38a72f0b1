import { type Day, yearOf } from '../money/day.ts'
import type { Reference } from '../parts.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { sizeGroupOf } from './size-class.ts'
import { checkUscc } from './uscc.ts'

/**
 * Whether a credit code may be registered. A code whose check character is wrong is refused with the right one;
 * a real firm's licence can carry such a code (domain §7.1), so with evidence it goes on to the bureau, which
 * alone accepts it.
 *
 * Refuses: `uscc-length`, `uscc-alphabet`, `uscc-region`, `uscc-check`.
 */
export function admitCode(
  typed: string,
  evidence: string | null,
): Outcome<{ readonly uscc: string; readonly override: string | null }> {
  const { valid, normalised, fault, expectedCheck } = checkUscc(typed)
  if (valid) return done({ uscc: normalised, override: null })
  if (fault === 'check' && evidence) return done({ uscc: normalised, override: evidence })
  const values = { expected: expectedCheck ?? '', length: normalised.length }
  return refuse(`uscc-${fault ?? 'check'}`, { field: 'uscc', values })
}

type Particulars = { readonly industry: string; readonly region: string; readonly foundedOn: Day }

/**
 * Whether industry, place and founding day can be what they say: known codes, fine enough for a size class, and
 * no day to come. Refuses: `industry-unknown`, `industry-too-coarse`, `region-unknown`, `founded-later`.
 */
export function checkParticulars(
  { industry, region, foundedOn }: Particulars,
  { divisions, industries }: Pick<Reference, 'divisions' | 'industries'>,
  today: Day,
): Outcome<object> {
  if (!industries.some(({ code }) => code === industry))
    return refuse('industry-unknown', { field: 'industry' })
  const group = sizeGroupOf(industry)
  if (!group.ok) return group
  const place = divisions.find(({ code }) => code === region)
  if (!place || place.level === 'city') return refuse('region-unknown', { field: 'region' })
  return foundedOn > today ? refuse('founded-later', { field: 'foundedOn' }) : done()
}

/** Years that a firm may give figures for: the last three full ones, back to its founding. */
export function yearsAsked(today: Day, foundedOn: Day | null): number[] {
  const last = yearOf(today) - 1
  const first = foundedOn ? yearOf(foundedOn) : last - 2
  return [last, last - 1, last - 2].filter((year) => year >= first)
}
