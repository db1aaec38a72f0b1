import { done, type Outcome, refuse } from '../platform/outcome.ts'

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
export const moveRequest = (
  from: RequestState,
  to: RequestState,
): Outcome<{ readonly state: RequestState }> =>
  requestMoves[from].includes(to) ? done({ state: to }) : refuse('request-move-not-allowed')
