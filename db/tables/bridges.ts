import { sql } from 'drizzle-orm'
import type { BridgeCheck, BridgeFacts } from '../../server/bridge-pool/eligibility.ts'
import { bridgeBorrowers } from '../../server/bridge-pool/policy.ts'
import {
  bridgeOrigins,
  bridgeStates,
  fundingKinds,
  fundingStates,
  words as saidWords,
} from '../../server/bridges/bridge.ts'
import { promiseStates } from '../../server/promises/promise.ts'
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
import { people } from './accounts.ts'
import { storedFiles } from './documents.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'
import { ledgerBooks, ledgerEntries, ledgerReservations } from './ledger.ts'
import { loans } from './loans.ts'

/** 过桥资金池: a book of the ledger with its terms, who runs it, and where its borrowers are. */
export const bridgePools = table(
  'bridge_pools',
  {
    id: id<'pool'>('id').primaryKey(),
    bookId: id<'book'>('book_id')
      .notNull()
      .unique()
      .references(() => ledgerBooks.id),
    /** The short code of its terms, `huaibei-demo`. */
    policyCode: text('policy_code').notNull(),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    region: text('region').notNull(),
    openedAt: instant('opened_at').notNull(),
    /** How often anything about it has moved: what was worked out from its rows holds until then. */
    moves: whole('moves').notNull().default(0),
  },
  (t) => [index('bridge_pools_institution').on(t.institutionId)],
)

/** What funders agreed to pay in or to take out, with the agreement behind it, and when they did. */
export const bridgeFundings = table(
  'bridge_fundings',
  {
    id: id<'funding'>('id').primaryKey(),
    poolId: id<'pool'>('pool_id')
      .notNull()
      .references(() => bridgePools.id),
    kind: state('kind', fundingKinds).notNull(),
    funder: text('funder').notNull(),
    /** The funder where it is an institution of the platform, whose people then see what their money does. */
    funderId: id<'institution'>('funder_id').references(() => institutions.id),
    agreement: text('agreement').notNull(),
    amountFen: fen('amount_fen').notNull(),
    agreedOn: day('agreed_on').notNull(),
    /** The day on which the money is to move. */
    plannedOn: day('planned_on').notNull(),
    state: state('state', fundingStates).notNull(),
    makerId: id<'person'>('maker_id')
      .notNull()
      .references(() => people.id),
    madeAt: instant('made_at').notNull(),
    bookedOn: day('booked_on'),
    bookedBy: id<'person'>('booked_by').references(() => people.id),
    entrySeq: whole('entry_seq')
      .unique()
      .references(() => ledgerEntries.seq),
    why: text('why'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('bridge_fundings_kind', t.kind, fundingKinds),
    only('bridge_fundings_state', t.state, fundingStates),
    check('bridge_fundings_amount', sql`${t.amountFen} > 0`),
    check('bridge_fundings_booked', sql`(${t.state} = 'booked') = (${t.entrySeq} is not null)`),
    index('bridge_fundings_pool').on(t.poolId, t.plannedOn, t.id),
    index('bridge_fundings_funder').on(t.funderId),
    index('bridge_fundings_state').on(t.poolId, t.state, t.plannedOn),
  ],
)

/** 过桥: one advance and the case about it. */
export const bridges = table(
  'bridges',
  {
    id: id<'bridge'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    poolId: id<'pool'>('pool_id')
      .notNull()
      .references(() => bridgePools.id),
    origin: state('origin', bridgeOrigins).notNull(),
    /** Null for what was taken over from before the platform. */
    loanId: id<'loan'>('loan_id').references(() => loans.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    /** Of the firm; its bureau gives its word. */
    region: text('region').notNull(),
    borrower: state('borrower', bridgeBorrowers).notNull(),
    state: state('state', bridgeStates).notNull(),
    /** What is asked for and, from the approval on, what is lent: nothing else is ever approved. */
    amountFen: fen('amount_fen').notNull(),
    /** What the old loan had out when it was asked for, and its last day and contract. */
    principalDueFen: fen('principal_due_fen').notNull(),
    maturesOn: day('matures_on').notNull(),
    oldContract: text('old_contract').notNull(),
    /** Why renewal without repayment, which costs nothing, does not fit. */
    whyNot: text('why_not').notNull(),
    payOn: day('pay_on').notNull(),
    backOn: day('back_on').notNull(),
    policyVersion: text('policy_version').notNull(),
    ruleVersion: text('rule_version').notNull(),
    appliedAt: instant('applied_at').notNull(),
    appliedOn: day('applied_on').notNull(),
    appliedBy: id<'person'>('applied_by').references(() => people.id),
    /** What decides a place in the queue, where the policy says so; null where nobody knows. */
    taxLastYearFen: fen('tax_last_year_fen'),
    makerId: id<'person'>('maker_id').references(() => people.id),
    facts: json<BridgeFacts>('facts'),
    checks: json<readonly BridgeCheck[]>('checks'),
    operatorWord: state('operator_word', saidWords),
    operatorSaid: text('operator_said'),
    bureauWord: state('bureau_word', saidWords),
    bureauSaid: text('bureau_said'),
    bureauBy: id<'person'>('bureau_by').references(() => people.id),
    ownMoneyFen: fen('own_money_fen'),
    ownMoneyOn: day('own_money_on'),
    checkerId: id<'person'>('checker_id').references(() => people.id),
    thirdId: id<'person'>('third_id').references(() => people.id),
    reservationId: id<'reservation'>('reservation_id').references(() => ledgerReservations.id),
    reservedUntil: day('reserved_until'),
    cashierId: id<'person'>('cashier_id').references(() => people.id),
    paidOutOn: day('paid_out_on'),
    payoutSeq: whole('payout_seq').references(() => ledgerEntries.seq),
    lastOn: day('last_on'),
    settledOn: day('settled_on'),
    newLoanOn: day('new_loan_on'),
    newLoanFen: fen('new_loan_fen'),
    newContract: text('new_contract'),
    /** Days from the old loan settled to the new one paid out. */
    renewalDays: whole('renewal_days'),
    repaidFen: fen('repaid_fen').notNull(),
    repaidOn: day('repaid_on'),
    feeFen: fen('fee_fen').notNull(),
    savingFen: fen('saving_fen').notNull(),
    feePaidOn: day('fee_paid_on'),
    /** Days out, as the policy counts them, of the last part that came back. */
    daysOut: whole('days_out'),
    overdueSince: day('overdue_since'),
    courtOn: day('court_on'),
    /** 依法追收: when the pool filed its claim, and under which number. */
    filedOn: day('filed_on'),
    courtCase: text('court_case'),
    /** Why it was returned, refused, withdrawn or lapsed. */
    why: text('why'),
    endedOn: day('ended_on'),
    /** The last moment of which people were told: a warning is given once. */
    warnedFor: text('warned_for'),
    dueOn: day('due_on'),
    duePolicies: words('due_policies'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('bridges_origin', t.origin, bridgeOrigins),
    only('bridges_borrower', t.borrower, bridgeBorrowers),
    only('bridges_state', t.state, bridgeStates),
    only('bridges_operator_word', t.operatorWord, saidWords),
    only('bridges_bureau_word', t.bureauWord, saidWords),
    check('bridges_amount', sql`${t.amountFen} > 0`),
    check('bridges_repaid', sql`${t.repaidFen} between 0 and ${t.amountFen}`),
    check('bridges_loan', sql`${t.origin} = 'taken-over' or ${t.loanId} is not null`),
    // 一笔贷款一笔过桥: while one is open there is no second for the same loan.
    uniqueIndex('bridges_loan_open')
      .on(t.loanId)
      .where(sql`state not in ('closed', 'refused', 'withdrawn', 'lapsed')`),
    index('bridges_pool_state').on(t.poolId, t.state, t.appliedOn, t.id),
    index('bridges_pool').on(t.poolId, t.id),
    index('bridges_enterprise').on(t.enterpriseId, t.paidOutOn),
    index('bridges_institution').on(t.institutionId, t.state, t.id),
    index('bridges_reserved').on(t.state, t.reservedUntil),
    index('bridges_last').on(t.state, t.lastOn),
  ],
)

/** Money that came back, part by part, with the fee of that part. */
export const bridgeReturns = table(
  'bridge_returns',
  {
    id: id<'bridge-return'>('id').primaryKey(),
    bridgeId: id<'bridge'>('bridge_id')
      .notNull()
      .references(() => bridges.id),
    amountFen: fen('amount_fen').notNull(),
    returnedOn: day('returned_on').notNull(),
    days: whole('days').notNull(),
    overdueDays: whole('overdue_days').notNull(),
    feeFen: fen('fee_fen').notNull(),
    savingFen: fen('saving_fen').notNull(),
    entrySeq: whole('entry_seq')
      .notNull()
      .unique()
      .references(() => ledgerEntries.seq),
    recordedAt: instant('recorded_at').notNull(),
    recordedBy: id<'person'>('recorded_by').references(() => people.id),
    undoneAt: instant('undone_at'),
  },
  (t) => [
    check('bridge_returns_amount', sql`${t.amountFen} > 0`),
    index('bridge_returns_bridge').on(t.bridgeId, t.id),
  ],
)

/** 续贷承诺函: the bank's written word that it will lend again, for one advance. */
export const promises = table(
  'promises',
  {
    id: id<'promise'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    bridgeId: id<'bridge'>('bridge_id')
      .notNull()
      .unique()
      .references(() => bridges.id),
    loanId: id<'loan'>('loan_id')
      .notNull()
      .references(() => loans.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    state: state('state', promiseStates).notNull(),
    askedAt: instant('asked_at').notNull(),
    /** The least that covers the advance. */
    leastFen: fen('least_fen').notNull(),
    amountFen: fen('amount_fen'),
    validUntil: day('valid_until'),
    newLoanBy: day('new_loan_by'),
    letterNumber: text('letter_number'),
    signer: text('signer'),
    accountName: text('account_name'),
    accountNumber: text('account_number'),
    signedAt: instant('signed_at'),
    signedBy: id<'person'>('signed_by').references(() => people.id),
    /** The letter as it was stamped and scanned, and what its sender called it. */
    fileId: id<'file'>('file_id').references(() => storedFiles.id),
    fileName: text('file_name'),
    /** Of all that the letter says: a letter that somebody shows later is the one, or it is not. */
    sha256: text('sha256'),
    usedAt: instant('used_at'),
    /** Why the bank refused, or why it lapsed. */
    why: text('why'),
    dueOn: day('due_on'),
    duePolicies: words('due_policies'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('promises_state', t.state, promiseStates),
    check('promises_signed', sql`${t.state} not in ('signed', 'used') or ${t.amountFen} > 0`),
    // The same letter cannot stand behind two advances.
    uniqueIndex('promises_letter').on(t.institutionId, t.letterNumber),
    index('promises_institution').on(t.institutionId, t.state, t.dueOn),
    index('promises_valid').on(t.state, t.validUntil),
    index('promises_loan').on(t.loanId),
    index('promises_file').on(t.fileId),
  ],
)
