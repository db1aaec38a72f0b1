import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** 净资产 is stated by the guarantor's manager, and counts once the bureau has approved it. */
export const assetStates = ['stated', 'approved', 'rejected'] as const

/** What counts already, and for which days a figure waits. */
export type AssetsBefore = {
  /** The day of the figure that counts. */
  readonly newest: Day | null
  /** Days of figures that wait for the bureau. */
  readonly waiting: readonly Day[]
}

/**
 * Whether such a figure can be stated: of a day that is over, later than the one that counts, and for which none waits: of
 * two that were approved for one day nobody could say which the ratios rest on.
 * Refuses `future-day`, `not-positive`, `assets-not-newer`, `assets-waiting`.
 */
export function checkAssets(
  { asOf, netAssetsFen }: { readonly asOf: Day; readonly netAssetsFen: Fen },
  { newest, waiting }: AssetsBefore,
  today: Day,
): Outcome<object> {
  if (asOf > today) return refuse('future-day', { field: 'asOf' })
  if (netAssetsFen <= 0) return refuse('not-positive', { field: 'netAssetsFen' })
  if (newest !== null && asOf <= newest)
    return refuse('assets-not-newer', { field: 'asOf', values: { newest } })
  return waiting.includes(asOf) ? refuse('assets-waiting', { field: 'asOf', values: { day: asOf } }) : done()
}
