import { blockKinds } from '../../server/matching/blocks.ts'
import { fitRules } from '../../server/matching/fit.ts'
import type { FactsUsed, ShelfVerdict } from '../../server/matching/match.ts'
import { id, index, instant, json, only, primaryKey, state, table, text } from '../columns.ts'
import { needs } from './needs.ts'

/**
 * What the match said when a need was sent in: which products fit, by which rule version, on which facts. It is
 * stale when the fingerprint of today's facts or shelf differs; a new match is a new row.
 */
export const matches = table(
  'matches',
  {
    id: id<'match'>('id').primaryKey(),
    needId: id<'need'>('need_id')
      .notNull()
      .references(() => needs.id),
    madeAt: instant('made_at').notNull(),
    ruleVersion: text('rule_version').notNull(),
    factsFingerprint: text('facts_fingerprint').notNull(),
    shelfFingerprint: text('shelf_fingerprint').notNull(),
    facts: json<FactsUsed>('facts').notNull(),
    verdicts: json<readonly ShelfVerdict[]>('verdicts').notNull(),
  },
  (t) => [index('matches_need').on(t.needId, t.id)],
)

/**
 * What alone keeps a need from every product on the shelf, by its newest match: conditions of which each by itself would let
 * a product lend. None where a product fits, or where each is kept away by more than one condition.
 */
export const needBlocks = table(
  'need_blocks',
  {
    needId: id<'need'>('need_id')
      .notNull()
      .references(() => needs.id),
    rule: state('rule', fitRules).notNull(),
    kind: state('kind', blockKinds).notNull(),
    /** Of the need, so that one condition is counted without the others. */
    region: text('region').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.needId, t.rule] }),
    only('need_blocks_rule', t.rule, fitRules),
    only('need_blocks_kind', t.kind, blockKinds),
    index('need_blocks_rule_of').on(t.rule, t.region, t.needId),
  ],
)
