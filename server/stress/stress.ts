import { type Fen, fen, noFen } from '../money/fen.ts'
import { split } from '../money/split.ts'
import { sfc32 } from '../platform/chance.ts'
import { type Cell, drawYear, Losses, loseFailed, months } from './draw.ts'
import type { Tally } from './portfolio.ts'
import { type Bearer, type Group, type Purse, Sharing, type YearShared } from './share.ts'
import { years } from './year.ts'

/** What a year of stress is worked out from: plain data, so that it can be handed to a thread. */
export type StressTask = {
  readonly groups: readonly Group[]
  readonly purses: readonly Purse[]
  readonly cells: readonly Cell[]
  /** One year at a rate that is given, or many that are drawn. */
  readonly draw: {
    readonly scenarios: number
    readonly correlation: number
    readonly seed: number
  } | null
  /** What of it has failed already: the answer repeats it, for it is lost in every year. */
  readonly failed?: Tally
  /** Advances of bridge pools that are out and are not part of it. */
  readonly advances?: Tally
}

/** What is not passed in half, 95 and 99 of a hundred years, and the mean of all. */
export type Spread = {
  readonly meanFen: Fen
  readonly p50Fen: Fen
  readonly p95Fen: Fen
  readonly p99Fen: Fen
}

export type StressAnswer = {
  readonly scenarios: number
  /** What had failed already and is lost in every year; answers of before did not count it so, and do not say it. */
  readonly failed?: Tally
  /** Advances of bridge pools that were out and are not counted. */
  readonly advances?: Tally
  readonly loss: Spread
  readonly bearers: readonly (Bearer & Spread)[]
  /** The banks one by one, who are one among the bearers; answers of before did not tell them apart. */
  readonly banks?: readonly ({ readonly bankId: string } & Spread)[]
  readonly pools: readonly (Purse & {
    /** In how many of the years it could not pay its part. */
    readonly broken: number
    /** The middle one of the months in which it broke, 1 to 12; null where it never did. */
    readonly month: number | null
    readonly short: Spread
  })[]
}

/** How many years are drawn between two words on how far it is. */
const stride = 100

/**
 * Draws the years and shares what each loses; says how many are done every hundred, and at last the answer. The same task
 * gives the same answer, to the fen.
 */
export function* stressed(task: StressTask): Generator<number, StressAnswer, undefined> {
  const { groups, purses, cells, draw, failed, advances } = task
  const sharing = new Sharing(groups, purses)
  const { bearers, banks } = sharing
  const lost = new Losses(groups)
  const count = draw?.scenarios ?? 1
  const losses = new Float64Array(count)
  const borne = bearers.map(() => new Float64Array(count))
  const ofBanks = banks.map(() => new Float64Array(count))
  const short = purses.map(() => new Float64Array(count))
  const brokeIn: number[][] = purses.map(() => [])
  const keep = (at: number, year: YearShared) => {
    losses[at] = lost.wholeFen
    for (const [bearer, part] of year.borneFen.entries()) put(borne[bearer], at, part)
    for (const [bank, part] of year.banksFen.entries()) put(ofBanks[bank], at, part)
    for (const [purse, missing] of year.shortFen.entries()) put(short[purse], at, missing)
    for (const [purse, month] of year.brokeIn.entries()) if (month !== null) brokeIn[purse]?.push(month + 1)
  }
  if (draw) {
    const chance = sfc32(draw.seed)
    const drawn = years(count, chance)
    for (let at = 0; at < count; at += 1) {
      drawYear(cells, lost, { correlation: draw.correlation, worse: drawn[at] ?? 0, chance })
      keep(at, sharing.yearOf(lost))
      if ((at + 1) % stride === 0) yield at + 1
    }
  } else {
    spreadEvenly(cells, lost)
    keep(0, sharing.yearOf(lost))
  }
  return {
    ...{ scenarios: count, ...(failed ? { failed } : {}), ...(advances ? { advances } : {}) },
    loss: spreadOf(losses),
    bearers: bearers.map((bearer, at) => ({ ...bearer, ...spreadOf(borne[at]) })),
    banks: banks.map((bankId, at) => ({ bankId, ...spreadOf(ofBanks[at]) })),
    pools: purses.map((purse, at) => ({
      ...purse,
      broken: brokeIn[at]?.length ?? 0,
      month: middleOf(brokeIn[at] ?? []),
      short: spreadOf(short[at]),
    })),
  }
}

/** A year in which the given part of every loan is lost, the same in each month, besides what had failed before. */
function spreadEvenly(cells: readonly Cell[], lost: Losses): void {
  const wholes = new Map<number, { sumFen: number; readonly byBank: number[] }>()
  for (const { group, defaultRate, lossesFen, banks, hasFailed } of cells) {
    if (hasFailed) continue
    const whole = wholes.get(group) ?? { sumFen: 0, byBank: [] }
    wholes.set(group, whole)
    whole.sumFen += Math.round(lossesFen.reduce((sum, one) => sum + one, 0) * defaultRate)
    for (const [at, loss] of lossesFen.entries())
      whole.byBank[banks[at] ?? 0] = (whole.byBank[banks[at] ?? 0] ?? 0) + loss
  }
  lost.clear()
  for (const [group, { sumFen, byBank }] of wholes) {
    if (sumFen === 0) continue
    // A bank without a loan of these leaves a hole in the list.
    for (const [bank, ofBank] of split(
      fen(sumFen),
      Array.from(byBank, (sum) => sum ?? 0),
    ).entries())
      for (let month = 0; month < months; month += 1)
        lost.add(group, month, bank, upTo(ofBank, month + 1) - upTo(ofBank, month))
  }
  loseFailed(cells, lost)
}

/** What of a year's sum lies in its first so many months. */
const upTo = (sumFen: Fen, month: number): number => Math.floor((sumFen * month) / months)

function put(column: Float64Array | undefined, at: number, value: number): void {
  if (column) column[at] = value
}

function spreadOf(column: Float64Array | undefined): Spread {
  if (!column?.length) return { meanFen: noFen, p50Fen: noFen, p95Fen: noFen, p99Fen: noFen }
  const sorted = column.toSorted()
  const at = (part: number) => fen(sorted[Math.ceil(part * sorted.length) - 1] ?? 0)
  const mean = sorted.reduce((sum, one) => sum + one / sorted.length, 0)
  return { meanFen: fen(Math.round(mean)), p50Fen: at(0.5), p95Fen: at(0.95), p99Fen: at(0.99) }
}

const middleOf = (all: readonly number[]): number | null =>
  all.toSorted((one, other) => one - other)[Math.floor((all.length - 1) / 2)] ?? null
