import { sql } from 'drizzle-orm'
import { applicationStates, declineReasons } from '../../server/applications/application.ts'
import type { EvidenceFact } from '../../server/applications/evidence.ts'
import { offerStates } from '../../server/applications/offer.ts'
import { openings } from '../../server/applications/opening.ts'
import { contactWays } from '../../server/contacts/contact.ts'
import type { PaperKind } from '../../server/documents/paper.ts'
import type { Fee } from '../../server/money/cost.ts'
import { repaymentMethods } from '../../server/money/schedule.ts'
import { guaranteeModes } from '../../server/products/product.ts'
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
  state,
  table,
  text,
  whole,
  words,
} from '../columns.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'
import { needs } from './needs.ts'
import { products } from './products.ts'

/** 融资申请: one need before one product of one institution, in the version that was listed that day. */
export const applications = table(
  'applications',
  {
    id: id<'application'>('id').primaryKey(),
    /** The receipt number; public progress is looked up by it and the end of the phone number. */
    number: text('number').notNull().unique(),
    needId: id<'need'>('need_id')
      .notNull()
      .references(() => needs.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    productId: id<'product'>('product_id')
      .notNull()
      .references(() => products.id),
    productVersion: whole('product_version').notNull(),
    state: state('state', applicationStates).notNull(),
    /** Opened by the firm that applied, by the bank that took the need from the hall, or by its yes to a renewal. */
    openedBy: state('opened_by', openings).notNull(),
    officerId: id<'person'>('officer_id'),
    /** The match as it was: conditions with value and threshold, by the rule version named. */
    fit: json<unknown>('fit').notNull(),
    ruleVersion: text('rule_version').notNull(),
    factsFingerprint: text('facts_fingerprint').notNull(),
    phoneTail: text('phone_tail').notNull(),
    submittedAt: instant('submitted_at').notNull(),
    takenAt: instant('taken_at'),
    offeredAt: instant('offered_at'),
    decidedAt: instant('decided_at'),
    /** The working day by which the step's owner must act; null where nobody owes a step. */
    dueOn: day('due_on'),
    /** The versions of the policies by which that day was counted; null where none was (an offer names its own). */
    duePolicies: words('due_policies'),
    /** By when the bank that accepted the case reaches the firm first, and by which policies; null before it accepts. */
    contactDueOn: day('contact_due_on'),
    contactDuePolicies: words('contact_due_policies'),
    /** The day on which the firm heard from its bank first, and how; null while it has not. */
    contactedOn: day('contacted_on'),
    contactWay: state('contact_way', contactWays),
    declineReason: state('decline_reason', declineReasons),
    declineWords: text('decline_words'),
    /** What the bank's no rests on: facts of the firm, and kinds of papers in the case; null before the question. */
    declineFacts: words<EvidenceFact>('decline_facts'),
    declinePapers: words<PaperKind>('decline_papers'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('applications_state', t.state, applicationStates),
    only('applications_opened_by', t.openedBy, openings),
    only('applications_contact_way', t.contactWay, contactWays),
    only('applications_decline_reason', t.declineReason, declineReasons),
    index('applications_institution').on(t.institutionId, t.state, t.dueOn),
    // A desk reads its own cases and those that are nobody's yet.
    index('applications_queue').on(t.institutionId, t.officerId, t.state, t.dueOn),
    // The morning asks for firms that still wait to hear from their bank: few, whatever lies behind them.
    index('applications_contact').on(t.contactDueOn).where(sql`contacted_on is null`),
    // What is late or lapses by itself, whatever bank has it.
    index('applications_clocks').on(t.state, t.dueOn),
    index('applications_need').on(t.needId, t.state),
    index('applications_enterprise').on(t.enterpriseId, t.submittedAt),
  ],
)

/** 授信方案: what the institution would lend on; several lie side by side before the firm. */
export const offers = table(
  'offers',
  {
    id: id<'offer'>('id').primaryKey(),
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    needId: id<'need'>('need_id')
      .notNull()
      .references(() => needs.id),
    state: state('state', offerStates).notNull(),
    amountFen: fen('amount_fen').notNull(),
    months: whole('months').notNull(),
    ratePpm: ppm('rate_ppm').notNull(),
    method: state('method', repaymentMethods).notNull(),
    guaranteeMode: state('guarantee_mode', guaranteeModes).notNull(),
    /** Who is asked to guarantee, by its name of that day; null where nobody is. */
    guarantorId: id<'institution'>('guarantor_id').references(() => institutions.id),
    guarantorName: text('guarantor_name'),
    upfrontFeesFen: fen('upfront_fees_fen').notNull(),
    yearlyFeesFen: fen('yearly_fees_fen').notNull(),
    /** What others than the bank get; null where nobody was named. */
    fees: json<readonly Fee[]>('fees'),
    /** On top of the contract's rate when the firm is late; of what is paid back early. Null where nobody said. */
    penaltyUpliftPpm: ppm('penalty_uplift_ppm'),
    earlyFeePpm: ppm('early_fee_ppm'),
    /** All-in yearly cost by 公告〔2021〕第3号: monthly rate × 12, and compound; null where it is ambiguous. */
    simplePpm: ppm('simple_ppm'),
    compoundPpm: ppm('compound_ppm'),
    validUntil: day('valid_until').notNull(),
    /** The bank's day when it made the offer, and the policies behind it: what stands again if it takes it back. */
    decisionDueOn: day('decision_due_on'),
    decisionDuePolicies: words('decision_due_policies'),
    words: text('words').notNull(),
    madeAt: instant('made_at').notNull(),
    madeBy: id<'person'>('made_by'),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    only('offers_state', t.state, offerStates),
    only('offers_method', t.method, repaymentMethods),
    only('offers_guarantee_mode', t.guaranteeMode, guaranteeModes),
    check('offers_amount', sql`${t.amountFen} > 0`),
    check('offers_months', sql`${t.months} > 0`),
    index('offers_application').on(t.applicationId, t.id),
    index('offers_need').on(t.needId, t.state),
    index('offers_validity').on(t.state, t.validUntil),
  ],
)
