import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { GuaranteeMode } from '../products/product.ts'

/** A need is written by the firm, read by the centre, and only then seen by institutions. */
export const needStates = [
  'draft',
  'under-review',
  'published',
  'in-progress',
  'financed',
  'withdrawn',
  'expired',
] as const
export type NeedState = (typeof needStates)[number]

/**
 * A need in progress returns to the shelf when the last application on it ends without a loan. The three
 * ends are final: whoever needs money again writes a new need, so that answer times count from a fresh day.
 */
export const needMoves = {
  draft: ['under-review', 'withdrawn'],
  'under-review': ['draft', 'published', 'withdrawn'],
  published: ['in-progress', 'withdrawn', 'expired'],
  'in-progress': ['published', 'financed', 'withdrawn', 'expired'],
  financed: [],
  withdrawn: [],
  expired: [],
} as const satisfies Record<NeedState, readonly NeedState[]>

/** Whether a need may go from one state straight to the other. */
export function mayMoveNeed(from: NeedState, to: NeedState): boolean {
  const onward: readonly NeedState[] = needMoves[from]
  return onward.includes(to)
}

/** Whether institutions find the need in the hall; all other states are 404 to them. */
export const isInHall = (state: NeedState): state is 'published' | 'in-progress' =>
  state === 'published' || state === 'in-progress'

/** What the money is for, in the words of the form. */
export const needPurposes = [
  'raw-materials',
  'wages',
  'equipment',
  'premises',
  'technology',
  'orders',
  'renewal',
  'farm-inputs',
  'other',
] as const
export type NeedPurpose = (typeof needPurposes)[number]

/** Whether institutions read the firm's name at once, or only after the firm took up contact. */
export const nameShown = ['shown', 'anonymous-until-contact'] as const
export type NameShown = (typeof nameShown)[number]

/**
 * Whether one bank at a time works on the need, each for the time that its clock gives it, or as many as like to.
 * The firm chooses; it may apply to others itself in either case. `checkHold` of the applications says who is refused.
 */
export const openness = ['open', 'exclusive'] as const
export type Openness = (typeof openness)[number]

/** Where a need stands with 派单: a bank is to be found, one is asked, or the hall alone is left. */
export const dispatchStates = ['due', 'waiting', 'ended'] as const

/** What a firm asks for. `guaranteeModes` is what it can put up; loans on credit it takes anyway. */
export type NeedFacts = {
  readonly amountFen: Fen
  readonly months: number
  readonly purpose: NeedPurpose
  readonly guaranteeModes: readonly GuaranteeMode[]
  /** The most it would pay a year; null when it did not say. */
  readonly highestRatePpm: Ppm | null
  /** The day by which it wants the money; null when it did not say. */
  readonly wantedBy: Day | null
}
