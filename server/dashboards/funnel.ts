import type { Day } from '../money/day.ts'
import { type Fen, total } from '../money/fen.ts'
import type { Instant } from '../platform/clock.ts'
import { daysFrom, type Spread, spreadOf } from './figures.ts'

/** Posted 发布, taken 接单, offered 出方案, drawn 放款: how far a need has come, at the best of its cases. */
export const funnelSteps = ['posted', 'taken', 'offered', 'drawn'] as const
export type FunnelStep = (typeof funnelSteps)[number]

/** One need that somebody took. */
export type NeedProgress = {
  readonly postedAt: Instant
  readonly amountFen: Fen
  readonly takenAt: Instant
  /** Of the first offer; null while there was none. */
  readonly offeredAt: Instant | null
  /** The largest sum offered. */
  readonly offeredFen: Fen
  readonly drawnOn: Day | null
  readonly drawnFen: Fen
}

export type StepFigures = {
  readonly step: FunnelStep
  readonly count: number
  /** Asked for, asked for and taken, offered at most, and really paid out. */
  readonly amountFen: Fen
  /** Days since the step before; null for the first step and where nobody came so far. */
  readonly days: Spread | null
}

/** The funnel over the needs posted in a period. Who came to a step came through all before it. */
export function funnelOf(
  posted: { readonly count: number; readonly amountFen: Fen },
  taken: readonly NeedProgress[],
): readonly StepFigures[] {
  const offered = taken.filter(({ offeredAt }) => offeredAt !== null)
  const drawn = offered.filter(({ drawnOn }) => drawnOn !== null)
  return [
    { step: 'posted', count: posted.count, amountFen: posted.amountFen, days: null },
    figures('taken', taken, 'amountFen', ({ postedAt, takenAt }) => daysFrom(postedAt, takenAt)),
    figures('offered', offered, 'offeredFen', ({ takenAt, offeredAt }) =>
      daysFrom(takenAt, offeredAt ?? takenAt),
    ),
    figures('drawn', drawn, 'drawnFen', ({ offeredAt, drawnOn, takenAt }) =>
      daysFrom(offeredAt ?? takenAt, drawnOn ?? takenAt),
    ),
  ]
}

const figures = (
  step: FunnelStep,
  reached: readonly NeedProgress[],
  amount: 'amountFen' | 'offeredFen' | 'drawnFen',
  days: (need: NeedProgress) => number,
): StepFigures => ({
  step,
  count: reached.length,
  // A list, and no arguments: a large city's year has more needs than a call can take.
  amountFen: total(reached.map((need) => need[amount])),
  days: spreadOf(reached.map(days)),
})
