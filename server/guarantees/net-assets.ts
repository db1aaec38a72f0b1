import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** 净资产 is stated by the guarantor's manager, and counts once the bureau has approved it. */
export const assetStates = ['stated', 'approved', 'rejected'] as const

/**
 * Whether such a figure can be stated: of a day that is over, and later than the one that counts.
 * Refuses `future-day`, `not-positive`, `assets-not-newer`.
 */
export function checkAssets(
  { asOf, netAssetsFen }: { readonly asOf: Day; readonly netAssetsFen: Fen },
  newest: Day | null,
  today: Day,
): Outcome<object> {
  if (asOf > today) return refuse('future-day', { field: 'asOf' })
  if (netAssetsFen <= 0) return refuse('not-positive', { field: 'netAssetsFen' })
  return newest !== null && asOf <= newest
    ? refuse('assets-not-newer', { field: 'asOf', values: { newest } })
    : done()
}
