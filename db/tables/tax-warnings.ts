import { sql } from 'drizzle-orm'
import type { Figure } from '../../server/tax-credit/limit.ts'
import { warningOutcomes, watchRules } from '../../server/tax-watch/warning.ts'
import { check, day, id, index, instant, json, only, state, table, text } from '../columns.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'
import { loans } from './loans.ts'

/** 贷后预警: a rule that the borrower of a tax-credit loan did not meet when the month's watch looked. */
export const taxWarnings = table(
  'tax_warnings',
  {
    id: id<'tax-warning'>('id').primaryKey(),
    loanId: id<'loan'>('loan_id')
      .notNull()
      .references(() => loans.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    rule: state('rule', watchRules).notNull(),
    /** The value that was found and the threshold, as the rule shows them. */
    have: json<Figure>('have').notNull(),
    want: json<Figure>('want').notNull(),
    /** The scheme's version that set the threshold; null where the rule needs none. */
    schemeVersion: text('scheme_version'),
    raisedOn: day('raised_on').notNull(),
    raisedAt: instant('raised_at').notNull(),
    /** The day on which the watch found the rule met again; from then on the same value warns anew. */
    clearedOn: day('cleared_on'),
    /** What the bank found and did, once it answered. */
    outcome: state('outcome', warningOutcomes),
    did: text('did'),
    answeredAt: instant('answered_at'),
    answeredBy: id<'person'>('answered_by'),
  },
  (t) => [
    only('tax_warnings_rule', t.rule, watchRules),
    only('tax_warnings_outcome', t.outcome, warningOutcomes),
    check('tax_warnings_answered', sql`(${t.outcome} is null) = (${t.answeredAt} is null)`),
    index('tax_warnings_institution').on(t.institutionId, t.id),
    index('tax_warnings_loan').on(t.loanId, t.rule),
  ],
)
