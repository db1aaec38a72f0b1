import type { ApplicationState } from '../applications/application.ts'
import { type Day, plusDays } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** 好差评: each side of a case that came to its end says once how it went. */
export const ratingSides = ['firm', 'bank'] as const
export type RatingSide = (typeof ratingSides)[number]

/** 1 非常不满意 to 5 非常满意, as the government's own service ratings count. */
export const scores = ['5', '4', '3', '2', '1'] as const
export type Score = 1 | 2 | 3 | 4 | 5

/** What a firm praises or finds fault with. */
export const firmReasons = [
  'in-time',
  'terms-clear',
  'officer-helpful',
  'few-papers',
  'too-slow',
  'terms-unclear',
  'not-reachable',
  'papers-again-and-again',
  'cost-beyond-offer',
  'no-reason-given',
] as const
/** What a bank praises or finds fault with. */
export const bankReasons = [
  'papers-complete',
  'answers-quick',
  'facts-true',
  'papers-missing',
  'answers-late',
  'facts-differ',
  'backed-out',
] as const
export type RatingReason = (typeof firmReasons)[number] | (typeof bankReasons)[number]

const praise: readonly RatingReason[] = [
  'in-time',
  'terms-clear',
  'officer-helpful',
  'few-papers',
  'papers-complete',
  'answers-quick',
  'facts-true',
]
const reasonsOfSide: Readonly<Record<RatingSide, readonly RatingReason[]>> = {
  firm: firmReasons,
  bank: bankReasons,
}

/**
 * Ends in which a side can tell how the case went. A firm that went elsewhere or took its application back was never
 * answered to the end; a bank that let a case run out has nothing to say about the firm.
 */
const ratedEnds: Readonly<Record<RatingSide, readonly ApplicationState[]>> = {
  firm: ['signed', 'declined', 'expired'],
  bank: ['signed', 'declined'],
}
export const mayRate = (side: RatingSide, state: ApplicationState): boolean => ratedEnds[side].includes(state)

export type Rated = {
  readonly score: Score
  readonly reasons: readonly RatingReason[]
  readonly comment: string
}

/** At or below this a rating needs words, or nobody could do anything about it. */
const lowest = 2
const highest = 4

/**
 * Checks what was said. Refuses: `rating-comment-required` (1 or 2 without words), `rating-reason-foreign` (a reason of
 * the other side), `rating-reason-not-for-score` (praise with 1 or 2, a fault with 4 or 5).
 */
export function checkRating(side: RatingSide, { score, reasons, comment }: Rated): Outcome<object> {
  if (reasons.some((one) => !reasonsOfSide[side].includes(one)))
    return refuse('rating-reason-foreign', { field: 'reasons' })
  const contrary = (one: RatingReason) => (praise.includes(one) ? score <= lowest : score >= highest)
  if (reasons.some(contrary)) return refuse('rating-reason-not-for-score', { field: 'reasons' })
  if (score <= lowest && comment.trim() === '') return refuse('rating-comment-required', { field: 'comment' })
  return done()
}

/** The last day on which a rating may be changed, by policy `ratings` of the day it was given. */
export const editableUntil = (ratedOn: Day, editDays: number): Day => plusDays(ratedOn, editDays)
