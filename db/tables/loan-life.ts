import { sql } from 'drizzle-orm'
import { classReasons, fiveClasses } from '../../server/loans/five-class.ts'
import { type RenewalCheck, renewalStates } from '../../server/loans/renewal.ts'
import {
  check,
  day,
  fen,
  id,
  index,
  instant,
  json,
  only,
  state,
  table,
  text,
  uniqueIndex,
  whole,
  words,
} from '../columns.ts'
import { applications } from './applications.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'
import { loans } from './loans.ts'

/** How a loan was classed, one row for each change; the newest is the class that it has. */
export const loanClasses = table(
  'loan_classes',
  {
    id: id<'loan-class'>('id').primaryKey(),
    loanId: id<'loan'>('loan_id')
      .notNull()
      .references(() => loans.id),
    classedOn: day('classed_on').notNull(),
    fromClass: state('from_class', fiveClasses),
    toClass: state('to_class', fiveClasses).notNull(),
    reason: state('reason', classReasons).notNull(),
    overdueDays: whole('overdue_days').notNull(),
    balanceFen: fen('balance_fen').notNull(),
    ruleVersion: text('rule_version').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    only('loan_classes_from', t.fromClass, fiveClasses),
    only('loan_classes_to', t.toClass, fiveClasses),
    only('loan_classes_reason', t.reason, classReasons),
    check('loan_classes_days', sql`${t.overdueDays} >= 0`),
    index('loan_classes_loan').on(t.loanId, t.classedOn),
  ],
)

/** 续贷: a firm's wish to renew a loan that falls due soon, and what its bank answered. */
export const renewals = table(
  'renewals',
  {
    id: id<'renewal'>('id').primaryKey(),
    loanId: id<'loan'>('loan_id')
      .notNull()
      .references(() => loans.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    state: state('state', renewalStates).notNull(),
    amountFen: fen('amount_fen').notNull(),
    months: whole('months').notNull(),
    /** What the firm says about it. */
    wish: text('wish').notNull(),
    wishedAt: instant('wished_at').notNull(),
    wishedBy: id<'person'>('wished_by').notNull(),
    dueOn: day('due_on'),
    duePolicies: words('due_policies'),
    /** The conditions of renewal without repayment as they stood when the bank answered. */
    checks: json<readonly RenewalCheck[]>('checks'),
    ruleVersion: text('rule_version').notNull(),
    answer: text('answer'),
    answeredAt: instant('answered_at'),
    answeredBy: id<'person'>('answered_by'),
    /** The case that the bank's yes opened. */
    applicationId: id<'application'>('application_id').references(() => applications.id),
    version: whole('version').notNull(),
  },
  (t) => [
    only('renewals_state', t.state, renewalStates),
    check('renewals_amount', sql`${t.amountFen} > 0`),
    check('renewals_months', sql`${t.months} > 0`),
    uniqueIndex('renewals_case').on(t.applicationId),
    index('renewals_loan').on(t.loanId, t.id),
    index('renewals_institution').on(t.institutionId, t.state),
    index('renewals_enterprise').on(t.enterpriseId, t.state),
    index('renewals_due').on(t.state, t.dueOn),
  ],
)
