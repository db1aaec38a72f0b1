import type { Transaction } from '../../db/index.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, newId } from '../platform/ids.ts'
import { type ShelfProduct, shelfFingerprint } from '../products/index.ts'
import { factsFingerprint } from './fingerprint.ts'
import type { FitFacts } from './fit.ts'
import { addMatch, type Match } from './rows.ts'
import type { MatchRule } from './score.ts'
import { fitAll } from './shelf.ts'

export type Matching = {
  readonly needId: Id<'need'>
  readonly facts: FitFacts
  readonly shelf: readonly ShelfProduct[]
  readonly rule: MatchRule
}

/** Keeps what the match says now: the facts, the marks of facts and shelf, the rule's version, every verdict. */
export async function storeMatch(
  tx: Transaction,
  at: Instant,
  { needId, facts, shelf, rule }: Matching,
): Promise<Match> {
  const versions = new Map(shelf.map(({ id, version }) => [String(id), { productId: id, version }]))
  return addMatch(tx, {
    id: newId<'match'>(),
    needId,
    madeAt: at,
    ruleVersion: rule.version,
    factsFingerprint: factsFingerprint(facts),
    shelfFingerprint: shelfFingerprint(shelf),
    facts,
    verdicts: fitAll(facts, shelf, rule).flatMap(({ id, verdict, score }) => {
      const product = versions.get(id)
      return product ? [{ ...product, verdict, score }] : []
    }),
  })
}
