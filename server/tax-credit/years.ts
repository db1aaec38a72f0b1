import { type Day, dateOf, daysInMonth, monthOf, yearOf } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { million } from '../money/rate.ts'
import type { Reason, TaxCreditFacts } from './limit.ts'
import { type GrowthStage, growthStages, type TaxCreditScheme } from './scheme.ts'

export type TaxYears = {
  /** Latest first. */
  readonly years: readonly number[]
  /** Their sum; null when one of them is missing. */
  readonly sumFen: bigint | null
  /** How many years in a row had tax, back from the latest; and whether a year that nobody knows ended the count. */
  readonly consecutive: number
  readonly endsUnknown: boolean
}

/** The assessment of a year is made in April and out by the end of it; until then that of the year before is the newest. */
export const newestAssessed = (on: Day): number => yearOf(on) - (monthOf(on) < 5 ? 2 : 1)

/**
 * The years that count are the last full ones before the day. Where the last is not known yet, as in the first months
 * of a year, they are those before the assessment, if that is the newest: taxes of long ago say nothing of today. A year that is
 * examined gives way to no other.
 */
export function taxYearsOf(
  { taxPaidFen, examinedYears = [], assessYear, on }: TaxCreditFacts,
  count: number,
): TaxYears {
  const [latest, assessed] = [yearsBefore(yearOf(on), count), yearsBefore(assessYear, count)]
  const isExamined = latest.some((year) => examinedYears.includes(year))
  const mayGiveWay = !isExamined && assessYear >= newestAssessed(on)
  const years =
    !isKnown(taxPaidFen, latest) && mayGiveWay && isKnown(taxPaidFen, assessed) ? assessed : latest
  const sumFen = isKnown(taxPaidFen, years)
    ? years.reduce((sum, year) => sum + BigInt(taxPaidFen[year] ?? 0), 0n)
    : null
  let year = years[0] ?? yearOf(on) - 1
  while ((taxPaidFen[year] ?? 0) > 0) year -= 1
  return {
    years,
    sumFen,
    consecutive: (years[0] ?? year) - year,
    endsUnknown: taxPaidFen[year] === undefined,
  }
}

/** So many years before one, latest first. */
function yearsBefore(year: number, count: number): number[] {
  const years: number[] = []
  for (let back = 1; back <= count; back += 1) years.push(year - back)
  return years
}

const isKnown = (paidFen: TaxCreditFacts['taxPaidFen'], years: readonly number[]): boolean =>
  years.every((year) => paidFen[year] !== undefined)

/** Whole months from a day to another; a month that has no such date ends with its last day. */
export function monthsSince(from: Day, to: Day): number {
  const months = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from)
  const due = Math.min(dateOf(from), daysInMonth(yearOf(to), monthOf(to)))
  return dateOf(to) >= due ? months : months - 1
}

type StageFinding = {
  readonly stage: GrowthStage | null
  /** The factors that the firm may have; one when its stage is clear. */
  readonly factors: readonly number[]
  readonly reason: Reason | null
}

/** The stage of growth of a firm, as far as its facts say. A scheme without stages has the factor one. */
export function stageFinding(
  { stageFactors }: TaxCreditScheme,
  facts: TaxCreditFacts,
  years: readonly number[],
): StageFinding {
  if (!stageFactors) return { stage: null, factors: [10_000], reason: null }
  const { startUpMonths, growingPpm, basisPoints } = stageFactors
  const possible = stagesOf(facts, years, startUpMonths, growingPpm)
  const [only = null, ...more] = possible
  const stage = more.length === 0 ? only : null
  const met = stage === null ? 'unknown' : 'yes'
  return {
    stage,
    factors: possible.map((one) => basisPoints[one]),
    reason: { rule: 'stage', met, have: stage, want: [...possible] },
  }
}

/** Every stage that a firm may be in, as far as its facts say. */
export function stagesOf(
  { foundedOn, on, taxPaidFen, revenueFen = {} }: TaxCreditFacts,
  [last = 0]: readonly number[],
  startUpMonths: number,
  growingPpm: number,
): readonly GrowthStage[] {
  const young = foundedOn === null ? null : monthsSince(foundedOn, on) < startUpMonths
  if (young) return ['start-up']
  const grown = [taxPaidFen, revenueFen].map((paid) => growth(paid[last - 1], paid[last], growingPpm))
  const older: readonly GrowthStage[] = grown.includes(false)
    ? ['mature']
    : grown.includes(null)
      ? ['growing', 'mature']
      : ['growing']
  return young === null
    ? growthStages.filter((stage) => stage === 'start-up' || older.includes(stage))
    : older
}

/** Whether a figure grew by so much, at the number itself included; null when a year is missing. */
function growth(before: Fen | undefined, after: Fen | undefined, leastPpm: number): boolean | null {
  if (before === undefined || after === undefined) return null
  return after > 0 && BigInt(after) * million >= BigInt(before) * (million + BigInt(leastPpm))
}
