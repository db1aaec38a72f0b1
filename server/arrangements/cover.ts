import { industryWithin, isIndustry } from '../enterprises/industry.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import { type Day, plusDays } from '../money/day.ts'
import type { DayCount } from '../money/daycount.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import { interestBetween } from '../money/interest.ts'
import { million, type Ppm } from '../money/rate.ts'
import { assert } from '../platform/assert.ts'
import type { Arrangement } from './arrangement.ts'

/** A loan that went bad, as far as it concerns the loss. Penalty interest never counts and is not asked for. */
export type BadLoan = {
  readonly principalFen: Fen
  readonly annualRatePpm: Ppm
  readonly dayCount: DayCount
  /** From when interest is unpaid, that day included, and until when it is claimed, that day not. */
  readonly interestFrom: Day
  readonly until: Day
}

/** The loss that an arrangement covers: unpaid principal, and normal interest if and as long as it counts; half up. */
export function coveredLoss({ base }: Arrangement, loan: BadLoan): Fen {
  assert(loan.interestFrom <= loan.until, 'a loss is claimed after interest stopped')
  if (!base.normalInterest) return loan.principalFen
  const { until, interestFrom: from } = loan
  const capOn = base.interestCapDays === null ? null : plusDays(from, base.interestCapDays)
  const lastOn = capOn === null || until <= capOn ? until : capOn
  const { principalFen, annualRatePpm, dayCount } = loan
  return plus(principalFen, interestBetween(principalFen, annualRatePpm, dayCount, from, lastOn))
}

export const coverRules = ['size', 'industry', 'unsecured', 'single-customer-cap'] as const
export type CoverRule = (typeof coverRules)[number]
export const coverRuleWords = (rule: CoverRule): string => `arrangements.rule.${rule}`

export type CoverFinding = {
  readonly rule: CoverRule
  readonly met: 'yes' | 'no' | 'unknown'
  readonly have: string | number | null
  readonly want: string | number | readonly string[]
}

/** A loan that asks for cover. A fact that nobody gave is null, and makes its rule unknown. */
export type Cover = {
  readonly size: SizeClass | null
  readonly farming: boolean | null
  readonly industry: string | null
  readonly unsecured: boolean | null
  /** Under cover for this customer already, at all banks; and what would be added. */
  readonly coveredFen: Fen | null
  readonly newFen: Fen
}

/** Whether a loan may come under an arrangement, rule by rule; the cap is included: exactly the cap is in. */
export function coverFindings(arrangement: Arrangement, cover: Cover): CoverFinding[] {
  const { scope, singleCustomerCapFen: capFen } = arrangement
  const findings: CoverFinding[] = []
  if (scope.sizes) findings.push(sizeFinding(scope.sizes, scope.farming, cover))
  if (scope.excludedIndustries.length > 0) findings.push(industryFinding(scope.excludedIndustries, cover))
  if (scope.unsecuredOnly) {
    const { unsecured } = cover
    const met = unsecured === null ? 'unknown' : unsecured ? 'yes' : 'no'
    findings.push({
      rule: 'unsecured',
      met,
      have: unsecured === null ? null : String(unsecured),
      want: 'true',
    })
  }
  if (capFen !== null) {
    const sumFen = plus(cover.coveredFen ?? noFen, cover.newFen)
    // Too much already without knowing the rest is too much.
    const met = sumFen > capFen ? 'no' : cover.coveredFen === null ? 'unknown' : 'yes'
    const have = cover.coveredFen === null ? null : sumFen
    findings.push({ rule: 'single-customer-cap', met, have, want: capFen })
  }
  return findings
}

function sizeFinding(sizes: readonly SizeClass[], farming: boolean, cover: Cover): CoverFinding {
  const fits = cover.size === null ? null : sizes.includes(cover.size)
  const farms = farming ? cover.farming : false
  const met = fits || farms ? 'yes' : fits === null || farms === null ? 'unknown' : 'no'
  return { rule: 'size', met, have: cover.size, want: sizes }
}

function industryFinding(excluded: readonly string[], { industry }: Cover): CoverFinding {
  if (industry === null || !isIndustry(industry))
    return { rule: 'industry', met: 'unknown', have: null, want: excluded }
  // A firm that names a section only may still lie in an excluded division of it.
  const inside = excluded.some((code) => industryWithin(industry, code))
  const open = excluded.some((code) => code !== industry && code.startsWith(industry))
  return { rule: 'industry', met: inside ? 'no' : open ? 'unknown' : 'yes', have: industry, want: excluded }
}

export const lineStandings = ['open', 'warned', 'stopped'] as const
export type LineStanding = (typeof lineStandings)[number]
export const lineWords = (standing: LineStanding): string => `arrangements.line.${standing}`

/** Where bad among covered stands: at the line itself it counts. A stop bars new filings; cover that is stays. */
export function lineStanding(
  { warnLinePpm, stopLinePpm }: Arrangement,
  badFen: Fen,
  coveredFen: Fen,
): LineStanding {
  assert(badFen >= 0 && badFen <= coveredFen, 'what is bad is part of what is covered')
  const reached = (linePpm: Ppm | null) =>
    linePpm !== null && badFen > 0 && BigInt(badFen) * million >= BigInt(linePpm) * BigInt(coveredFen)
  if (reached(stopLinePpm)) return 'stopped'
  return reached(warnLinePpm) ? 'warned' : 'open'
}
