import type { FactsUsed, ShelfVerdict } from '../../server/matching/match.ts'
import { id, index, instant, json, table, text } from '../columns.ts'
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
