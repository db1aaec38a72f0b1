import type { Day } from '../money/day.ts'
import { type Fen, showYuan } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** 续贷承诺函: asked of the bank, signed or refused by it, used once by a payout; it lapses or is given up before. */
export const promiseStates = ['asked', 'signed', 'refused', 'used', 'lapsed', 'void'] as const
export type PromiseState = (typeof promiseStates)[number]
export const promiseStateWords = (state: PromiseState): string => `promises.state.${state}`

export const promiseMoves: Readonly<Record<PromiseState, readonly PromiseState[]>> = {
  asked: ['signed', 'refused', 'void'],
  signed: ['used', 'lapsed', 'void'],
  refused: [],
  // The bank breaks its word when the money is out; or the payout was a mistake and is undone.
  used: ['lapsed', 'signed'],
  lapsed: [],
  void: [],
}

/** Refuses: `promise-used` where it was used already, else `promise-move-not-allowed`. */
export function movePromise(state: PromiseState, to: PromiseState): Outcome<object> {
  if (promiseMoves[state].includes(to)) return done()
  if (state === 'used') return refuse('promise-used')
  return refuse('promise-move-not-allowed', { values: { state, to } })
}

/** What the bank writes into its letter. */
export type PromiseTerms = {
  readonly amountFen: Fen
  readonly validUntil: Day
  /** The day on which the bank means to pay the new loan out. */
  readonly newLoanBy: Day
  readonly letterNumber: string
  readonly signer: string
  /** 监管账户: the bank's supervised account, to which alone the pool pays. */
  readonly accountName: string
  readonly accountNumber: string
}

/**
 * Whether a letter will do for an advance. Refuses: `promise-bank-foreign` (the bank does not hold the old loan),
 * `promise-too-small` with the least that would do, `promise-expired` (its last day is past, or before the new loan).
 */
export function checkPromise(
  { amountFen, validUntil, newLoanBy }: PromiseTerms,
  asked: { readonly leastFen: Fen; readonly holder: string; readonly bank: string },
  today: Day,
): Outcome<object> {
  if (asked.bank !== asked.holder) return refuse('promise-bank-foreign')
  if (amountFen < asked.leastFen)
    return refuse('promise-too-small', {
      field: 'amountFen',
      values: { leastYuan: showYuan(asked.leastFen) },
    })
  if (validUntil < today)
    return refuse('promise-expired', { field: 'validUntil', values: { day: validUntil } })
  if (newLoanBy < today || newLoanBy > validUntil)
    return refuse('promise-new-loan-late', { field: 'newLoanBy', values: { day: validUntil } })
  return done()
}
