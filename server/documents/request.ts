import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { PaperKind } from './paper.ts'

/**
 * 退回补件: a bank gives the case back to the firm with a list of papers. `open` is the firm's turn, in which the
 * bank's clock stands still; `answered` the bank's again; `resumed` and `ended` are over, the latter with the case or
 * because the bank no longer wants the papers.
 */
export const requestStates = ['open', 'answered', 'resumed', 'ended'] as const
export type RequestState = (typeof requestStates)[number]

const requestMoves: Readonly<Record<RequestState, readonly RequestState[]>> = {
  open: ['answered', 'ended'],
  answered: ['resumed', 'ended'],
  resumed: [],
  ended: [],
}

/** Refusal: `request-move-not-allowed`, when the request does not lead there from where it is. */
export const moveRequest = (from: RequestState, to: RequestState): Outcome<object> =>
  requestMoves[from].includes(to) ? done() : refuse('request-move-not-allowed')

/** A line of what a bank asks for. */
export type RequestItem = { readonly kind: PaperKind; readonly words: string }

/**
 * Refusals: `nothing-asked`; `asked-words-required`, because `other` without a word tells the firm nothing.
 */
export function checkItems(items: readonly RequestItem[], words: string): Outcome<object> {
  if (items.length === 0) return refuse('nothing-asked', { field: 'kinds' })
  const isUnclear = items.some((item) => item.kind === 'other' && `${item.words}${words}`.trim() === '')
  return isUnclear ? refuse('asked-words-required', { field: 'words' }) : done()
}

/**
 * Refusal: `answer-words-required`: who gives a case back with papers still missing says why, else the officer would
 * only ask again.
 */
export const checkAnswer = (owedCount: number, words: string): Outcome<object> =>
  owedCount > 0 && words.trim() === ''
    ? refuse('answer-words-required', { field: 'answer', values: { count: owedCount } })
    : done()
