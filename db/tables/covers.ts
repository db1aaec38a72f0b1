import { sql } from 'drizzle-orm'
import { type Arrangement, parties, variants } from '../../server/arrangements/arrangement.ts'
import { chargeKinds, chargeStates } from '../../server/covers/charge.ts'
import { coverStates } from '../../server/covers/cover.ts'
import type { FilingCheck } from '../../server/covers/filing.ts'
import {
  check,
  day,
  fen,
  id,
  index,
  instant,
  json,
  only,
  ppm,
  primaryKey,
  state,
  table,
  text,
  uniqueIndex,
  whole,
  words,
} from '../columns.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'
import { ledgerBooks } from './ledger.ts'
import { loans } from './loans.ts'

/** 风险补偿资金池: the book of the ledger that holds the money of one party of an arrangement, and who runs it. */
export const compensationPools = table(
  'compensation_pools',
  {
    id: id<'compensation-pool'>('id').primaryKey(),
    arrangement: text('arrangement').notNull(),
    party: state('party', parties).notNull(),
    bookId: id<'book'>('book_id')
      .notNull()
      .unique()
      .references(() => ledgerBooks.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    region: text('region').notNull(),
    openedAt: instant('opened_at').notNull(),
  },
  (t) => [
    only('compensation_pools_party', t.party, parties),
    uniqueIndex('compensation_pools_party_of').on(t.arrangement, t.party),
  ],
)

/**
 * 纳入风险补偿 (备案): a loan that its bank put under an arrangement. What is under cover now is never written down: it is
 * what is out on the loan, and at most what was filed, so that repayments and their reversals move it by themselves.
 */
export const covers = table(
  'covers',
  {
    id: id<'cover'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    loanId: id<'loan'>('loan_id')
      .notNull()
      .references(() => loans.id),
    /** The loan while this cover is asked for or stands, so that there is one of a loan; null once it came to nothing. */
    standsFor: id<'loan'>('stands_for')
      .unique()
      .references(() => loans.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    /** Who runs the pool and decides. */
    operatorId: id<'institution'>('operator_id')
      .notNull()
      .references(() => institutions.id),
    arrangement: text('arrangement').notNull(),
    /** The version in force on the day of filing, with the shares of this loan: they hold whatever comes later. */
    arrangementVersion: text('arrangement_version').notNull(),
    variant: state('variant', variants),
    terms: json<Arrangement>('terms').notNull(),
    state: state('state', coverStates).notNull(),
    /** What was out when it was filed: the most that is ever under cover. */
    filedFen: fen('filed_fen').notNull(),
    /** Every rule as it stood when it was filed. */
    checks: json<readonly FilingCheck[]>('checks').notNull(),
    ruleVersion: text('rule_version').notNull(),
    filedOn: day('filed_on').notNull(),
    filedAt: instant('filed_at').notNull(),
    filedBy: id<'person'>('filed_by'),
    /** By when the pool's operator decides, and by which policies. */
    dueOn: day('due_on'),
    duePolicies: words('due_policies'),
    decidedAt: instant('decided_at'),
    decidedBy: id<'person'>('decided_by'),
    /** Why it was turned down or taken back. */
    why: text('why'),
    /** 已补偿: when the pools paid for it; from then on it covers nothing more, whatever is still out on the loan. */
    compensatedOn: day('compensated_on'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('covers_state', t.state, coverStates),
    only('covers_variant', t.variant, variants),
    check('covers_filed', sql`${t.filedFen} > 0`),
    check(
      'covers_stands',
      sql`(${t.standsFor} is not null) = (${t.state} in ('filed', 'in-cover')) and (${t.standsFor} is null or ${t.standsFor} = ${t.loanId})`,
    ),
    check('covers_decided', sql`(${t.state} = 'filed') = (${t.decidedAt} is null)`),
    index('covers_loan').on(t.loanId),
    index('covers_firm').on(t.enterpriseId, t.state),
    index('covers_institution').on(t.institutionId, t.state),
    index('covers_operator').on(t.operatorId, t.state),
    index('covers_arrangement').on(t.arrangement, t.state),
    index('covers_compensated').on(t.arrangement, t.loanId).where(sql`compensated_on is not null`),
  ],
)

/** 助保金, 保费: what the borrower of a covered loan pays besides, and what the treasury adds to a premium. */
export const coverCharges = table(
  'cover_charges',
  {
    coverId: id<'cover'>('cover_id')
      .notNull()
      .references(() => covers.id),
    kind: state('kind', chargeKinds).notNull(),
    state: state('state', chargeStates).notNull(),
    baseFen: fen('base_fen').notNull(),
    months: whole('months').notNull(),
    ratePpm: ppm('rate_ppm').notNull(),
    subsidyPpm: ppm('subsidy_ppm').notNull(),
    /** All of it, and what of it the treasury pays; the rest is the borrower's. */
    amountFen: fen('amount_fen').notNull(),
    subsidyFen: fen('subsidy_fen').notNull(),
    ruleVersion: text('rule_version').notNull(),
    paidOn: day('paid_on'),
    paidAt: instant('paid_at'),
    paidBy: id<'person'>('paid_by'),
    reference: text('reference'),
    version: whole('version').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.coverId, t.kind] }),
    only('cover_charges_kind', t.kind, chargeKinds),
    only('cover_charges_state', t.state, chargeStates),
    check('cover_charges_sums', sql`${t.amountFen} >= ${t.subsidyFen} and ${t.subsidyFen} >= 0`),
    check('cover_charges_paid', sql`(${t.state} = 'paid') = (${t.paidOn} is not null)`),
    index('cover_charges_paid_on').on(t.kind, t.paidOn),
  ],
)

/**
 * What an arrangement ever took into cover and ever paid: kept by the actions that change it, so that a page asks one row
 * whatever the number of loans; `test/compensation` proves it equal to the rows.
 */
export const compensationTallies = table('compensation_tallies', {
  arrangement: text('arrangement').primaryKey(),
  covers: whole('covers').notNull(),
  coveredFen: fen('covered_fen').notNull(),
  claims: whole('claims').notNull(),
  claimedFen: fen('claimed_fen').notNull(),
  /** Borne by pools of public money and by borrowers together, and come back to them. */
  paidFen: fen('paid_fen').notNull(),
  returnedFen: fen('returned_fen').notNull(),
})
