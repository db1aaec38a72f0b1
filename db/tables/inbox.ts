import { sql } from 'drizzle-orm'
import { type NoticeKind, type NoticeValues, noticeKinds } from '../../server/inbox/notice.ts'
import {
  check,
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

/** One thing told to one person, written in the transaction of what happened. */
export const notices = table(
  'notices',
  {
    id: id<'notice'>('id').primaryKey(),
    personId: id<'person'>('person_id')
      .notNull()
      .references(() => people.id),
    kind: state('kind', noticeKinds).notNull(),
    /** The key of the sentence, and what is filled into it. */
    words: text('words').notNull(),
    values: json<NoticeValues>('values').notNull(),
    /** Where the reader goes from here. */
    href: text('href').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    /** What must be told only once, however often the work runs; null for what happens once by itself. */
    onceKey: text('once_key'),
    at: instant('at').notNull(),
    readAt: instant('read_at'),
  },
  (t) => [
    only('notices_kind', t.kind, noticeKinds),
    uniqueIndex('notices_once').on(t.personId, t.onceKey),
    index('notices_person').on(t.personId, t.id),
    index('notices_unread').on(t.personId, t.readAt, t.id),
    index('notices_subject').on(t.personId, t.subjectKind, t.subjectId),
    index('notices_read').on(t.readAt),
  ],
)

/** How many notices a person has not read: kept by what changes it, so that every page can show it. */
export const inboxes = table(
  'inboxes',
  {
    personId: id<'person'>('person_id')
      .primaryKey()
      .references(() => people.id),
    unread: whole('unread').notNull(),
    /** Grows with every change of any inbox: whoever listens asks for what is newer than what he knows. */
    stamp: whole('stamp').notNull(),
  },
  (t) => [check('inboxes_unread', sql`${t.unread} >= 0`), index('inboxes_stamp').on(t.stamp)],
)

/** Where a person wants mail, and about what. */
export const mailboxes = table('mailboxes', {
  personId: id<'person'>('person_id')
    .primaryKey()
    .references(() => people.id),
  address: text('address').notNull(),
  /** Null until the link in a letter to it was followed; until then nothing else is sent there. */
  verifiedAt: instant('verified_at'),
  kinds: words<NoticeKind>('kinds').notNull(),
  changedAt: instant('changed_at').notNull(),
})

/** One-time links that prove an address. */
export const mailLinks = table(
  'mail_links',
  {
    /** SHA-256 of the secret in the letter. */
    hash: text('hash').primaryKey(),
    personId: id<'person'>('person_id')
      .notNull()
      .references(() => people.id),
    address: text('address').notNull(),
    createdAt: instant('created_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('mail_links_person').on(t.personId, t.createdAt)],
)
