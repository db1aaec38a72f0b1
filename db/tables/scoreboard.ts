import { sql } from 'drizzle-orm'
import type { Content } from '../../server/scoreboard/edition.ts'
import type { Facts } from '../../server/scoreboard/facts.ts'
import { editionStates } from '../../server/scoreboard/publication.ts'
import type { ScoreboardRule } from '../../server/scoreboard/rule.ts'
import { check, id, index, instant, json, only, state, table, text, uniqueIndex, whole } from '../columns.ts'
import { people } from './accounts.ts'

/**
 * 亮屏: the scoreboard of a quarter as it is proposed and published. What is published is kept here and shown from here; a
 * correction is a later edition. A trigger in the migrations sees to it that nothing of it changes once it is decided.
 */
export const scoreboardEditions = table(
  'scoreboard_editions',
  {
    id: id<'scoreboard-edition'>('id').primaryKey(),
    /** The city that tells. */
    region: text('region').notNull(),
    quarter: text('quarter').notNull(),
    /** 1 for the first, more for corrections. */
    edition: whole('edition').notNull(),
    state: state('state', editionStates).notNull(),
    /** Why there is another edition; null for the first. */
    reason: text('reason'),
    /** What everybody sees, without what is hidden. */
    content: json<Content>('content').notNull(),
    /** What it was worked out from, firm by firm: shown to nobody, needed to see what a correction would tell. */
    facts: json<Facts>('facts').notNull(),
    /** Names of banks as they were. */
    names: json<Readonly<Record<string, string>>>('names').notNull(),
    rule: json<ScoreboardRule>('rule').notNull(),
    ruleVersion: text('rule_version').notNull(),
    proposedAt: instant('proposed_at').notNull(),
    proposedBy: id<'person'>('proposed_by')
      .notNull()
      .references(() => people.id),
    decidedAt: instant('decided_at'),
    decidedBy: id<'person'>('decided_by').references(() => people.id),
    /** Why it was not published. */
    why: text('why'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('scoreboard_editions_state', t.state, editionStates),
    check('scoreboard_editions_decided', sql`(${t.state} = 'proposed') = (${t.decidedAt} is null)`),
    check('scoreboard_editions_two', sql`${t.decidedBy} <> ${t.proposedBy} or ${t.state} = 'rejected'`),
    // One waits at a time, and an edition is published once.
    uniqueIndex('scoreboard_editions_open').on(t.region, t.quarter).where(sql`state = 'proposed'`),
    uniqueIndex('scoreboard_editions_once')
      .on(t.region, t.quarter, t.edition)
      .where(sql`state = 'published'`),
    index('scoreboard_editions_state_of').on(t.state, t.quarter, t.edition),
  ],
)
