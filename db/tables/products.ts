import { sql } from 'drizzle-orm'
import {
  type GuaranteeMode,
  type ProductTerms,
  productKinds,
  productStates,
} from '../../server/products/product.ts'
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
  primaryKey,
  state,
  table,
  text,
  whole,
  words,
} from '../columns.ts'
import { institutions } from './institutions.ts'

/**
 * A product and, beside it, the listed version's figures that the open shelf filters and sorts by. They are
 * copied when a version is listed and mean nothing before.
 */
export const products = table(
  'products',
  {
    id: id<'product'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    state: state('state', productStates).notNull(),
    /** The newest version, which the institution edits. */
    version: whole('version').notNull(),
    /** The version that firms see and apply under; null until one was listed. */
    listedVersion: whole('listed_version'),
    listedAt: instant('listed_at'),
    name: text('name').notNull(),
    kind: state('kind', productKinds).notNull(),
    summary: text('summary').notNull(),
    amountMinFen: fen('amount_min_fen').notNull(),
    amountMaxFen: fen('amount_max_fen').notNull(),
    monthsMax: whole('months_max').notNull(),
    rateMinPpm: ppm('rate_min_ppm').notNull(),
    rateMaxPpm: ppm('rate_max_ppm').notNull(),
    daysPromised: whole('days_promised').notNull(),
    guaranteeModes: words<GuaranteeMode>('guarantee_modes').notNull(),
    /** Names of product and institution with their pinyin initials, lower case. */
    search: text('search').notNull(),
    /** What the centre asked to be mended when it returned the draft. */
    returnedFor: text('returned_for'),
    /** The working day by which the centre reads the newest version, and the versions of the policies behind it. */
    reviewDueOn: day('review_due_on'),
    reviewDuePolicies: words('review_due_policies'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    only('products_state', t.state, productStates),
    only('products_kind', t.kind, productKinds),
    check('products_amounts', sql`${t.amountMinFen} <= ${t.amountMaxFen}`),
    check('products_rates', sql`${t.rateMinPpm} <= ${t.rateMaxPpm}`),
    index('products_shelf').on(t.state, t.rateMinPpm, t.id),
    index('products_institution').on(t.institutionId, t.state),
  ],
)

/** Every edit is a version; what a firm applied under stays as it was. */
export const productVersions = table(
  'product_versions',
  {
    productId: id<'product'>('product_id')
      .notNull()
      .references(() => products.id),
    version: whole('version').notNull(),
    terms: json<ProductTerms>('terms').notNull(),
    writtenAt: instant('written_at').notNull(),
    writtenBy: id<'person'>('written_by'),
    why: text('why'),
  },
  (t) => [
    primaryKey({ columns: [t.productId, t.version] }),
    check('product_versions_version', sql`${t.version} >= 1`),
  ],
)
