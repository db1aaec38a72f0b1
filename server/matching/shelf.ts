import type { ProductTerms } from '../products/product.ts'
import { type Fit, type FitFacts, fit, verdicts } from './fit.ts'
import type { MatchRule } from './score.ts'

/** A listed product with what matching reads of it. */
export type ShelfProduct = { readonly id: string; readonly terms: ProductTerms }

export type ShelfFit = Fit & { readonly id: string }

/**
 * Measures a need against the whole shelf: the eligible first, best score before lesser, then those that wait
 * for a fact, then those that do not fit. Equals stand in the order of their ids, so that two readers see the
 * same list.
 */
export function fitAll(facts: FitFacts, products: readonly ShelfProduct[], rule: MatchRule): ShelfFit[] {
  return products.map(({ id, terms }) => ({ id, ...fit(facts, terms, rule) })).sort(inOrder)
}

function inOrder(a: ShelfFit, b: ShelfFit): number {
  const byVerdict = verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict)
  if (byVerdict !== 0) return byVerdict
  return (b.score ?? 0) - (a.score ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
