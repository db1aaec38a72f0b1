import { sql } from 'drizzle-orm'
import { type Arrangement, parties } from '../../server/arrangements/arrangement.ts'
import type { CoverFinding } from '../../server/arrangements/cover.ts'
import { sizeClasses } from '../../server/enterprises/size-class.ts'
import { filingStates } from '../../server/guarantees/filing.ts'
import { changeKinds } from '../../server/guarantees/following.ts'
import {
  counterKinds,
  guaranteeDeclines,
  guaranteeOrigins,
  guaranteeStates,
} from '../../server/guarantees/guarantee.ts'
import type { Headroom } from '../../server/guarantees/ratios.ts'
import { customerKinds } from '../../server/guarantees/scope.ts'
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
  primaryKey,
  state,
  table,
  text,
  whole,
  words,
} from '../columns.ts'
import { applications, offers } from './applications.ts'
import { batchAgreements } from './batches.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'
import { ledgerBooks, ledgerEntries } from './ledger.ts'
import { loans } from './loans.ts'

/**
 * 担保: one guarantor's promise to one bank for one loan. `openFen` is what may still be drawn, `balanceFen` what is drawn
 * and not paid back; both together count towards the customer's cap.
 */
export const guarantees = table(
  'guarantees',
  {
    id: id<'guarantee'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    origin: state('origin', guaranteeOrigins).notNull(),
    /** Of a batch: under which agreement the bank filed it. */
    agreementId: id<'batch-agreement'>('agreement_id').references(() => batchAgreements.id),
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    offerId: id<'offer'>('offer_id')
      .notNull()
      .references(() => offers.id),
    loanId: id<'loan'>('loan_id').references(() => loans.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    bankId: id<'institution'>('bank_id')
      .notNull()
      .references(() => institutions.id),
    guarantorId: id<'institution'>('guarantor_id')
      .notNull()
      .references(() => institutions.id),
    state: state('state', guaranteeStates).notNull(),
    filing: state('filing', filingStates).notNull(),
    amountFen: fen('amount_fen').notNull(),
    months: whole('months').notNull(),
    openFen: fen('open_fen').notNull(),
    balanceFen: fen('balance_fen').notNull(),
    /** The guarantor's own share of each. */
    openOwnFen: fen('open_own_fen').notNull(),
    ownFen: fen('own_fen').notNull(),
    /** Principal that claims have taken over: the bank no longer has it outstanding under this guarantee. */
    claimedFen: fen('claimed_fen').notNull(),
    /** Claims that are not decided or not settled: they keep a guarantee from being released. */
    openClaims: whole('open_claims').notNull(),
    /** What the bank asked under; the version is fixed when the letter is signed, with the text of that day. */
    arrangement: text('arrangement').notNull(),
    arrangementVersion: text('arrangement_version'),
    terms: json<Arrangement>('terms').notNull(),
    /** What the firm was on the day: as asked for, then as underwritten. Figures are kept by these. */
    district: text('district').notNull(),
    industry: text('industry').notNull(),
    size: state('size', sizeClasses),
    farming: flag('farming'),
    kind: state('kind', customerKinds).notNull(),
    scope: json<readonly CoverFinding[]>('scope').notNull(),
    askedAt: instant('asked_at').notNull(),
    askedBy: id<'person'>('asked_by'),
    officerId: id<'person'>('officer_id'),
    /** By when its owner has to act, and by which policies that day was counted. */
    dueOn: day('due_on'),
    duePolicies: words('due_policies'),
    /** 尽调表: what the officer found, in words; null before. */
    findings: text('findings'),
    feePpm: ppm('fee_ppm'),
    feeFen: fen('fee_fen'),
    underwrittenAt: instant('underwritten_at'),
    underwrittenBy: id<'person'>('underwritten_by'),
    /** The room under every cap as it was when the manager promised. */
    rooms: json<readonly Headroom[]>('rooms'),
    approvedAt: instant('approved_at'),
    approvedBy: id<'person'>('approved_by'),
    declineReason: state('decline_reason', guaranteeDeclines),
    declineWords: text('decline_words'),
    /** 保函 */
    letterNumber: text('letter_number').unique(),
    signedOn: day('signed_on'),
    signedBy: id<'person'>('signed_by'),
    filingDueOn: day('filing_due_on'),
    /** When the guarantor sent it, and by how many days that was late. */
    filingSentOn: day('filing_sent_on'),
    filingLateDays: whole('filing_late_days').notNull(),
    filedOn: day('filed_on'),
    filedBy: id<'person'>('filed_by'),
    filingWords: text('filing_words'),
    inForceOn: day('in_force_on'),
    /** The loan's last day, or a later one by extension; and until when the guarantee may be called (保证期间). */
    maturesOn: day('matures_on'),
    coverUntil: day('cover_until'),
    releasedOn: day('released_on'),
    /** Freed for good, by a final settlement or the end of its cover: no report of the loan raises it again. */
    endedOn: day('ended_on'),
    /** Versions of all policies by which something was decided. */
    policies: words('policies').notNull(),
    version: whole('version').notNull(),
  },
  (t) => [
    only('guarantees_state', t.state, guaranteeStates),
    only('guarantees_filing', t.filing, filingStates),
    only('guarantees_origin', t.origin, guaranteeOrigins),
    only('guarantees_size', t.size, sizeClasses),
    only('guarantees_kind', t.kind, customerKinds),
    only('guarantees_decline_reason', t.declineReason, guaranteeDeclines),
    check('guarantees_amount', sql`${t.amountFen} > 0`),
    check('guarantees_months', sql`${t.months} > 0`),
    check('guarantees_open', sql`${t.openFen} >= 0 and ${t.balanceFen} >= 0`),
    check('guarantees_sum', sql`${t.openFen} + ${t.balanceFen} + ${t.claimedFen} <= ${t.amountFen}`),
    check('guarantees_own', sql`${t.openOwnFen} >= 0 and ${t.ownFen} between 0 and ${t.balanceFen}`),
    check('guarantees_claims', sql`${t.openClaims} >= 0 and ${t.claimedFen} >= 0`),
    index('guarantees_guarantor').on(t.guarantorId, t.state, t.dueOn),
    index('guarantees_bank').on(t.bankId, t.state),
    index('guarantees_enterprise').on(t.enterpriseId, t.id),
    index('guarantees_application').on(t.applicationId),
    index('guarantees_loan').on(t.loanId),
    index('guarantees_filing').on(t.filing, t.filingDueOn),
    index('guarantees_agreement').on(t.agreementId, t.id),
    index('guarantees_balance').on(t.guarantorId, t.balanceFen),
    index('guarantees_cover').on(t.state, t.coverUntil),
    // All that the figures of a past day ask of a guarantee, whose row is wide.
    index('guarantees_figures').on(
      t.guarantorId,
      t.id,
      t.kind,
      t.amountFen,
      t.arrangement,
      t.arrangementVersion,
      t.filedOn,
    ),
  ],
)

/** Who shares in a guarantee, with which book, as fixed in the letter; and what each bears contingently now. */
export const guaranteeShares = table(
  'guarantee_shares',
  {
    guaranteeId: id<'guarantee'>('guarantee_id')
      .notNull()
      .references(() => guarantees.id),
    party: state('party', parties).notNull(),
    /** Null for a party that has no institution here, such as the national fund. */
    institutionId: id<'institution'>('institution_id').references(() => institutions.id),
    bookId: id<'book'>('book_id')
      .notNull()
      .references(() => ledgerBooks.id),
    /** Of the whole sum of the letter. */
    shareFen: fen('share_fen').notNull(),
    contingentFen: fen('contingent_fen').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.guaranteeId, t.party] }),
    only('guarantee_shares_party', t.party, parties),
    check('guarantee_shares_contingent', sql`${t.contingentFen} >= 0`),
    index('guarantee_shares_institution').on(t.institutionId, t.guaranteeId),
  ],
)

/** 反担保: what stands behind the guarantor. */
export const guaranteeCounters = table(
  'guarantee_counters',
  {
    id: id<'counter'>('id').primaryKey(),
    guaranteeId: id<'guarantee'>('guarantee_id')
      .notNull()
      .references(() => guarantees.id),
    kind: state('kind', counterKinds).notNull(),
    words: text('words').notNull(),
    valueFen: fen('value_fen'),
  },
  (t) => [
    only('guarantee_counters_kind', t.kind, counterKinds),
    index('guarantee_counters_guarantee').on(t.guaranteeId, t.id),
  ],
)

/** Every change of what is in force, added and never changed: what stood on a day is the sum until that day. */
export const guaranteeChanges = table(
  'guarantee_changes',
  {
    id: id<'guarantee-change'>('id').primaryKey(),
    guaranteeId: id<'guarantee'>('guarantee_id')
      .notNull()
      .references(() => guarantees.id),
    /** The business day of what changed it. */
    happenedOn: day('happened_on').notNull(),
    kind: state('kind', changeKinds).notNull(),
    deltaFen: fen('delta_fen').notNull(),
    balanceFen: fen('balance_fen').notNull(),
    openFen: fen('open_fen').notNull(),
    /** The entry that moved the contingent shares; null where the balance stayed. */
    entrySeq: whole('entry_seq').references(() => ledgerEntries.seq),
    at: instant('at').notNull(),
  },
  (t) => [
    only('guarantee_changes_kind', t.kind, changeKinds),
    index('guarantee_changes_guarantee').on(t.guaranteeId, t.id),
    index('guarantee_changes_day').on(t.happenedOn, t.guaranteeId),
    // All that the figures of a past day ask of a change: its row is not looked up.
    index('guarantee_changes_figures').on(t.guaranteeId, t.happenedOn, t.kind, t.deltaFen),
  ],
)
