import { sql } from 'drizzle-orm'
import { parties } from '../../server/arrangements/arrangement.ts'
import { claimKinds, claimStates, legalBases } from '../../server/claims/claim.ts'
import { claimPapers as paperKinds, triggers } from '../../server/claims/rule.ts'
import { settlementStates } from '../../server/claims/settlement.ts'
import { sharedKinds } from '../../server/claims/sharing.ts'
import { fiveClasses } from '../../server/loans/five-class.ts'
import {
  check,
  day,
  fen,
  id,
  index,
  instant,
  only,
  primaryKey,
  state,
  table,
  text,
  uniqueIndex,
  whole,
  words,
} from '../columns.ts'
import { storedFiles } from './documents.ts'
import { enterprises } from './enterprises.ts'
import { guarantees } from './guarantees.ts'
import { institutions } from './institutions.ts'
import { loans } from './loans.ts'

/** 代偿申请: what a bank asks a guarantor to pay. */
export const claims = table(
  'claims',
  {
    id: id<'claim'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    guaranteeId: id<'guarantee'>('guarantee_id')
      .notNull()
      .references(() => guarantees.id),
    loanId: id<'loan'>('loan_id')
      .notNull()
      .references(() => loans.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    /** The bank that claims, and the guarantor that is to pay. */
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    guarantorId: id<'institution'>('guarantor_id')
      .notNull()
      .references(() => institutions.id),
    kind: state('kind', claimKinds).notNull(),
    state: state('state', claimStates).notNull(),
    trigger: state('trigger', triggers).notNull(),
    /** What the loan showed on the day of the filing. */
    overdueDays: whole('overdue_days').notNull(),
    riskClass: state('risk_class', fiveClasses),
    basis: state('basis', legalBases).notNull(),
    papers: words('papers').notNull(),
    principalFen: fen('principal_fen').notNull(),
    interestFen: fen('interest_fen').notNull(),
    /** The base that the arrangement covers: principal and what interest counts. */
    claimedFen: fen('claimed_fen').notNull(),
    interestFrom: day('interest_from').notNull(),
    interestUntil: day('interest_until').notNull(),
    words: text('words').notNull(),
    ruleVersion: text('rule_version').notNull(),
    filedOn: day('filed_on').notNull(),
    filedAt: instant('filed_at').notNull(),
    filedBy: id<'person'>('filed_by').notNull(),
    /** The last day for the payout, counted from the last filing. */
    dueOn: day('due_on').notNull(),
    checkedAt: instant('checked_at'),
    checkedBy: id<'person'>('checked_by'),
    decidedAt: instant('decided_at'),
    decidedBy: id<'person'>('decided_by'),
    /** What the guarantor said when it returned, refused or approved. */
    answer: text('answer'),
    paidOn: day('paid_on'),
    paidAt: instant('paid_at'),
    paidBy: id<'person'>('paid_by'),
    /** The guarantor's own number of the payment. */
    reference: text('reference'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('claims_kind', t.kind, claimKinds),
    only('claims_state', t.state, claimStates),
    only('claims_trigger', t.trigger, triggers),
    only('claims_basis', t.basis, legalBases),
    check('claims_sums', sql`${t.principalFen} > 0 and ${t.interestFen} >= 0`),
    check('claims_base', sql`${t.claimedFen} = ${t.principalFen} + ${t.interestFen}`),
    check('claims_paid', sql`(${t.state} = 'paid') = (${t.paidOn} is not null)`),
    // The last line of defence against a claim that is made twice.
    uniqueIndex('claims_open')
      .on(t.guaranteeId)
      .where(sql`state in ('filed', 'returned', 'checked', 'approved')`),
    index('claims_guarantee').on(t.guaranteeId, t.id),
    index('claims_institution').on(t.institutionId, t.id),
    index('claims_guarantor').on(t.guarantorId, t.state, t.dueOn),
    index('claims_enterprise').on(t.enterpriseId, t.id),
    index('claims_paid_on').on(t.paidOn),
  ],
)

/** 代偿材料: what a bank lays beside a claim; brought for the guarantee before it files, and from then on the claim's. */
export const claimPapers = table(
  'claim_papers',
  {
    id: id<'claim-paper'>('id').primaryKey(),
    guaranteeId: id<'guarantee'>('guarantee_id')
      .notNull()
      .references(() => guarantees.id),
    /** Null until a claim is filed with it. */
    claimId: id<'claim'>('claim_id').references(() => claims.id),
    fileId: id<'file'>('file_id')
      .notNull()
      .references(() => storedFiles.id),
    kind: state('kind', paperKinds).notNull(),
    /** What the sender called the file; shown, never opened by. */
    name: text('name').notNull(),
    addedAt: instant('added_at').notNull(),
    addedBy: id<'person'>('added_by').notNull(),
    /** Taken back before it was filed, or while the claim was returned. */
    endedAt: instant('ended_at'),
    endedBy: id<'person'>('ended_by'),
  },
  (t) => [
    only('claim_papers_kind', t.kind, paperKinds),
    index('claim_papers_guarantee').on(t.guaranteeId, t.id),
    index('claim_papers_claim').on(t.claimId, t.id),
    index('claim_papers_file').on(t.fileId),
    index('claim_papers_added').on(t.addedBy, t.addedAt),
  ],
)

/** What moved the shares of a guarantee, one after the other: a claim that was paid, or money that came back. */
export const sharedEvents = table(
  'shared_events',
  {
    id: id<'shared-event'>('id').primaryKey(),
    guaranteeId: id<'guarantee'>('guarantee_id')
      .notNull()
      .references(() => guarantees.id),
    position: whole('position').notNull(),
    kind: state('kind', sharedKinds).notNull(),
    /** The claim, or the recovery, that it is. */
    subjectId: text('subject_id').notNull().unique(),
    on: day('happened_on').notNull(),
    lossFen: fen('loss_fen').notNull(),
    recoveredFen: fen('recovered_fen').notNull(),
    costFen: fen('cost_fen').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    only('shared_events_kind', t.kind, sharedKinds),
    uniqueIndex('shared_events_position').on(t.guaranteeId, t.position),
    check('shared_events_sums', sql`${t.lossFen} >= 0 and ${t.recoveredFen} >= 0 and ${t.costFen} >= 0`),
    index('shared_events_on').on(t.on, t.kind),
  ],
)

/** What one of them moved for one party. */
export const sharedParts = table(
  'shared_parts',
  {
    eventId: id<'shared-event'>('event_id')
      .notNull()
      .references(() => sharedEvents.id),
    party: state('party', parties).notNull(),
    /** Null for a party that has no institution here, such as the national fund. */
    institutionId: id<'institution'>('institution_id').references(() => institutions.id),
    cashFen: fen('cash_fen').notNull(),
    borneFen: fen('borne_fen').notNull(),
    returnedFen: fen('returned_fen').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.eventId, t.party] }),
    only('shared_parts_party', t.party, parties),
    check('shared_parts_sums', sql`${t.cashFen} >= 0 and ${t.borneFen} >= 0 and ${t.returnedFen} >= 0`),
    index('shared_parts_institution').on(t.institutionId),
  ],
)

/** 结算: what one party owes another from one of them: confirmed by one of its people, paid by another. */
export const settlements = table(
  'settlements',
  {
    id: id<'settlement'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    guaranteeId: id<'guarantee'>('guarantee_id')
      .notNull()
      .references(() => guarantees.id),
    eventId: id<'shared-event'>('event_id')
      .notNull()
      .references(() => sharedEvents.id),
    fromParty: state('from_party', parties).notNull(),
    /** Null for a party that has no institution here: the other side writes down what it paid. */
    fromId: id<'institution'>('from_id').references(() => institutions.id),
    toParty: state('to_party', parties).notNull(),
    toId: id<'institution'>('to_id').references(() => institutions.id),
    amountFen: fen('amount_fen').notNull(),
    state: state('state', settlementStates).notNull(),
    arisenOn: day('arisen_on').notNull(),
    dueOn: day('due_on').notNull(),
    ruleVersion: text('rule_version').notNull(),
    confirmedAt: instant('confirmed_at'),
    confirmedBy: id<'person'>('confirmed_by'),
    settledOn: day('settled_on'),
    /** The day that the books bear for it: the first open one where its own was closed. */
    bookedOn: day('booked_on'),
    settledAt: instant('settled_at'),
    settledBy: id<'person'>('settled_by'),
    /** The payer's own number of the payment. */
    reference: text('reference'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('settlements_from', t.fromParty, parties),
    only('settlements_to', t.toParty, parties),
    only('settlements_state', t.state, settlementStates),
    check('settlements_amount', sql`${t.amountFen} > 0`),
    check('settlements_settled', sql`(${t.state} = 'settled') = (${t.settledOn} is not null)`),
    uniqueIndex('settlements_once').on(t.eventId, t.fromParty, t.toParty),
    index('settlements_from_id').on(t.fromId, t.state, t.dueOn),
    index('settlements_to_id').on(t.toId, t.state, t.dueOn),
    index('settlements_guarantee').on(t.guaranteeId, t.id),
  ],
)
