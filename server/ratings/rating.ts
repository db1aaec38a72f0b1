import type { ApplicationState } from '../applications/application.ts'
import { isClosed } from '../applications/application.ts'
import type { LoanState } from '../loans/loan.ts'
import { type Day, plusDays } from '../money/day.ts'
import { dayOf, type Instant } from '../platform/clock.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** 好差评: 5 非常满意 to 1 非常不满意, the five grades of 国办发〔2019〕51号. The firm rates, for it was served. */
export const scores = ['5', '4', '3', '2', '1'] as const
export type Score = 1 | 2 | 3 | 4 | 5
export const scoreOf = (text: (typeof scores)[number]): Score => Number(text) as Score

const praise = ['in-time', 'terms-clear', 'officer-helpful', 'few-papers'] as const
const faults = [
  'too-slow',
  'terms-unclear',
  'not-reachable',
  'papers-again-and-again',
  'cost-beyond-offer',
  'no-reason-given',
] as const
/** What a firm praises or finds fault with. */
export const ratingReasons = [...praise, ...faults] as const
export type RatingReason = (typeof ratingReasons)[number]
const isPraise = (reason: RatingReason): boolean => praise.some((one) => one === reason)

/** 差评 are the last two of the five grades: the bank answers them within a clock, and the bureau watches that. */
export const worstScores: Score = 2
export const isBad = (score: number): boolean => score <= worstScores

/** What of a case its rating depends on. */
export type Served = {
  readonly state: ApplicationState
  readonly offeredAt: Instant | null
  readonly decidedAt: Instant | null
  /** Of the loan that came of it, if one did. */
  readonly loanState: LoanState | null
  readonly settledOn: Day | null
}

/**
 * Whether the bank's service in a case came to its end: the money was paid out, the bank said no, let the case run out,
 * or had made an offer before the firm withdrew or chose another bank. A contract that was cancelled before any money
 * came is an end, too. What the firm withdrew before it was answered was no service yet.
 */
export function hasBeenServed({ state, offeredAt, loanState }: Served): boolean {
  if (state === 'signed') return loanState !== null && loanState !== 'signed'
  if (state === 'withdrawn' || state === 'not-chosen') return offeredAt !== null
  return isClosed(state)
}

/**
 * The last day on which a case may be rated: so many days after its end by policy `feedback`. Null as long as a loan is
 * out, for it is still being served.
 */
export function rateableUntil(served: Served, rateDays: number): Day | null {
  const { state, decidedAt, loanState, settledOn } = served
  if (state === 'signed' && loanState !== 'cancelled') return settledOn ? plusDays(settledOn, rateDays) : null
  return decidedAt ? plusDays(dayOf(decidedAt), rateDays) : null
}

/** Refuses: `rating-too-early` (the case has not come to its end), `rating-too-late`. */
export function checkRateable(served: Served, today: Day, rateDays: number): Outcome<object> {
  if (!hasBeenServed(served)) return refuse('rating-too-early')
  const until = rateableUntil(served, rateDays)
  return until && today > until ? refuse('rating-too-late', { values: { until } }) : done()
}

export type Rated = {
  readonly score: Score
  readonly reasons: readonly RatingReason[]
  readonly comment: string
}

const goodScores: Score = 4

/**
 * Checks what was said. Refuses: `rating-reason-not-for-score` (praise with 1 or 2, a fault with 4 or 5),
 * `rating-reason-required` and `rating-comment-required` (1 or 2 without a reason or words: nobody could do anything
 * about it).
 */
export function checkRating({ score, reasons, comment }: Rated): Outcome<object> {
  const contrary = (one: RatingReason) => (isPraise(one) ? isBad(score) : score >= goodScores)
  if (reasons.some(contrary)) return refuse('rating-reason-not-for-score', { field: 'reasons' })
  if (!isBad(score)) return done()
  if (reasons.length === 0) return refuse('rating-reason-required', { field: 'reasons' })
  return comment.trim() === '' ? refuse('rating-comment-required', { field: 'comment' }) : done()
}

type Addable = { readonly addedAt: Instant | null; readonly ratedAt: Instant }

/**
 * 追评: what was said stays; once, and within so many days by policy `feedback`, the firm may add to it.
 * Refuses: `rating-added-already`, `rating-addition-too-late`.
 */
export function checkAddition({ addedAt, ratedAt }: Addable, today: Day, addDays: number): Outcome<object> {
  if (addedAt) return refuse('rating-added-already')
  const until = plusDays(dayOf(ratedAt), addDays)
  return today > until ? refuse('rating-addition-too-late', { values: { until } }) : done()
}

/** How a bank's ratings stand. */
export type Tally = {
  readonly counts: Readonly<Record<Score, number>>
  /** Bad ones that the bank has not answered, and those of them past their day. */
  readonly unanswered: number
  readonly late: number
}

export const countOf = ({ counts }: Pick<Tally, 'counts'>): number =>
  counts[1] + counts[2] + counts[3] + counts[4] + counts[5]

/** The average in tenths of a grade, rounded half up; null of nothing. */
export function averageTenths({ counts }: Pick<Tally, 'counts'>): number | null {
  const count = countOf({ counts })
  const sum = counts[1] + 2 * counts[2] + 3 * counts[3] + 4 * counts[4] + 5 * counts[5]
  return count === 0 ? null : Math.floor((sum * 10 * 2 + count) / (2 * count))
}

/** 满意率: the share of the upper three grades, in tenths of a per cent, rounded half up; null of nothing. */
export function contentPerMille({ counts }: Pick<Tally, 'counts'>): number | null {
  const count = countOf({ counts })
  const content = counts[3] + counts[4] + counts[5]
  return count === 0 ? null : Math.floor((content * 1000 * 2 + count) / (2 * count))
}
