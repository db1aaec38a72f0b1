import { rateInYear } from './year.ts'

/** Months of a year of stress: each failure falls into one of them. */
export const months = 12

/** Loans that fail at one rate and whose losses are shared by one group, packed for speed. */
export type Cell = {
  /** Which group of sharers the loans belong to. */
  readonly group: number
  /** Part of such loans that fail in a usual year, 0 to 1. */
  readonly defaultRate: number
  /** What is lost of each when it fails, after recovery, in fen. */
  readonly lossesFen: Float64Array
  /** Failed before the year began: all of it is lost in the first month, in every year. */
  readonly hasFailed?: boolean
}

/** What had failed before the year began, of each group. */
export function loseFailed(cells: readonly Cell[], lost: Float64Array): void {
  for (const { group, lossesFen, hasFailed } of cells)
    if (hasFailed) for (const loss of lossesFen) lost[group * months] = (lost[group * months] ?? 0) + loss
}

/**
 * What every group loses in one year, month by month: `lost[group * months + month]`, in fen. Within a cell the next loan
 * that fails is found by one throw, over all that do not (the geometric distribution), so a year costs as much as loans
 * fail in it and not as much as there are loans.
 */
export function drawYear(
  cells: readonly Cell[],
  lost: Float64Array,
  { correlation, worse, chance }: { correlation: number; worse: number; chance: () => number },
): void {
  lost.fill(0)
  loseFailed(cells, lost)
  for (const { group, defaultRate, lossesFen, hasFailed } of cells) {
    if (hasFailed) continue
    const rate = rateInYear(defaultRate, correlation, worse)
    if (rate <= 0) continue
    const base = group * months
    const each = rate >= 1 ? 0 : 1 / Math.log1p(-rate)
    let at = skipped(each, chance)
    while (at < lossesFen.length) {
      const month = base + Math.floor(chance() * months)
      lost[month] = (lost[month] ?? 0) + (lossesFen[at] ?? 0)
      at += 1 + skipped(each, chance)
    }
  }
}

/** How many loans do not fail before the next one that does; `each` is 1 / ln(1 − rate), and 0 where all fail. */
const skipped = (each: number, chance: () => number): number =>
  each === 0 ? 0 : Math.floor(Math.log(1 - chance()) * each)
