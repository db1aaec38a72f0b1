import { type Fen, fen } from '../money/fen.ts'

/** A band of sums: from `least` on, below `most`; null where it has no end on that side. */
export type Band<Sum extends number = number> = { readonly least: Sum | null; readonly most: Sum | null }

/*
 * The bounds between bands, wide enough that a city has many firms in each. They are how a page is written and no
 * policy: nothing is decided by them, and no condition is measured by a band.
 */
const wan = (amounts: readonly number[]): readonly Fen[] => amounts.map((amount) => fen(amount * 1_000_000))
const yearlyBounds = wan([50, 100, 300, 500, 1_000, 2_000, 5_000, 10_000, 40_000])
const taxBounds = wan([1, 5, 10, 30, 50, 100, 300, 1_000])
const employeeBounds = [10, 20, 50, 100, 300, 1_000]

/** The band of a year's revenue, or of assets. */
export const yearlyBand = (sumFen: Fen): Band<Fen> => bandWithin(yearlyBounds, sumFen)
/** The band of the tax that a firm paid in a year. */
export const taxBand = (sumFen: Fen): Band<Fen> => bandWithin(taxBounds, sumFen)
export const employeeBand = (count: number): Band => bandWithin(employeeBounds, count)

function bandWithin<Sum extends number>(bounds: readonly Sum[], sum: Sum): Band<Sum> {
  const above = bounds.findIndex((bound) => sum < bound)
  const at = above === -1 ? bounds.length : above
  return { least: bounds[at - 1] ?? null, most: bounds[at] ?? null }
}
