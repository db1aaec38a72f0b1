import { sql } from 'drizzle-orm'
import { agreementStates } from '../../server/batches/agreement.ts'
import { type CheckedRow, filingStates } from '../../server/batches/filing.ts'
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
import { institutions } from './institutions.ts'

/** 见贷即担: what a guarantor and a bank agreed on loans that the bank decides and files by itself. */
export const batchAgreements = table(
  'batch_agreements',
  {
    id: id<'batch-agreement'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    guarantorId: id<'institution'>('guarantor_id')
      .notNull()
      .references(() => institutions.id),
    bankId: id<'institution'>('bank_id')
      .notNull()
      .references(() => institutions.id),
    state: state('state', agreementStates).notNull(),
    arrangement: text('arrangement').notNull(),
    startsOn: day('starts_on').notNull(),
    endsOn: day('ends_on').notNull(),
    perLoanFen: fen('per_loan_fen').notNull(),
    totalFen: fen('total_fen').notNull(),
    feePpm: ppm('fee_ppm').notNull(),
    /** 代偿率上限: of all that was guaranteed under it. Fixed with the agreement; nothing changes it afterwards. */
    ceilingPpm: ppm('ceiling_ppm').notNull(),
    words: text('words').notNull(),
    proposedAt: instant('proposed_at').notNull(),
    proposedBy: id<'person'>('proposed_by'),
    answeredAt: instant('answered_at'),
    answeredBy: id<'person'>('answered_by'),
    answerWords: text('answer_words'),
    endedAt: instant('ended_at'),
    endedBy: id<'person'>('ended_by'),
    endWords: text('end_words'),
    /** Versions of the policies under which it was proposed. */
    policies: words('policies').notNull(),
    version: whole('version').notNull(),
  },
  (t) => [
    only('batch_agreements_state', t.state, agreementStates),
    check('batch_agreements_days', sql`${t.startsOn} < ${t.endsOn}`),
    check('batch_agreements_sums', sql`${t.perLoanFen} > 0 and ${t.perLoanFen} <= ${t.totalFen}`),
    check('batch_agreements_ceiling', sql`${t.ceilingPpm} between 1 and 1000000`),
    index('batch_agreements_guarantor').on(t.guarantorId, t.id),
    index('batch_agreements_bank').on(t.bankId, t.id),
  ],
)

/** Loans that a bank filed at once, by a file or chosen on a page: first tried, then booked or given up. */
export const batchFilings = table(
  'batch_filings',
  {
    id: id<'batch-filing'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    agreementId: id<'batch-agreement'>('agreement_id')
      .notNull()
      .references(() => batchAgreements.id),
    state: state('state', filingStates).notNull(),
    /** Null where the loans were chosen on the page. */
    fileName: text('file_name'),
    /** SHA-256 of the file as it was sent. */
    fileHash: text('file_hash'),
    /** At most a hundred, each as it was typed and as it was understood. */
    rows: json<readonly CheckedRow[]>('rows').notNull(),
    goodRows: whole('good_rows').notNull(),
    badRows: whole('bad_rows').notNull(),
    amountFen: fen('amount_fen').notNull(),
    checkedAt: instant('checked_at').notNull(),
    checkedBy: id<'person'>('checked_by'),
    bookedAt: instant('booked_at'),
    bookedBy: id<'person'>('booked_by'),
    takenBackAt: instant('taken_back_at'),
    takenBackBy: id<'person'>('taken_back_by'),
    takenBackWords: text('taken_back_words'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('batch_filings_state', t.state, filingStates),
    index('batch_filings_agreement').on(t.agreementId, t.id),
  ],
)
