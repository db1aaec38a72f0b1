import { type Fen, minus, noFen, plus } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** 核销: proposed by the guarantor's officer, agreed by its manager, approved by the head of the bureau. */
export const writeOffStates = ['proposed', 'agreed', 'approved', 'rejected', 'withdrawn'] as const
export type WriteOffState = (typeof writeOffStates)[number]
export const writeOffStateWords = (state: WriteOffState): string => `recoveries.write-off.${state}`

export type Outstanding = {
  readonly claimedFen: Fen
  /** What came back beyond its costs. */
  readonly returnedFen: Fen
  readonly writtenOffFen: Fen
}

/**
 * 代偿余额: 累计代偿 − 收回 − 核销. What comes back after a write-off was not expected any more: it lowers what was lost and
 * never makes the rest negative.
 */
export function outstanding({ claimedFen, returnedFen, writtenOffFen }: Outstanding): Fen {
  const gone = plus(returnedFen, writtenOffFen)
  return gone < claimedFen ? minus(claimedFen, gone) : noFen
}

/**
 * Whether so much of the rest may be written off. A claim that is on its way comes first: a write-off frees no guarantee,
 * and must not look as if it did. Refuses `write-off-claim-open`, `write-off-running`, `not-positive`,
 * `write-off-above-rest`.
 */
export function checkWriteOff(
  rest: Outstanding,
  facts: { readonly openClaim: boolean; readonly running: boolean },
  amountFen: Fen,
): Outcome<object> {
  if (facts.openClaim) return refuse('write-off-claim-open')
  if (facts.running) return refuse('write-off-running')
  if (amountFen <= 0) return refuse('not-positive', { field: 'amountFen' })
  const mostFen = outstanding(rest)
  return amountFen <= mostFen
    ? done()
    : refuse('write-off-above-rest', { field: 'amountFen', values: { mostFen } })
}
