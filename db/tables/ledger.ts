import { sql } from 'drizzle-orm'
import { bookKinds, sides } from '../../server/ledger/chart.ts'
import { reservationStates } from '../../server/ledger/reservation.ts'
import type { Values } from '../../server/platform/web/words.ts'
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
} from '../columns.ts'
import { institutions } from './institutions.ts'

/*
 * 账本: entries and their postings are only ever added to; triggers in the migrations see to that. An account's row
 * holds its balance, kept in the transaction of every posting; what defines the account is never changed.
 */

/** 账簿: a pool of public money, or a party that shares in losses. Every entry adds up to zero in each of them. */
export const ledgerBooks = table(
  'ledger_books',
  {
    id: id<'book'>('id').primaryKey(),
    code: text('code').notNull().unique(),
    kind: state('kind', bookKinds).notNull(),
    name: json<{ readonly zh: string; readonly en: string }>('name').notNull(),
    /** Whose people may see it; null for nobody's but the bureau's and the auditor's. */
    institutionId: id<'institution'>('institution_id').references(() => institutions.id),
    region: text('region').notNull(),
    openedAt: instant('opened_at').notNull(),
  },
  (t) => [only('ledger_books_kind', t.kind, bookKinds)],
)

/** One line of a book's chart with where it stands: `balanceFen` is in the direction of its side. */
export const ledgerAccounts = table(
  'ledger_accounts',
  {
    id: id<'account'>('id').primaryKey(),
    bookId: id<'book'>('book_id')
      .notNull()
      .references(() => ledgerBooks.id),
    code: text('code').notNull(),
    side: state('side', sides).notNull(),
    floorFen: fen('floor_fen'),
    debitFen: fen('debit_fen').notNull(),
    creditFen: fen('credit_fen').notNull(),
    balanceFen: fen('balance_fen').notNull(),
    postings: whole('postings').notNull(),
    openedAt: instant('opened_at').notNull(),
  },
  (t) => [
    uniqueIndex('ledger_accounts_book_code').on(t.bookId, t.code),
    only('ledger_accounts_side', t.side, sides),
    // The last line of defence: a pool never falls below zero, its reservations included.
    // What passes this could not be read exactly any more.
    check(
      'ledger_accounts_sums',
      sql`${t.debitFen} between 0 and 9007199254740991 and ${t.creditFen} between 0 and 9007199254740991`,
    ),
    check('ledger_accounts_floor', sql`${t.floorFen} is null or ${t.balanceFen} >= ${t.floorFen}`),
    check(
      'ledger_accounts_balance',
      sql`${t.balanceFen} = case when ${t.side} = 'debit' then ${t.debitFen} - ${t.creditFen} else ${t.creditFen} - ${t.debitFen} end`,
    ),
  ],
)

/** 分录: numbered without a gap, each bound to the one before by a keyed hash. */
export const ledgerEntries = table(
  'ledger_entries',
  {
    seq: whole('seq').primaryKey(),
    id: id<'entry'>('id').notNull().unique(),
    bookedOn: day('booked_on').notNull(),
    postedAt: instant('posted_at').notNull(),
    /** `<room>.<what>`; its words are in the room's words under `entry.<what>`, with `memo` as their figures. */
    kind: text('kind').notNull(),
    memo: json<Values>('memo').notNull(),
    why: text('why'),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    personId: id<'person'>('person_id'),
    actor: text('actor').notNull(),
    key: text('idempotency_key').notNull().unique(),
    /** Of what was asked under the key: the same key with something else is refused. */
    fingerprint: text('fingerprint').notNull(),
    reversesSeq: whole('reverses_seq').unique(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [index('ledger_entries_subject').on(t.subjectKind, t.subjectId, t.seq)],
)

/** Signed: debit above zero, credit below. The day stands here too, so that a statement is one range of an index. */
export const ledgerPostings = table(
  'ledger_postings',
  {
    entrySeq: whole('entry_seq')
      .notNull()
      .references(() => ledgerEntries.seq),
    line: whole('line').notNull(),
    accountId: id<'account'>('account_id')
      .notNull()
      .references(() => ledgerAccounts.id),
    bookedOn: day('booked_on').notNull(),
    amountFen: fen('amount_fen').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.entrySeq, t.line] }),
    uniqueIndex('ledger_postings_account').on(t.accountId, t.bookedOn, t.entrySeq),
    check('ledger_postings_amount', sql`${t.amountFen} <> 0`),
  ],
)

/** 额度占用: money of a pool that is promised to one case, until its last day. */
export const ledgerReservations = table(
  'ledger_reservations',
  {
    id: id<'reservation'>('id').primaryKey(),
    bookId: id<'book'>('book_id')
      .notNull()
      .references(() => ledgerBooks.id),
    amountFen: fen('amount_fen').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    expiresOn: day('expires_on').notNull(),
    state: state('state', reservationStates).notNull(),
    openedSeq: whole('opened_seq')
      .notNull()
      .unique()
      .references(() => ledgerEntries.seq),
    /** The entry that used it, gave it up or let it expire; null while it is open. */
    closedSeq: whole('closed_seq')
      .unique()
      .references(() => ledgerEntries.seq),
  },
  (t) => [
    index('ledger_reservations_due').on(t.state, t.expiresOn),
    index('ledger_reservations_book').on(t.bookId, t.state, t.expiresOn),
    index('ledger_reservations_subject').on(t.subjectKind, t.subjectId),
    only('ledger_reservations_state', t.state, reservationStates),
    check('ledger_reservations_amount', sql`${t.amountFen} > 0`),
    check('ledger_reservations_closed', sql`(${t.state} = 'open') = (${t.closedSeq} is null)`),
  ],
)

/** 校验点: how many entries there are and the hash of the last, signed; what comes short of it was cut off. */
export const ledgerCheckpoints = table('ledger_checkpoints', {
  seq: whole('seq').primaryKey(),
  hash: text('hash').notNull(),
  writtenAt: instant('written_at').notNull(),
  personId: id<'person'>('person_id'),
  actor: text('actor').notNull(),
  publicKey: text('public_key').notNull(),
  signature: text('signature').notNull(),
})
