import type { DeclineReason } from '../applications/application.ts'
import type { Spread } from '../dashboards/figures.ts'
import type { StepFigures } from '../dashboards/funnel.ts'
import type { BearerRole } from '../exposures/exposure.ts'
import type { FitRule } from '../matching/fit.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { WarningRule } from '../warnings/warning.ts'
import type { Room } from './headroom.ts'
import type { InclusionCell } from './inclusion.ts'

/**
 * How the figures of a day came to be: as everything stood when the day closed; told afterwards from rows that bear days; or
 * told anew, because something was reported late.
 */
export const toldFroms = ['closing', 'rows', 'correction'] as const
export type ToldFrom = (typeof toldFroms)[number]

/** One bank over the needs posted in the year: how quickly it answers, what is late, and why it says no. */
export type BankLine = {
  readonly id: string
  readonly name: string
  readonly cases: number
  readonly toTake: Spread | null
  readonly toOffer: Spread | null
  /** Null where the figures were told afterwards: a state of a case does not bear its day. */
  readonly overdue: number | null
  readonly declined: number
  readonly reason: DeclineReason | null
}

/** One condition that alone keeps needs in the hall from every product. */
export type BlockLine = {
  readonly rule: FitRule
  readonly needs: number
  readonly firms: number
  readonly amountFen: Fen
  /** Of these needs, those where nobody knows, and one fact would settle it. */
  readonly unknown: number
}

export type PoolLine = {
  readonly kind: 'bridge' | 'compensation'
  readonly id: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly freeFen: Fen
  readonly reservedFen: Fen
  readonly outFen: Fen
  /**
   * A bridge pool: what comes back within the days of its calendar, the lowest free money in them and its day, and how many
   * wait. A compensation pool: what banks claim of its arrangement and nobody has decided, and what of it would be the pool's own
   * part; days that were kept before it was told have none.
   */
  readonly ahead:
    | {
        readonly kind: 'bridge'
        readonly backFen: Fen
        readonly lowestFen: Fen
        readonly lowestOn: Day
        readonly waiting: number
      }
    | {
        readonly kind: 'compensation'
        readonly claimedFen: Fen
        readonly claims: number
        readonly ownFen?: Fen
      }
}

/** 风险敞口: what is under cover, who would bear it, where it lies, and how much of it hangs on few. */
export type ExposureLine = {
  readonly balanceFen: Fen
  readonly loans: number
  readonly roles: readonly { readonly role: BearerRole; readonly fen: Fen }[]
  readonly districts: readonly { readonly code: string; readonly balanceFen: Fen; readonly loans: number }[]
  /** The part of the ten largest firms, and the index by firm; null where nothing is under cover. */
  readonly topPpm: Ppm | null
  readonly indexPpm: Ppm | null
}

/** 预警与督办: what stands by which rule, the most first, and what people have in hand. */
export type WatchLine = {
  readonly rules: readonly { readonly rule: WarningRule; readonly count: number }[]
  readonly running: number
  readonly late: number
}

export type StressLine = {
  readonly id: string
  readonly number: string
  readonly askedOn: Day
  readonly lossFen: Fen
  readonly p50Fen: Fen
  readonly p95Fen: Fen
  readonly broken: number
}

/** All that the cockpit of an office shows of a day. What cannot be told of a day that is over is null. */
export type CockpitFigures = {
  readonly on: Day
  /** Null before the first covered loan. */
  readonly exposure: ExposureLine | null
  /** The nearest to every cap and line. Not there in what was kept before it was told. */
  readonly headroom?: readonly Room[] | null
  readonly funnel: readonly StepFigures[]
  readonly declines: readonly { readonly reason: DeclineReason; readonly count: number }[]
  readonly banks: readonly BankLine[]
  readonly overdue: number | null
  /** Of these, those on the office's list. Not there in what was kept before it was told. */
  readonly overdueListed?: number | null
  readonly blocks: readonly BlockLine[] | null
  readonly pools: readonly PoolLine[] | null
  readonly inclusion: readonly InclusionCell[]
  readonly watch: WatchLine | null
  readonly stress: StressLine | null
}

/** The part that follows from rows which bear their days: told again later, it differs only by what was reported late. */
export const datedPart = ({ funnel, inclusion }: CockpitFigures) => ({
  funnel: funnel.map(({ step, count }) => ({ step, count })),
  inclusion,
})
