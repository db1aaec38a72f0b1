import { sql } from 'drizzle-orm'
import type { StressRule } from '../../server/stress/rule.ts'
import { type StressQuestion, stressStates } from '../../server/stress/run.ts'
import type { StressAnswer } from '../../server/stress/stress.ts'
import { check, fen, id, index, instant, json, only, state, table, text, whole } from '../columns.ts'
import { people } from './accounts.ts'

/** 压力测试: what was asked, of what, by which figures, and what came of it; never changed once it ended. */
export const stressRuns = table(
  'stress_runs',
  {
    id: id<'stress-run'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    /** The office that asked. */
    region: text('region').notNull(),
    state: state('state', stressStates).notNull(),
    question: json<StressQuestion>('question').notNull(),
    /** The policy as it was, with its version; the arrangements are those of each loan. */
    rule: json<StressRule>('rule').notNull(),
    ruleVersion: text('rule_version').notNull(),
    scenarios: whole('scenarios').notNull(),
    /** Years that are drawn, as of the last sign of life. */
    drawn: whole('drawn').notNull(),
    beatAt: instant('beat_at').notNull(),
    loans: whole('loans').notNull(),
    balanceFen: fen('balance_fen').notNull(),
    answer: json<StressAnswer>('answer'),
    askedAt: instant('asked_at').notNull(),
    askedBy: id<'person'>('asked_by')
      .notNull()
      .references(() => people.id),
    endedAt: instant('ended_at'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('stress_runs_state', t.state, stressStates),
    check('stress_runs_drawn', sql`${t.drawn} between 0 and ${t.scenarios}`),
    check('stress_runs_ended', sql`(${t.state} = 'running') = (${t.endedAt} is null)`),
    check('stress_runs_answer', sql`(${t.state} = 'done') = (${t.answer} is not null)`),
    index('stress_runs_region').on(t.region, t.id),
    index('stress_runs_state_of').on(t.state, t.beatAt),
  ],
)
