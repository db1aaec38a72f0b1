import { sql } from 'drizzle-orm'
import { sizeClasses } from '../../server/enterprises/size-class.ts'
import { type Bearing, exposureDimensions, exposureKinds } from '../../server/exposures/exposure.ts'
import { noFen } from '../../server/money/fen.ts'
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
  whole,
} from '../columns.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'
import { loans } from './loans.ts'

/**
 * 风险敞口: one thing under which a loan is covered, under its own id: a guarantee, a cover of a pool, an advance. Under what
 * it counts is fixed when it first counts; `balanceFen` and who bears it are of now, what was is in the entries.
 */
export const exposures = table(
  'exposures',
  {
    id: text('id').primaryKey(),
    kind: state('kind', exposureKinds).notNull(),
    /** Null for an advance that was taken over from before the platform. */
    loanId: id<'loan'>('loan_id').references(() => loans.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    bankId: id<'institution'>('bank_id')
      .notNull()
      .references(() => institutions.id),
    guarantorId: id<'institution'>('guarantor_id').references(() => institutions.id),
    district: text('district').notNull(),
    /** The letter of the industry. */
    industry: text('industry').notNull(),
    size: state('size', sizeClasses),
    /** The code of the arrangement, or of the terms of a bridge pool. */
    scheme: text('scheme').notNull(),
    /** Year and quarter of the drawdown. */
    vintage: text('vintage').notNull(),
    balanceFen: fen('balance_fen').notNull(),
    /** 1 while it counts as one under cover, else 0. */
    loans: whole('loans').notNull(),
    bearings: json<readonly Bearing[]>('bearings').notNull(),
  },
  (t) => [
    only('exposures_kind', t.kind, exposureKinds),
    only('exposures_size', t.size, sizeClasses),
    check('exposures_sums', sql`${t.balanceFen} >= 0 and ${t.loans} between 0 and 1`),
    index('exposures_district').on(t.district, t.id),
    index('exposures_bank').on(t.bankId, t.id),
    index('exposures_enterprise').on(t.enterpriseId),
    index('exposures_loan').on(t.loanId),
  ],
)

/** Who bears a part of an exposure, written once: by this the loans behind a figure are found. */
export const exposureParties = table(
  'exposure_parties',
  {
    party: text('party').notNull(),
    exposureId: text('exposure_id')
      .notNull()
      .references(() => exposures.id),
  },
  (t) => [primaryKey({ columns: [t.party, t.exposureId] })],
)

/**
 * Every change of an exposure by its differences, added and never changed. `recordedOn` is the business day on which the
 * platform learnt it: so what a past day says is never changed by what is told later.
 */
export const exposureEntries = table(
  'exposure_entries',
  {
    id: id<'exposure-entry'>('id').primaryKey(),
    exposureId: text('exposure_id')
      .notNull()
      .references(() => exposures.id),
    recordedOn: day('recorded_on').notNull(),
    balanceFen: fen('balance_fen').notNull(),
    loans: whole('loans').notNull(),
    bearings: json<readonly Bearing[]>('bearings').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    index('exposure_entries_exposure').on(t.exposureId, t.recordedOn),
    index('exposure_entries_day').on(t.recordedOn, t.exposureId),
  ],
)

/*
 * What stands below is kept along with the entries and could be made anew from them. Without a CHECK of their sums: rows are
 * moved by differences in one statement, and both databases would check a difference as if it were a row.
 */

const figure = {
  /** Who bears (`all` together): an institution, a pool, or a role without either. */
  party: text('party').notNull(),
  /** The first four or six digits of a division. */
  place: text('place').notNull(),
  dimension: state('dimension', exposureDimensions).notNull(),
  key: text('key').notNull(),
  balanceFen: fen('balance_fen').notNull(),
  shareFen: fen('share_fen').notNull(),
  loans: whole('loans').notNull(),
}

/**
 * What stands now, divided every way, and what stood when the open day began: an entry of that day moves the former alone.
 * Without a CHECK of the dimension, here and below: SQLite would go through its list for each of the sixty rows that an entry
 * moves, for half the time of keeping them.
 */
export const exposureFigures = table(
  'exposure_figures',
  {
    ...figure,
    openingBalanceFen: fen('opening_balance_fen').notNull().default(noFen),
    openingShareFen: fen('opening_share_fen').notNull().default(noFen),
    openingLoans: whole('opening_loans').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.party, t.place, t.dimension, t.key] })],
)

/** The day whose entries lie between what stands now and what stood when it began; one row, none before the first entry. */
export const exposureOpenDay = table('exposure_open_day', { openOn: day('open_on').primaryKey() })

/**
 * By how much that changed on a day that is no longer open, or that was told late: what stood at the end of a past day is what
 * stood when the open one began, less what came after.
 */
export const exposureDays = table(
  'exposure_days',
  { ...figure, recordedOn: day('recorded_on').notNull() },
  (t) => [primaryKey({ columns: [t.party, t.place, t.recordedOn, t.dimension, t.key] })],
)

/** What a firm has under cover in a place, over all schemes. */
export const exposureFirms = table(
  'exposure_firms',
  {
    place: text('place').notNull(),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    balanceFen: fen('balance_fen').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.place, t.enterpriseId] }),
    index('exposure_firms_balance').on(t.place, t.balanceFen),
  ],
)

/** The sum of the squares of the above, from which the index of concentration follows; wider than a whole number. */
export const exposureSquares = table('exposure_squares', {
  place: text('place').primaryKey(),
  squares: text('squares').notNull(),
})
