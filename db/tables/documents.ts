import { sql } from 'drizzle-orm'
import { fileTypes, paperKinds } from '../../server/documents/paper.ts'
import { requestStates } from '../../server/documents/request.ts'
import {
  check,
  day,
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
} from '../columns.ts'
import { applications } from './applications.ts'
import { enterprises } from './enterprises.ts'

/** What lies in the folder of files, under its id. The same bytes are kept once, whoever sent them how often. */
export const storedFiles = table(
  'stored_files',
  {
    id: id<'file'>('id').primaryKey(),
    /** SHA-256, in hexadecimal. */
    hash: text('hash').notNull().unique(),
    bytes: whole('bytes').notNull(),
    type: state('type', fileTypes).notNull(),
    storedAt: instant('stored_at').notNull(),
  },
  (t) => [
    only('stored_files_type', t.type, fileTypes),
    check('stored_files_hash', sql`length(${t.hash}) = 64`),
    check('stored_files_bytes', sql`${t.bytes} > 0`),
  ],
)

/** 资料: a paper on a firm's shelf, from which it goes before as many banks as the firm wants. */
export const documents = table(
  'documents',
  {
    id: id<'document'>('id').primaryKey(),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    fileId: id<'file'>('file_id')
      .notNull()
      .references(() => storedFiles.id),
    kind: state('kind', paperKinds).notNull(),
    /** What the sender called the file; shown, never opened by. */
    name: text('name').notNull(),
    /** The last day on which the paper is valid; null where it says none. */
    expiresOn: day('expires_on'),
    addedAt: instant('added_at').notNull(),
    addedBy: id<'person'>('added_by').notNull(),
    /** Taken from the shelf; cases that it was given to keep it. */
    endedAt: instant('ended_at'),
    endedBy: id<'person'>('ended_by'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('documents_kind', t.kind, paperKinds),
    uniqueIndex('documents_once').on(t.enterpriseId, t.fileId, t.kind).where(sql`ended_at is null`),
    index('documents_shelf').on(t.enterpriseId, t.kind, t.id),
    index('documents_file').on(t.fileId),
    index('documents_expiry').on(t.expiresOn),
    index('documents_added').on(t.addedBy, t.addedAt),
  ],
)

/** That a firm was told of a paper's end, once for each distance that policy `documents` names. */
export const documentReminders = table(
  'document_reminders',
  {
    documentId: id<'document'>('document_id')
      .notNull()
      .references(() => documents.id),
    daysBefore: whole('days_before').notNull(),
    remindedAt: instant('reminded_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.documentId, t.daysBefore] })],
)

/** A paper that lies before the bank of one case. */
export const caseDocuments = table(
  'case_documents',
  {
    id: id<'case-document'>('id').primaryKey(),
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    documentId: id<'document'>('document_id')
      .notNull()
      .references(() => documents.id),
    givenAt: instant('given_at').notNull(),
    givenBy: id<'person'>('given_by').notNull(),
    /** Taken back before anybody of the bank had opened it. */
    takenBackAt: instant('taken_back_at'),
    takenBackBy: id<'person'>('taken_back_by'),
    /** When somebody of the bank first opened it: from then on it belongs to what the bank decided on. */
    openedAt: instant('opened_at'),
  },
  (t) => [
    uniqueIndex('case_documents_once').on(t.applicationId, t.documentId).where(sql`taken_back_at is null`),
    index('case_documents_document').on(t.documentId),
  ],
)

/**
 * 退回补件. From `owed_since` to `owed_until` the firm owes papers and the bank's clock stands still; an open request has
 * no end yet.
 */
export const documentRequests = table(
  'document_requests',
  {
    id: id<'document-request'>('id').primaryKey(),
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    state: state('state', requestStates).notNull(),
    /** What the officer says to the firm. */
    words: text('words').notNull(),
    askedBy: id<'person'>('asked_by').notNull(),
    owedSince: instant('owed_since').notNull(),
    owedUntil: instant('owed_until'),
    /** The working day by which the firm should answer, and the version of the policy behind it. */
    dueOn: day('due_on').notNull(),
    duePolicy: text('due_policy').notNull(),
    /** The working days that the bank had left when its clock stopped, below zero where it was late; null for none. */
    bankDaysLeft: whole('bank_days_left'),
    answeredBy: id<'person'>('answered_by'),
    /** What the firm says to the officer. */
    answer: text('answer'),
    endedAt: instant('ended_at'),
    endedBy: id<'person'>('ended_by'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('document_requests_state', t.state, requestStates),
    // One list at a time: a second would leave the firm guessing which of them counts.
    uniqueIndex('document_requests_open').on(t.applicationId).where(sql`state in ('open', 'answered')`),
    index('document_requests_case').on(t.applicationId, t.state, t.id),
    index('document_requests_due').on(t.state, t.dueOn),
  ],
)

/** What a request asks for, line by line. */
export const documentRequestItems = table(
  'document_request_items',
  {
    requestId: id<'document-request'>('request_id')
      .notNull()
      .references(() => documentRequests.id),
    position: whole('position').notNull(),
    kind: state('kind', paperKinds).notNull(),
    /** What is wrong with the one that is there, or what it must show. */
    words: text('words').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.position] }),
    only('document_request_items_kind', t.kind, paperKinds),
  ],
)
