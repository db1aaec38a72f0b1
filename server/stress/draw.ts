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
  /** Whose loan each is: the place of its bank among those of the group. */
  readonly banks: Uint16Array
  /** Failed before the year began: all of it is lost in the first month, in every year. */
  readonly hasFailed?: boolean
}

/** What every group loses in a year, in fen: month by month, and of the loans of each of its banks. */
export class Losses {
  readonly #byMonth: Float64Array
  readonly #byBank: Float64Array
  /** Where the banks of each group begin. */
  readonly #bankAt: Int32Array

  constructor(groups: readonly { readonly bankIds: readonly string[] }[]) {
    this.#bankAt = new Int32Array(groups.length + 1)
    for (const [at, { bankIds }] of groups.entries())
      this.#bankAt[at + 1] = (this.#bankAt[at] ?? 0) + bankIds.length
    this.#byMonth = new Float64Array(groups.length * months)
    this.#byBank = new Float64Array(this.#bankAt[groups.length] ?? 0)
  }

  clear(): void {
    this.#byMonth.fill(0)
    this.#byBank.fill(0)
  }

  add(group: number, month: number, bank: number, loss: number): void {
    const inMonth = group * months + month
    this.#byMonth[inMonth] = (this.#byMonth[inMonth] ?? 0) + loss
    const ofBank = (this.#bankAt[group] ?? 0) + bank
    this.#byBank[ofBank] = (this.#byBank[ofBank] ?? 0) + loss
  }

  /** What a group lost in the first so many months. */
  until(group: number, month: number): number {
    let sum = 0
    for (let at = 0; at < month; at += 1) sum += this.#byMonth[group * months + at] ?? 0
    return sum
  }

  /** What it lost in the year of the loans of each of its banks. */
  byBank(group: number): readonly number[] {
    return [...this.#byBank.subarray(this.#bankAt[group], this.#bankAt[group + 1])]
  }

  get wholeFen(): number {
    return this.#byMonth.reduce((sum, one) => sum + one, 0)
  }
}

/** What had failed before the year began, of each group. */
export function loseFailed(cells: readonly Cell[], lost: Losses): void {
  for (const { group, lossesFen, banks, hasFailed } of cells)
    if (hasFailed) for (const [at, loss] of lossesFen.entries()) lost.add(group, 0, banks[at] ?? 0, loss)
}

/**
 * What every group loses in one year. Within a cell the next loan that fails is found by one throw, over all that do not (the
 * geometric distribution), so a year costs as much as loans fail in it and not as much as there are loans.
 */
export function drawYear(
  cells: readonly Cell[],
  lost: Losses,
  { correlation, worse, chance }: { correlation: number; worse: number; chance: () => number },
): void {
  lost.clear()
  loseFailed(cells, lost)
  for (const { group, defaultRate, lossesFen, banks, hasFailed } of cells) {
    if (hasFailed) continue
    const rate = rateInYear(defaultRate, correlation, worse)
    if (rate <= 0) continue
    const each = rate >= 1 ? 0 : 1 / Math.log1p(-rate)
    let at = skipped(each, chance)
    while (at < lossesFen.length) {
      lost.add(group, Math.floor(chance() * months), banks[at] ?? 0, lossesFen[at] ?? 0)
      at += 1 + skipped(each, chance)
    }
  }
}

/** How many loans do not fail before the next one that does; `each` is 1 / ln(1 − rate), and 0 where all fail. */
const skipped = (each: number, chance: () => number): number =>
  each === 0 ? 0 : Math.floor(Math.log(1 - chance()) * each)
