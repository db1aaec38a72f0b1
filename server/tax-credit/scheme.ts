import { z } from 'zod'
import { industrySections, isIndustry } from '../enterprises/industry.ts'
import { sizeClasses } from '../enterprises/size-class.ts'
import { taxGrades } from '../enterprises/tax-grade.ts'
import { type Refusal, type Refused, refuse } from '../platform/outcome.ts'
import { basisPointsShape, fenShape, nameShape, ppmShape, wholeShape } from '../policies/shapes.ts'
import { lprTerms } from './lpr.ts'

/** 成长阶段: by years since the founding, then by growth of tax and revenue. */
export const growthStages = ['start-up', 'growing', 'mature'] as const
export type GrowthStage = (typeof growthStages)[number]
export const growthStageWords = (stage: GrowthStage): string => `tax-credit.stage.${stage}`

/** What a scheme may assume for want of a source; each shows as a placeholder, whatever the row's certainty. */
export const schemeAssumable = [
  'grades',
  'multipliers',
  'spreads',
  'caps',
  'sizes',
  'operating',
  'taxYears',
  'averaging',
  'minimumTax',
  'industryFactors',
  'stageFactors',
  'exclusions',
  'lprTerm',
  'rounding',
] as const
export type SchemeAssumable = (typeof schemeAssumable)[number]
export const schemeAssumableWords = (part: SchemeAssumable): string => `tax-credit.assumable.${part}`

const gradeShape = z.strictObject({
  /** Times the average yearly tax: 50,000 basis points are five times. */
  multiplierBasisPoints: basisPointsShape,
  capFen: fenShape.nullable(),
  /** Above the LPR of the day. */
  spreadPpm: ppmShape,
})

export const schemeShape = z.strictObject({
  name: nameShape,
  /** The grades that are admitted; the others are not. */
  grades: z.partialRecord(z.enum(taxGrades), gradeShape),
  sizes: z.array(z.enum(sizeClasses)),
  capBySizeFen: z.partialRecord(z.enum(sizeClasses), fenShape),
  /** The most for one firm over all banks, what is outstanding included. */
  totalCapFen: fenShape.nullable(),
  averageYears: wholeShape,
  leastOperatingMonths: wholeShape,
  leastTaxYears: wholeShape,
  leastAverageTaxFen: fenShape.nullable(),
  excludedIndustries: z.array(z.string()),
  /** Empty: no factor. Else every section has one; the longest code that holds the firm's counts. */
  industryFactors: z.array(z.strictObject({ industry: z.string(), basisPoints: basisPointsShape })),
  stageFactors: z
    .strictObject({
      /** Younger than this is a start-up; older is growing if both tax and revenue grew so much, else mature. */
      startUpMonths: wholeShape,
      growingPpm: ppmShape,
      basisPoints: z.record(z.enum(growthStages), basisPointsShape),
    })
    .nullable(),
  lprTerm: z.enum(lprTerms),
  /** The limit is rounded down to a multiple of this. */
  roundDownToFen: fenShape,
  assumed: z.array(z.enum(schemeAssumable)),
})
export type TaxCreditScheme = z.infer<typeof schemeShape>

/**
 * Why a scheme that somebody wrote cannot be used: an empty list when it can. Refuses what has another form, a scheme
 * without a grade, a size, a year or a rounding, caps of nothing, industries that do not exist or have no factor.
 */
export function checkScheme(value: unknown): readonly Refusal[] {
  const read = schemeShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => refuse('scheme-malformed', { field: path.join('.') }).refusal)
  return [...gradeFaults(read.data), ...industryFaults(read.data)].map(({ refusal }) => refusal)
}

function gradeFaults(scheme: TaxCreditScheme): Refused[] {
  const faults: Refused[] = []
  const grades = Object.entries(scheme.grades)
  if (grades.length === 0) faults.push(refuse('no-grade-admitted', { field: 'grades' }))
  if (scheme.sizes.length === 0) faults.push(refuse('no-size-admitted', { field: 'sizes' }))
  if (scheme.averageYears === 0) faults.push(refuse('no-years', { field: 'averageYears' }))
  if (scheme.roundDownToFen === 0) faults.push(refuse('no-rounding', { field: 'roundDownToFen' }))
  const nothing: [string, number | null][] = [
    ...grades.map(([grade, { capFen }]): [string, number | null] => [`grades.${grade}.capFen`, capFen]),
    ...grades.map(([grade, { multiplierBasisPoints }]): [string, number | null] => [
      `grades.${grade}.multiplierBasisPoints`,
      multiplierBasisPoints,
    ]),
    ...Object.entries(scheme.capBySizeFen).map(([size, capFen]): [string, number | null] => [
      `capBySizeFen.${size}`,
      capFen,
    ]),
    ['totalCapFen', scheme.totalCapFen],
  ]
  for (const [field, cap] of nothing) if (cap === 0) faults.push(refuse('scheme-cap-is-nothing', { field }))
  return faults
}

function industryFaults({ excludedIndustries, industryFactors }: TaxCreditScheme): Refused[] {
  const named = [
    ...excludedIndustries.map((code, at) => ({ code, field: `excludedIndustries.${at}` })),
    ...industryFactors.map(({ industry }, at) => ({
      code: industry,
      field: `industryFactors.${at}.industry`,
    })),
  ]
  const faults: Refused[] = named
    .filter(({ code }) => !isIndustry(code))
    .map(({ field }) => refuse('not-an-industry', { field }))
  const codes = industryFactors.map(({ industry }) => industry)
  for (const [at, code] of codes.entries())
    if (codes.indexOf(code) < at)
      faults.push(refuse('industry-twice', { field: `industryFactors.${at}.industry` }))
  const open = industrySections.filter((section) => !codes.includes(section))
  if (codes.length > 0 && open.length > 0)
    faults.push(
      refuse('industry-without-factor', { field: 'industryFactors', values: { sections: open.join(' ') } }),
    )
  return faults
}

/**
 * The factors that a firm of an industry may have: one when its code is fine enough, else all that lie within it. Both
 * sides are industries, as `checkScheme` and the facts' own check saw to.
 */
export function industryFactorsOf({ industryFactors }: TaxCreditScheme, industry: string | null): number[] {
  let holding: (typeof industryFactors)[number] | null = null
  const coarse: number[] = []
  for (const factor of industryFactors) {
    if (industry?.startsWith(factor.industry)) {
      if (!holding || factor.industry.length > holding.industry.length) holding = factor
    } else if (industry === null || factor.industry.startsWith(industry)) coarse.push(factor.basisPoints)
  }
  return holding ? [holding.basisPoints, ...coarse] : coarse
}
