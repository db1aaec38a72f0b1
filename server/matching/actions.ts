import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { plusDays } from '../money/day.ts'
import { moveNeed, type Need, needById } from '../needs/index.ts'
import { isInHall } from '../needs/need.ts'
import type { Parts } from '../parts.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { clocksOn } from '../policies/index.ts'
import { listedShelf, type ShelfProduct, shelfFingerprint } from '../products/index.ts'
import { blocksOf } from './blocks.ts'
import { factsFingerprint } from './fingerprint.ts'
import type { FitFacts } from './fit.ts'
import { factsOf } from './parts.ts'
import { addMatch, keepBlocks, type Match } from './rows.ts'
import { matchRuleOn } from './rule.ts'
import { schemeVersions } from './schemes.ts'
import type { MatchRule } from './score.ts'
import { fitAll } from './shelf.ts'

type With = Pick<Parts, 'store' | 'policies'>

/**
 * Puts a need into the hall, for as long as the policy `clocks` says, and keeps what the shelf says to it that
 * day. `read` is the version that the bureau had before its eyes. Refuses: `need-move-not-allowed` (the second of two
 * clicks, too), `firm-not-verified`, `stale`.
 */
export const publish = ({ store, policies }: With, by: By, id: Need['id'], read?: number) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly need: Need }>> => {
    const need = await needById(tx, id)
    if (need?.state !== 'under-review') return refuse('need-move-not-allowed')
    if (read !== undefined && read !== need.version) return refuse('stale')
    const firm = await firmOf(tx, need.enterpriseId)
    if (firm?.state !== 'verified') return refuse('firm-not-verified')
    const { value: clocks, version } = clocksOn(policies, by.today)
    const moved = await moveNeed(tx, by, need, 'published', undefined, {
      publishedAt: by.at,
      expiresOn: plusDays(by.today, clocks.needOpenDays),
      expiryPolicy: version,
      returnedFor: null,
      dispatch: 'due',
    })
    if (!moved.ok) return moved
    await storeMatch(tx, by.at, {
      needId: id,
      facts: await factsOf(tx, policies, need, firm, by.today),
      shelf: await listedShelf(tx),
      rule: matchRuleOn(policies, by.today),
    })
    return moved
  })

/** Matches a need anew; the earlier match stays as it was. Refuses: `need-not-in-hall`. */
export const matchAgain = ({ store, policies }: With, by: By, id: Need['id']) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly match: Match }>> => {
    const need = await needById(tx, id)
    const firm = need && (await firmOf(tx, need.enterpriseId))
    if (!firm || !isInHall(need.state)) return refuse('need-not-in-hall')
    const match = await storeMatch(tx, by.at, {
      needId: id,
      facts: await factsOf(tx, policies, need, firm, by.today),
      shelf: await listedShelf(tx),
      rule: matchRuleOn(policies, by.today),
    })
    await write(tx, by, { happening: 'matching.matched-again', subject: { kind: 'need', id } })
    return done({ match })
  })

export type Matching = {
  readonly needId: Id<'need'>
  readonly facts: FitFacts
  readonly shelf: readonly ShelfProduct[]
  readonly rule: MatchRule
}

/**
 * Keeps what the match says now: the facts, the marks of facts and shelf, the versions of rule and schemes, every verdict, and
 * what alone keeps the need from the shelf.
 */
export async function storeMatch(
  tx: Transaction,
  at: Instant,
  { needId, facts, shelf, rule }: Matching,
): Promise<Match> {
  const versions = new Map(shelf.map(({ id, version }) => [String(id), { productId: id, version }]))
  const fits = fitAll(facts, shelf, rule)
  await keepBlocks(tx, needId, blocksOf(fits))
  return addMatch(tx, {
    id: newId<'match'>(),
    needId,
    madeAt: at,
    ruleVersion: rule.version,
    factsFingerprint: factsFingerprint(facts),
    shelfFingerprint: shelfFingerprint(shelf),
    facts: { ...facts, schemes: schemeVersions(shelf, rule.schemes) },
    verdicts: fits.flatMap(({ id, verdict, score }) => {
      const product = versions.get(id)
      return product ? [{ ...product, verdict, score }] : []
    }),
  })
}
