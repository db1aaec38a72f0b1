import { sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { FirstLoanFound } from '../../server/loans/first-loan.ts'
import { fiveClasses } from '../../server/loans/five-class.ts'
import { loanStates } from '../../server/loans/loan.ts'
import { repaymentMethods } from '../../server/money/schedule.ts'
import {
  check,
  day,
  fen,
  flag,
  id,
  index,
  instant,
  json,
  only,
  ppm,
  state,
  table,
  text,
  uniqueIndex,
  whole,
  words,
} from '../columns.ts'
import { apiKeys } from './api-keys.ts'
import { applications, offers } from './applications.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'
import { needs } from './needs.ts'

/** 贷款: what came of an accepted offer, as the bank reports it. Sums follow from the reports below. */
export const loans = table(
  'loans',
  {
    id: id<'loan'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    applicationId: id<'application'>('application_id')
      .notNull()
      .unique()
      .references(() => applications.id),
    offerId: id<'offer'>('offer_id')
      .notNull()
      .references(() => offers.id),
    needId: id<'need'>('need_id')
      .notNull()
      .references(() => needs.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    state: state('state', loanStates).notNull(),
    amountFen: fen('amount_fen').notNull(),
    months: whole('months').notNull(),
    ratePpm: ppm('rate_ppm').notNull(),
    method: state('method', repaymentMethods).notNull(),
    /** The bank's own number of the contract. */
    contractNumber: text('contract_number').notNull(),
    signedOn: day('signed_on').notNull(),
    /** The working day by which the bank reports the first drawdown, and the versions of the policies behind it. */
    reportDueOn: day('report_due_on'),
    reportDuePolicies: words('report_due_policies'),
    firstDrawnOn: day('first_drawn_on'),
    maturesOn: day('matures_on'),
    /** The last day of which both sides were told that it comes near; null before. */
    renewalToldFor: day('renewal_told_for'),
    settledOn: day('settled_on'),
    /** 核销: since when the bank keeps it off its books (账销案存); what is owed stays owed. */
    writtenOffOn: day('written_off_on'),
    drawnFen: fen('drawn_fen').notNull(),
    balanceFen: fen('balance_fen').notNull(),
    /** Both sides agreed that the rest is not drawn any more. */
    drawingClosed: flag('drawing_closed').notNull(),
    /** 首贷, flagged when it was granted and never computed again. */
    firstLoan: flag('first_loan').notNull(),
    /** What the flag was found from, and by which version of the rule; null for contracts older than the rule. */
    firstLoanFound: json<FirstLoanFound>('first_loan_found'),
    /** The day of the oldest instalment that is not paid in full; null while nothing is late. */
    overdueSince: day('overdue_since'),
    /** The day on which the last arrears were paid. */
    clearedOn: day('cleared_on'),
    /** 五级分类, and the night since which it is so; null before the first night. */
    riskClass: state('risk_class', fiveClasses),
    classedOn: day('classed_on'),
    /** 续贷: the loan that this contract pays back; null for a contract that lends anew. */
    renewalOf: id<'loan'>('renewal_of').references((): AnyPgColumn => loans.id),
    version: whole('version').notNull(),
  },
  (t) => [
    only('loans_state', t.state, loanStates),
    only('loans_method', t.method, repaymentMethods),
    only('loans_risk_class', t.riskClass, fiveClasses),
    check('loans_amount', sql`${t.amountFen} > 0`),
    check('loans_drawn', sql`${t.drawnFen} between 0 and ${t.amountFen}`),
    check('loans_balance', sql`${t.balanceFen} between 0 and ${t.drawnFen}`),
    index('loans_institution').on(t.institutionId, t.state),
    index('loans_enterprise').on(t.enterpriseId, t.signedOn),
    index('loans_state').on(t.state, t.firstDrawnOn),
    index('loans_matures').on(t.state, t.maturesOn),
    // A loan is renewed once; a contract that was cancelled before it was drawn has renewed nothing.
    uniqueIndex('loans_renewal').on(t.renewalOf).where(sql`state <> 'cancelled'`),
    // 不良 are few among many: what a pool's lines ask goes by them.
    index('loans_bad').on(t.id, t.balanceFen).where(sql`risk_class in ('substandard', 'doubtful', 'loss')`),
    index('loans_contract').on(t.institutionId, t.contractNumber),
  ],
)

/** 放款, whole or in parts. */
export const drawdowns = table(
  'drawdowns',
  {
    id: id<'drawdown'>('id').primaryKey(),
    loanId: id<'loan'>('loan_id')
      .notNull()
      .references(() => loans.id),
    amountFen: fen('amount_fen').notNull(),
    drawnOn: day('drawn_on').notNull(),
    /** The working day by which the bank owed this report, and the versions of the policies behind it. */
    reportDueOn: day('report_due_on'),
    reportDuePolicies: words('report_due_policies'),
    reportedAt: instant('reported_at').notNull(),
    /** Null where a program of the bank reported it, by one of its keys. */
    reportedBy: id<'person'>('reported_by'),
    keyId: id<'api-key'>('key_id').references(() => apiKeys.id),
  },
  (t) => [
    check('drawdowns_amount', sql`${t.amountFen} > 0`),
    index('drawdowns_loan').on(t.loanId, t.drawnOn),
  ],
)
