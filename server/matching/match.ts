import type { Id } from '../platform/ids.ts'
import type { FitFacts, Verdict } from './fit.ts'

/** What a stored match remembers of each product on the shelf that day. */
export type ShelfVerdict = {
  readonly productId: Id<'product'>
  readonly version: number
  readonly verdict: Verdict
  /** 0 to 100 among the eligible; null for the others. */
  readonly score: number | null
}

/** The facts as they were used, and the versions of schemes and LPR: what a reader needs to understand the verdicts later. */
export type FactsUsed = FitFacts & { readonly schemes?: readonly string[] }
