import type { Fen } from '../money/fen.ts'
import { assert } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { isIndustry } from './industry.ts'

/**
 * The size of a firm by 工信部联企业〔2011〕300号, its sixteen groups mapped to GB/T 4754-2017 by
 * 国统字〔2017〕213号. A draft of 2021 would change the limits; it is not in force.
 */
export const sizeClasses = ['large', 'medium', 'small', 'micro', 'not-classified'] as const
export type SizeClass = (typeof sizeClasses)[number]
export const isSizeClass = (text: string): text is SizeClass => sizeClasses.some((size) => size === text)

/** What a group looks at: 从业人员, 营业收入, 资产总额. */
export const sizeFigures = ['employees', 'revenue', 'assets'] as const
export type SizeFigure = (typeof sizeFigures)[number]

/**
 * The least figures of a large, a medium and a small firm, each included: persons for employees, 万元 for
 * revenue and assets. A firm must reach all of them for a class; what does not reach small is micro.
 */
type Limits = Readonly<Partial<Record<SizeFigure, readonly [large: number, medium: number, small: number]>>>

export const sizeGroups = {
  agriculture: { revenue: [20_000, 500, 50] },
  industry: { employees: [1000, 300, 20], revenue: [40_000, 2000, 300] },
  construction: { revenue: [80_000, 6000, 300], assets: [80_000, 5000, 300] },
  wholesale: { employees: [200, 20, 5], revenue: [40_000, 5000, 1000] },
  retail: { employees: [300, 50, 10], revenue: [20_000, 500, 100] },
  transport: { employees: [1000, 300, 20], revenue: [30_000, 3000, 200] },
  warehousing: { employees: [200, 100, 20], revenue: [30_000, 1000, 100] },
  post: { employees: [1000, 300, 20], revenue: [30_000, 2000, 100] },
  accommodation: { employees: [300, 100, 10], revenue: [10_000, 2000, 100] },
  catering: { employees: [300, 100, 10], revenue: [10_000, 2000, 100] },
  'information-transmission': { employees: [2000, 100, 10], revenue: [100_000, 1000, 100] },
  software: { employees: [300, 100, 10], revenue: [10_000, 1000, 50] },
  'real-estate-development': { revenue: [200_000, 1000, 100], assets: [10_000, 5000, 2000] },
  'property-management': { employees: [1000, 300, 100], revenue: [5000, 1000, 500] },
  'leasing-and-business-services': { employees: [300, 100, 10], assets: [120_000, 8000, 100] },
  other: { employees: [300, 100, 10] },
} as const satisfies Record<string, Limits>
export type SizeGroup = keyof typeof sizeGroups

export type FirmFigures = {
  /** A section letter, or letter and digits of GB/T 4754-2017: 'C', 'I65', 'G591', 'K7010'. */
  readonly industry: string
  readonly employees: number | null
  /** Of the last full year. */
  readonly revenueFen: Fen | null
  /** At the end of that year. */
  readonly assetsFen: Fen | null
}

/** `unknown` is a finding too: the group is clear, but figures that it looks at are missing. */
export type SizeFinding =
  | { readonly group: SizeGroup; readonly size: Exclude<SizeClass, 'not-classified'> }
  | { readonly group: null; readonly size: 'not-classified' }
  | { readonly group: SizeGroup; readonly size: 'unknown'; readonly missing: readonly SizeFigure[] }

/**
 * The size of a firm. Railways, finance, education, health, the letting of own property, public bodies
 * and international organisations are not classified. Refuses `industry-unknown`, and
 * `industry-too-coarse` where the code spans several groups (the value `needs` lists codes that do not).
 */
export function sizeClass(firm: FirmFigures): Outcome<SizeFinding> {
  const found = sizeGroupOf(firm.industry)
  if (!found.ok) return found
  const { group } = found
  if (group === null) return done({ group, size: 'not-classified' })

  const limits: Limits = sizeGroups[group]
  const looked = sizeFigures.filter((figure) => limits[figure] !== undefined)
  const missing = looked.filter((figure) => figureOf(firm, figure) === null)
  if (missing.length > 0) return done({ group, size: 'unknown', missing })

  const reaches = (step: 0 | 1 | 2) =>
    looked.every((figure) => (figureOf(firm, figure) ?? 0) >= leastOf(limits, figure, step))
  return done({ group, size: reaches(0) ? 'large' : reaches(1) ? 'medium' : reaches(2) ? 'small' : 'micro' })
}

/** One limit of a class, as the rule writes it: persons, or 万元. */
export type SizeLimit = { readonly figure: SizeFigure; readonly least: number }

/**
 * What decided a size class: the limits of that class, all of which the figures reach, and those of the next
 * larger class that they do not. Nothing is reached by a micro firm, nothing missed by a large one.
 */
export function decidingLimits(
  group: SizeGroup,
  size: Exclude<SizeClass, 'not-classified'>,
  firm: FirmFigures,
): { readonly reached: readonly SizeLimit[]; readonly missed: readonly SizeLimit[] } {
  const limits: Limits = sizeGroups[group]
  const step = sizeClasses.indexOf(size)
  const of = (index: number): SizeLimit[] =>
    sizeFigures.flatMap((figure) => {
      const least = limits[figure]?.[index]
      return least === undefined ? [] : [{ figure, least }]
    })
  const isMissed = ({ figure, least }: SizeLimit) =>
    (figureOf(firm, figure) ?? 0) < (figure === 'employees' ? least : least * fenInWan)
  return { reached: of(step), missed: of(step - 1).filter(isMissed) }
}

/** The group of an industry, or null where firms of it have no size class. Refusals as `sizeClass`. */
export function sizeGroupOf(industry: string): Outcome<{ readonly group: SizeGroup | null }> {
  if (!isIndustry(industry)) return refuse('industry-unknown', { field: 'industry' })
  const within = groupsByIndustry.find(([code]) => industry.startsWith(code))
  if (within !== undefined) return done({ group: within[1] })

  const parts = groupsByIndustry.filter(([code]) => code.startsWith(industry))
  const [first] = parts
  if (first === undefined) return refuse('industry-unknown', { field: 'industry' })
  if (parts.every(([, group]) => group === first[1])) return done({ group: first[1] })
  const needs = parts.map(([code]) => code).join(' ')
  return refuse('industry-too-coarse', { field: 'industry', values: { needs } })
}

/** The coarsest codes that lie in one group each, and null for those outside of all. */
const groupsByIndustry: readonly (readonly [code: string, group: SizeGroup | null])[] = [
  ['A', 'agriculture'],
  ...each(['B', 'C', 'D'], 'industry'),
  ['E', 'construction'],
  ['F51', 'wholesale'],
  ['F52', 'retail'],
  ['G53', null], // railways
  ...each(['G54', 'G55', 'G56', 'G57', 'G58', 'G591'], 'transport'),
  ...each(['G592', 'G593', 'G594', 'G595', 'G596', 'G599'], 'warehousing'),
  ['G60', 'post'],
  ['H61', 'accommodation'],
  ['H62', 'catering'],
  ...each(['I63', 'I64'], 'information-transmission'),
  ['I65', 'software'],
  ['J', null], // finance has a rule of its own, 银发〔2015〕309号
  ['K7010', 'real-estate-development'],
  ['K7020', 'property-management'],
  ['K7030', 'other'],
  ['K7040', null], // letting of own property
  ['K7090', 'other'],
  ['L', 'leasing-and-business-services'],
  ...each(['M', 'N', 'O'], 'other'),
  ['P', null],
  ['Q84', null],
  ['Q85', 'other'],
  ['R', 'other'],
  ...each(['S', 'T'], null),
]

function each(codes: readonly string[], group: SizeGroup | null): [string, SizeGroup | null][] {
  return codes.map((code) => [code, group])
}

function figureOf(firm: FirmFigures, figure: SizeFigure): number | null {
  const value = { employees: firm.employees, revenue: firm.revenueFen, assets: firm.assetsFen }[figure]
  assert(value === null || Number.isSafeInteger(value), `Not a whole figure: ${figure} ${value}`)
  return value
}

const fenInWan = 1_000_000

/** Limits are raised to fen rather than figures cut to 万元, so that no fen is rounded away. */
function leastOf(limits: Limits, figure: SizeFigure, step: 0 | 1 | 2): number {
  const limit = limits[figure]
  assert(limit !== undefined, `No limit for ${figure}`)
  return figure === 'employees' ? limit[step] : limit[step] * fenInWan
}
