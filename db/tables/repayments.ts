import { sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { importModes, importRowStates, importStates } from '../../server/loans/import.ts'
import type { ImportFault } from '../../server/loans/import-row.ts'
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
  primaryKey,
  state,
  table,
  text,
  whole,
} from '../columns.ts'
import { apiKeys } from './api-keys.ts'
import { compensationRecoveries } from './compensation.ts'
import { institutions } from './institutions.ts'
import { loans } from './loans.ts'

/** 还款导入: one file of repayments, from its check to its booking. */
export const repaymentImports = table(
  'repayment_imports',
  {
    id: id<'import'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    state: state('state', importStates).notNull(),
    fileName: text('file_name').notNull(),
    /** SHA-256 of the file as it was sent. */
    fileHash: text('file_hash').notNull(),
    goodRows: whole('good_rows').notNull(),
    badRows: whole('bad_rows').notNull(),
    /** Of the good rows. */
    loanCount: whole('loan_count').notNull(),
    settledCount: whole('settled_count').notNull(),
    principalFen: fen('principal_fen').notNull(),
    interestFen: fen('interest_fen').notNull(),
    checkedAt: instant('checked_at').notNull(),
    checkedBy: id<'person'>('checked_by').notNull(),
    mode: state('mode', importModes),
    bookedAt: instant('booked_at'),
    bookedBy: id<'person'>('booked_by'),
    endedAt: instant('ended_at'),
    endedBy: id<'person'>('ended_by'),
    /** Why it was taken back. */
    why: text('why'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('repayment_imports_state', t.state, importStates),
    only('repayment_imports_mode', t.mode, importModes),
    index('repayment_imports_institution').on(t.institutionId, t.id),
  ],
)

/**
 * 还款, as reported by the bank. A row is never changed: one that was wrong is reversed once, by a row of its own with
 * the same sums below zero, so that what was paid is always the plain sum of the rows.
 */
export const repayments = table(
  'repayments',
  {
    id: id<'repayment'>('id').primaryKey(),
    loanId: id<'loan'>('loan_id')
      .notNull()
      .references(() => loans.id),
    paidOn: day('paid_on').notNull(),
    principalFen: fen('principal_fen').notNull(),
    interestFen: fen('interest_fen').notNull(),
    /** The bank's own number of the payment (银行流水号). */
    reference: text('reference'),
    reversalOf: id<'repayment'>('reversal_of')
      .unique()
      .references((): AnyPgColumn => repayments.id),
    /** Whether it is the guarantor's money, of a claim; null where nobody had to say, and the firm paid. */
    byGuarantor: flag('by_guarantor'),
    /** 追回 of a claim on pools, which moved the loan and the shares of those who bore together. */
    recoveryId: id<'compensation-recovery'>('recovery_id').references(
      (): AnyPgColumn => compensationRecoveries.id,
    ),
    /** The contract that paid it, without cash of the firm's: its renewal. */
    renewedBy: id<'loan'>('renewed_by').references(() => loans.id),
    /** The file that it came with, and its row there. */
    importId: id<'import'>('import_id').references(() => repaymentImports.id),
    importRow: whole('import_row'),
    reportedAt: instant('reported_at').notNull(),
    /** Null where a program of the bank reported it, by one of its keys. */
    reportedBy: id<'person'>('reported_by'),
    keyId: id<'api-key'>('key_id').references(() => apiKeys.id),
  },
  (t) => [
    check(
      'repayments_sums',
      sql`(${t.reversalOf} is null and ${t.principalFen} >= 0 and ${t.interestFen} >= 0) or (${t.reversalOf} is not null and ${t.principalFen} <= 0 and ${t.interestFen} <= 0)`,
    ),
    index('repayments_loan').on(t.loanId, t.paidOn),
    index('repayments_reference').on(t.reference),
    index('repayments_import').on(t.importId, t.importRow),
  ],
)

/** The rows of a file as they were typed, what they say, and what is wrong with them. */
export const repaymentImportRows = table(
  'repayment_import_rows',
  {
    importId: id<'import'>('import_id')
      .notNull()
      .references(() => repaymentImports.id),
    /** As the spreadsheet counts it; the header is row 1. */
    row: whole('row').notNull(),
    state: state('state', importRowStates).notNull(),
    typed: json<readonly string[]>('typed').notNull(),
    faults: json<readonly ImportFault[]>('faults').notNull(),
    loanId: id<'loan'>('loan_id').references(() => loans.id),
    paidOn: day('paid_on'),
    principalFen: fen('principal_fen'),
    interestFen: fen('interest_fen'),
    reference: text('reference'),
  },
  (t) => [
    primaryKey({ columns: [t.importId, t.row] }),
    only('repayment_import_rows_state', t.state, importRowStates),
    index('repayment_import_rows_state').on(t.importId, t.state, t.row),
  ],
)
