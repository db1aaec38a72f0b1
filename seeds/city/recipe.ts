import type { WrittenTerms } from './terms.ts'

/** A kind of product that every other bank of a city has under a name of its own. */
export type Recipe = Omit<WrittenTerms, 'source' | 'wan' | 'months' | 'percent' | 'regions'> & {
  /** The most that it lends, in 万元: a bank has one of these. */
  readonly most: readonly number[]
  readonly months: readonly [least: number, most: readonly number[]]
  /** The lowest rate, and how much above it the highest lies, both in per cent. */
  readonly rate: readonly [from: number, spread: number]
}

/* Papers, methods and sizes that many recipes share. */

export const firm = ['business-licence', 'identity', 'bank-statements'] as const
export const fullPapers = [...firm, 'financial-statements', 'tax-returns'] as const
export const farmPapers = ['business-licence', 'identity', 'farmland-papers'] as const

export const dayToDay = ['interest-only', 'bullet'] as const
export const byMonth = ['equal-instalment', 'equal-principal'] as const
export const tiny = ['small', 'micro'] as const
export const upToMedium = ['medium', 'small', 'micro'] as const
