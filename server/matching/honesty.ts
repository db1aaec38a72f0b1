import { type FitRule, fitRules } from './fit.ts'
import type { ShelfFit } from './shelf.ts'

/** One condition, and how much of the shelf it shuts. A product with two reasons counts under both. */
export type Reason = {
  readonly rule: FitRule
  /** Products that this condition stops. */
  readonly stops: number
  /** Those of them that nothing else stops or leaves open. */
  readonly alone: number
}

/** Why nobody on the shelf lends to this firm as it stands. */
export type NobodyLends = {
  /** How many products were looked at; 0 is an answer too: the shelf is empty. */
  readonly products: number
  /** Largest first; equals in the order of `fitRules`. */
  readonly reasons: readonly Reason[]
}

/**
 * The plain reasons when no product fits, null as long as one is eligible or may turn out so. A firm is owed
 * this instead of a list of near misses dressed up as offers.
 */
export function whyNobodyLends(fits: readonly ShelfFit[]): NobodyLends | null {
  if (fits.some(({ verdict }) => verdict !== 'not')) return null
  const reasons = fitRules
    .map((rule) => reasonOf(rule, fits))
    .filter(({ stops }) => stops > 0)
    .sort((a, b) => b.stops - a.stops)
  return { products: fits.length, reasons }
}

function reasonOf(rule: FitRule, fits: readonly ShelfFit[]): Reason {
  const stopped = fits.filter(({ conditions }) =>
    conditions.some((condition) => condition.rule === rule && condition.met === 'no'),
  )
  const alone = stopped.filter(({ conditions }) =>
    conditions.every((condition) => condition.rule === rule || condition.met === 'yes'),
  )
  return { rule, stops: stopped.length, alone: alone.length }
}
