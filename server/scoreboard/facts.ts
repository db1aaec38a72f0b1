import type { SizeClass } from '../enterprises/size-class.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'

/* What a quarter is made of, each thing in the one quarter in which it happened: no two quarters share any. */

/** A loan on which money was paid out in the quarter. */
export type LoanFact = {
  readonly firm: string
  readonly bank: string
  readonly district: string
  readonly industry: string
  readonly size: SizeClass | 'unknown'
  /** Paid out in the quarter. */
  readonly drawnFen: Fen
  /** 首贷, first paid out in the quarter: a first loan is counted once. */
  readonly isFirst: boolean
  readonly isUnsecured: boolean
  /** What the loan costs a year, everything counted (单利); null where it cannot be told. */
  readonly costPpm: Ppm | null
}

/** What a bank did in one case in the quarter. */
export type CaseFact = {
  readonly firm: string
  readonly bank: string
  readonly isTaken: boolean
  /** Answered by an offer or a no, or ended by the hard stop; null where none of them happened in the quarter. */
  readonly end: 'offer' | 'declined' | 'stopped' | null
  /** Working days from acceptance to the end; null where it was not accepted, or the calendar does not tell. */
  readonly days: number | null
  /** By the clock that was in force when the bank accepted. */
  readonly isInTime: boolean
}

export type RatingFact = { readonly firm: string; readonly bank: string; readonly score: number }

export type Facts = {
  readonly loans: readonly LoanFact[]
  readonly cases: readonly CaseFact[]
  readonly ratings: readonly RatingFact[]
}
