import { sql } from 'drizzle-orm'
import { objectionFacts, objectionStates } from '../../server/objections/objection.ts'
import { taxSums } from '../../server/tax-facts/tax-fact.ts'
import { day, id, index, instant, only, state, table, text, uniqueIndex, whole, words } from '../columns.ts'
import { applications } from './applications.ts'
import { documents } from './documents.ts'
import { enterprises } from './enterprises.ts'

/** 异议: a firm says that a fact which decided against it is wrong; the bureau examines it. */
export const objections = table(
  'objections',
  {
    id: id<'objection'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    /** The case that the fact decided; null where the match alone used it. */
    applicationId: id<'application'>('application_id').references(() => applications.id),
    fact: state('fact', objectionFacts).notNull(),
    /** The year that it is about, where it is the tax paid in one. */
    factYear: whole('fact_year'),
    /** The sum of that year that it is about; null for all of them together, as older ones are. */
    factSum: state('fact_sum', taxSums),
    /** What of the firm is under examination, year and sum included. */
    examined: text('examined').notNull().default(''),
    /** What is kept of the fact, and what the firm says it is; null where no figure is kept of it. */
    held: text('held'),
    claimed: text('claimed'),
    words: text('words').notNull(),
    documentId: id<'document'>('document_id').references(() => documents.id),
    state: state('state', objectionStates).notNull(),
    dueOn: day('due_on').notNull(),
    /** The versions of the policies by which the day was counted. */
    duePolicies: words('due_policies').notNull(),
    madeAt: instant('made_at').notNull(),
    madeBy: id<'person'>('made_by'),
    decidedAt: instant('decided_at'),
    decidedBy: id<'person'>('decided_by'),
    answer: text('answer'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('objections_fact', t.fact, objectionFacts),
    only('objections_state', t.state, objectionStates),
    // The same thing is examined once at a time.
    uniqueIndex('objections_open').on(t.enterpriseId, t.examined).where(sql`${t.state} = 'open'`),
    index('objections_firm').on(t.enterpriseId, t.id),
    index('objections_case').on(t.applicationId, t.id),
    index('objections_due').on(t.state, t.dueOn),
  ],
)
