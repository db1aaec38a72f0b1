import type { SizeClass } from '../enterprises/size-class.ts'
import type { Ppm } from '../money/rate.ts'
import { type Instant, plusMinutes } from '../platform/clock.ts'

/** A run draws years, was done, was called off, or was lost with the program that worked on it. */
export const stressStates = ['running', 'done', 'cancelled', 'lost'] as const
export type StressState = (typeof stressStates)[number]

/** Years drawn by the rates of the policy, or one in which a given part of everything fails. */
export const stressKinds = ['drawn', 'given'] as const
export type StressKind = (typeof stressKinds)[number]

/** What a run is about: a slice of what is in force, each null where it is not narrowed, and the rates. */
export type StressQuestion = {
  readonly kind: StressKind
  readonly region: string
  readonly arrangement: string | null
  readonly bankId: string | null
  readonly size: SizeClass | null
  /** The part of every loan that fails; null where it is drawn. */
  readonly ratePpm: Ppm | null
  readonly recoveryPpm: Ppm
}

/** A part of what is in force. */
export type Slice = Pick<StressQuestion, 'region' | 'arrangement' | 'bankId' | 'size'>

/** Whether a question is about all that is in force in a region, in years that are drawn. */
export const isOfAll = (asked: StressQuestion, region: string): boolean =>
  asked.kind === 'drawn' &&
  asked.region === region &&
  asked.arrangement === null &&
  asked.bankId === null &&
  asked.size === null

/** So long after its last sign of life a run counts as lost. */
export const patienceMinutes = 2

type Alive = { readonly state: StressState; readonly beatAt: Instant }

/** A run as it stands now: one that is silent for longer than that is lost, whether somebody has written it down or not. */
export const stateNow = ({ state, beatAt }: Alive, now: Instant): StressState =>
  state === 'running' && beatAt < plusMinutes(now, -patienceMinutes) ? 'lost' : state
