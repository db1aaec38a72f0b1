import { z } from 'zod'
import type { Ppm } from '../money/rate.ts'
import { ppmShape } from '../policies/shapes.ts'

/** Policy `lpr`: the loan prime rate 贷款市场报价利率 of a day. */
export const lprShape = z.strictObject({ oneYearPpm: ppmShape, fiveYearPpm: ppmShape })
export type Lpr = z.infer<typeof lprShape>

export const lprTerms = ['one-year', 'five-year'] as const
export type LprTerm = (typeof lprTerms)[number]

export const lprOf = (lpr: Lpr, term: LprTerm): Ppm =>
  term === 'one-year' ? lpr.oneYearPpm : lpr.fiveYearPpm
