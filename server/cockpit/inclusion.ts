import { type Day, day, monthOf, plusMonths, yearOf } from '../money/day.ts'
import { type Fen, fen, noFen, plus } from '../money/fen.ts'
import { million, type Ppm, ppm } from '../money/rate.ts'
import { halfUp } from '../money/rounding.ts'

/** How many quarters the cockpit looks back, this one among them. */
export const quartersShown = 8

/** Loans of one day and one county whose first money was paid out, and bridges paid out there on that day. */
export type InclusionDay = {
  readonly on: Day
  readonly county: string
  readonly loans: number
  readonly amountFen: Fen
  readonly firstLoans: number
  readonly creditFen: Fen
  /** What the loans with a known all-in cost add up to, and what they cost in a year. */
  readonly costedFen: Fen
  readonly yearlyCostFen: Fen
  readonly savingFen: Fen
}

export type InclusionSums = Omit<InclusionDay, 'on' | 'county'>
export type InclusionCell = InclusionSums & { readonly quarter: string; readonly county: string }

const nothing: InclusionSums = {
  ...{ loans: 0, amountFen: noFen, firstLoans: 0, creditFen: noFen },
  ...{ costedFen: noFen, yearlyCostFen: noFen, savingFen: noFen },
}

const added = (one: InclusionSums, other: InclusionSums): InclusionSums => ({
  loans: one.loans + other.loans,
  firstLoans: one.firstLoans + other.firstLoans,
  amountFen: plus(one.amountFen, other.amountFen),
  creditFen: plus(one.creditFen, other.creditFen),
  costedFen: plus(one.costedFen, other.costedFen),
  yearlyCostFen: plus(one.yearlyCostFen, other.yearlyCostFen),
  savingFen: plus(one.savingFen, other.savingFen),
})

/** `2026-q3` */
export const quarterOf = (on: Day): string => `${yearOf(on)}-q${Math.ceil(monthOf(on) / 3)}`

/** The first day of a quarter. */
export const firstOfQuarter = (on: Day): Day =>
  day(`${yearOf(on)}-${String(Math.ceil(monthOf(on) / 3) * 3 - 2).padStart(2, '0')}-01`)

/** The quarters that are shown on a day, the oldest first. */
export const quartersOn = (on: Day): readonly string[] =>
  Array.from({ length: quartersShown }, (_, at) =>
    quarterOf(plusMonths(firstOfQuarter(on), (at + 1 - quartersShown) * 3)),
  )

/** The first day of the oldest quarter that is shown. */
export const shownSince = (on: Day): Day => plusMonths(firstOfQuarter(on), (1 - quartersShown) * 3)

/** Days put together by quarter and county, in the order of both. */
export function cellsOf(days: readonly InclusionDay[]): readonly InclusionCell[] {
  const cells = new Map<string, InclusionCell>()
  for (const { on, county, ...sums } of days) {
    const quarter = quarterOf(on)
    const key = `${quarter} ${county}`
    cells.set(key, { quarter, county, ...added(cells.get(key) ?? nothing, sums) })
  }
  return [...cells].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, cell]) => cell)
}

/** The sum of some cells. */
export const inAll = (cells: readonly InclusionCell[]): InclusionSums =>
  cells.reduce<InclusionSums>(added, nothing)

/** A part of a whole as a rate, half up; null of nothing. */
export const rateOf = (part: number, whole: number): Ppm | null =>
  whole === 0 ? null : ppm(Number(halfUp(BigInt(part) * million, BigInt(whole))))

/** 户均: what a loan comes to on average, half up to the fen; null where there was none. */
export const averageOf = ({ amountFen, loans }: InclusionSums): Fen | null =>
  loans === 0 ? null : fen(Number(halfUp(BigInt(amountFen), BigInt(loans))))

/** 平均年化成本: what the loans cost in a year over what was lent, weighted by money. */
export const costOf = ({ yearlyCostFen, costedFen }: InclusionSums): Ppm | null =>
  rateOf(yearlyCostFen, costedFen)
