import { sql } from 'drizzle-orm'
import { type Party, parties } from '../../server/arrangements/arrangement.ts'
import { poolClaimStates, recoveryStates } from '../../server/compensation/claim.ts'
import { fundingKinds, fundingStates } from '../../server/compensation/funding.ts'
import { compensationEvents as eventKinds, poolPapers, poolTriggers } from '../../server/compensation/rule.ts'
import { fiveClasses } from '../../server/loans/five-class.ts'
import type { Fen } from '../../server/money/fen.ts'
import {
  check,
  day,
  fen,
  id,
  index,
  instant,
  json,
  only,
  primaryKey,
  state,
  table,
  text,
  uniqueIndex,
  whole,
  words,
} from '../columns.ts'
import { compensationPools, covers } from './covers.ts'
import { storedFiles } from './documents.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'
import { loans } from './loans.ts'

/** 补偿申请: what a bank asks the pools of an arrangement to make good of one covered loan. */
export const compensationClaims = table(
  'compensation_claims',
  {
    id: id<'compensation-claim'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    coverId: id<'cover'>('cover_id')
      .notNull()
      .references(() => covers.id),
    loanId: id<'loan'>('loan_id')
      .notNull()
      .references(() => loans.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    /** The bank that claims, and who runs the pools. */
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    operatorId: id<'institution'>('operator_id')
      .notNull()
      .references(() => institutions.id),
    arrangement: text('arrangement').notNull(),
    state: state('state', poolClaimStates).notNull(),
    principalFen: fen('principal_fen').notNull(),
    interestFen: fen('interest_fen').notNull(),
    /** The base that the arrangement covers: principal and what interest counts. */
    claimedFen: fen('claimed_fen').notNull(),
    /** What the loan showed when the bank filed; a draft shows what was so when it was written. */
    trigger: state('trigger', poolTriggers).notNull(),
    overdueDays: whole('overdue_days').notNull(),
    riskClass: state('risk_class', fiveClasses),
    words: text('words').notNull(),
    ruleVersion: text('rule_version').notNull(),
    draftedAt: instant('drafted_at').notNull(),
    draftedBy: id<'person'>('drafted_by').notNull(),
    filedOn: day('filed_on'),
    filedAt: instant('filed_at'),
    filedBy: id<'person'>('filed_by'),
    checkedAt: instant('checked_at'),
    checkedBy: id<'person'>('checked_by'),
    decidedAt: instant('decided_at'),
    decidedBy: id<'person'>('decided_by'),
    /** 公示: its first and its last day. */
    noticeFrom: day('notice_from'),
    noticeUntil: day('notice_until'),
    /** What the pools could pay when it was approved, by party: with it the shares can be told again. */
    poolFree: json<Readonly<Partial<Record<Party, Fen>>>>('pool_free'),
    /** The insurer's year, where the arrangement passes an excess on. */
    premium: json<{ readonly premiumFen: Fen; readonly paidBeforeFen: Fen }>('premium'),
    /** What the pool's people said when they returned, refused or approved. */
    answer: text('answer'),
    /** By when whoever has the next step takes it, and by which policies. */
    dueOn: day('due_on'),
    duePolicies: words('due_policies'),
    paidOn: day('paid_on'),
    paidAt: instant('paid_at'),
    paidBy: id<'person'>('paid_by'),
    /** The number of the payment. */
    reference: text('reference'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('compensation_claims_state', t.state, poolClaimStates),
    only('compensation_claims_trigger', t.trigger, poolTriggers),
    check('compensation_claims_sums', sql`${t.principalFen} > 0 and ${t.interestFen} >= 0`),
    check('compensation_claims_base', sql`${t.claimedFen} = ${t.principalFen} + ${t.interestFen}`),
    check('compensation_claims_paid', sql`(${t.state} = 'paid') = (${t.paidOn} is not null)`),
    check(
      'compensation_claims_notice',
      sql`(${t.state} in ('noticed', 'paid')) = (${t.noticeUntil} is not null and ${t.poolFree} is not null)`,
    ),
    // The last line of defence against a claim that is made twice: what was paid stays in the way for ever.
    uniqueIndex('compensation_claims_once').on(t.coverId).where(sql`state not in ('refused', 'withdrawn')`),
    index('compensation_claims_cover').on(t.coverId, t.id),
    index('compensation_claims_institution').on(t.institutionId, t.state, t.id),
    index('compensation_claims_operator').on(t.operatorId, t.state, t.dueOn),
    index('compensation_claims_enterprise').on(t.enterpriseId, t.id),
    index('compensation_claims_arrangement').on(t.arrangement, t.state),
    index('compensation_claims_notice_until').on(t.state, t.noticeUntil),
  ],
)

/** What a bank laid beside a claim: bytes in the folder of files, which the same upload kept. */
export const compensationPapers = table(
  'compensation_papers',
  {
    id: id<'compensation-paper'>('id').primaryKey(),
    claimId: id<'compensation-claim'>('claim_id')
      .notNull()
      .references(() => compensationClaims.id),
    kind: state('kind', poolPapers).notNull(),
    fileId: id<'file'>('file_id')
      .notNull()
      .references(() => storedFiles.id),
    name: text('name').notNull(),
    addedAt: instant('added_at').notNull(),
    addedBy: id<'person'>('added_by').notNull(),
    /** Taken away again by the bank before it filed. */
    endedAt: instant('ended_at'),
  },
  (t) => [
    only('compensation_papers_kind', t.kind, poolPapers),
    index('compensation_papers_claim').on(t.claimId, t.id),
    index('compensation_papers_file').on(t.fileId),
    index('compensation_papers_added').on(t.addedBy, t.addedAt),
  ],
)

/** 追回: money that came back on a compensated loan, as the bank reported it, and its way back to those who bore. */
export const compensationRecoveries = table(
  'compensation_recoveries',
  {
    id: id<'compensation-recovery'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    claimId: id<'compensation-claim'>('claim_id')
      .notNull()
      .references(() => compensationClaims.id),
    state: state('state', recoveryStates).notNull(),
    receivedOn: day('received_on').notNull(),
    recoveredFen: fen('recovered_fen').notNull(),
    costFen: fen('cost_fen').notNull(),
    words: text('words').notNull(),
    reportedOn: day('reported_on').notNull(),
    reportedAt: instant('reported_at').notNull(),
    reportedBy: id<'person'>('reported_by').notNull(),
    dueOn: day('due_on').notNull(),
    duePolicies: words('due_policies').notNull(),
    bookedOn: day('booked_on'),
    bookedAt: instant('booked_at'),
    bookedBy: id<'person'>('booked_by'),
    /** Why it was not taken. */
    answer: text('answer'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('compensation_recoveries_state', t.state, recoveryStates),
    check('compensation_recoveries_sums', sql`${t.recoveredFen} > 0 and ${t.costFen} >= 0`),
    check('compensation_recoveries_booked', sql`(${t.state} = 'booked') = (${t.bookedOn} is not null)`),
    index('compensation_recoveries_claim').on(t.claimId, t.id),
    index('compensation_recoveries_state_due').on(t.state, t.dueOn),
  ],
)

/** What moved the shares of a claim, one after the other: its payout, and what came back. */
export const compensationEvents = table(
  'compensation_events',
  {
    id: id<'compensation-event'>('id').primaryKey(),
    claimId: id<'compensation-claim'>('claim_id')
      .notNull()
      .references(() => compensationClaims.id),
    position: whole('position').notNull(),
    kind: state('kind', eventKinds).notNull(),
    /** The claim, or the recovery, that it is. */
    subjectId: text('subject_id').notNull().unique(),
    on: day('happened_on').notNull(),
    lossFen: fen('loss_fen').notNull(),
    recoveredFen: fen('recovered_fen').notNull(),
    costFen: fen('cost_fen').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    only('compensation_events_kind', t.kind, eventKinds),
    uniqueIndex('compensation_events_position').on(t.claimId, t.position),
    check(
      'compensation_events_sums',
      sql`${t.lossFen} >= 0 and ${t.recoveredFen} >= 0 and ${t.costFen} >= 0`,
    ),
    index('compensation_events_on').on(t.on, t.kind),
  ],
)

/** What one of them moved for one party. */
export const compensationParts = table(
  'compensation_parts',
  {
    eventId: id<'compensation-event'>('event_id')
      .notNull()
      .references(() => compensationEvents.id),
    party: state('party', parties).notNull(),
    cashFen: fen('cash_fen').notNull(),
    borneFen: fen('borne_fen').notNull(),
    returnedFen: fen('returned_fen').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.eventId, t.party] }),
    only('compensation_parts_party', t.party, parties),
    check('compensation_parts_sums', sql`${t.cashFen} >= 0 and ${t.borneFen} >= 0 and ${t.returnedFen} >= 0`),
  ],
)

/** 出资、退出: what was agreed with a funder of a pool, and when its cashier booked it. */
export const compensationFundings = table(
  'compensation_fundings',
  {
    id: id<'compensation-funding'>('id').primaryKey(),
    poolId: id<'compensation-pool'>('pool_id')
      .notNull()
      .references(() => compensationPools.id),
    kind: state('kind', fundingKinds).notNull(),
    state: state('state', fundingStates).notNull(),
    funder: text('funder').notNull(),
    /** The number or name of the agreement. */
    agreement: text('agreement').notNull(),
    amountFen: fen('amount_fen').notNull(),
    agreedOn: day('agreed_on').notNull(),
    makerId: id<'person'>('maker_id').notNull(),
    madeAt: instant('made_at').notNull(),
    bookedOn: day('booked_on'),
    bookedBy: id<'person'>('booked_by'),
    why: text('why'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('compensation_fundings_kind', t.kind, fundingKinds),
    only('compensation_fundings_state', t.state, fundingStates),
    check('compensation_fundings_amount', sql`${t.amountFen} > 0`),
    check('compensation_fundings_booked', sql`(${t.state} = 'booked') = (${t.bookedOn} is not null)`),
    index('compensation_fundings_pool').on(t.poolId, t.id),
  ],
)
