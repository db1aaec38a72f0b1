import { sql } from 'drizzle-orm'
import { sizeClasses } from '../../server/enterprises/size-class.ts'
import { dispatchStates, nameShown, needPurposes, needStates, openness } from '../../server/needs/need.ts'
import type { GuaranteeMode } from '../../server/products/product.ts'
import {
  check,
  day,
  fen,
  id,
  index,
  instant,
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

/**
 * 融资需求. Region, industry and size are copied from the enterprise when the need is sent in, so that the
 * demand hall filters one table; the match reads the enterprise itself.
 */
export const needs = table(
  'needs',
  {
    id: id<'need'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    state: state('state', needStates).notNull(),
    amountFen: fen('amount_fen').notNull(),
    months: whole('months').notNull(),
    purpose: state('purpose', needPurposes).notNull(),
    guaranteeModes: words<GuaranteeMode>('guarantee_modes').notNull(),
    highestRatePpm: ppm('highest_rate_ppm'),
    wantedBy: day('wanted_by'),
    nameShown: state('name_shown', nameShown).notNull(),
    openness: state('openness', openness).notNull().default('open'),
    dispatch: state('dispatch', dispatchStates).notNull().default('ended'),
    /** The bank that 派单 asks for it alone, and until which day; a case holds the need by its own clock. */
    heldFor: id<'institution'>('held_for').references(() => institutions.id),
    heldUntil: day('held_until'),
    /** The firm's own sentence or two. */
    story: text('story').notNull(),
    region: text('region').notNull(),
    industry: text('industry').notNull(),
    size: state('size', sizeClasses),
    /** What the hall's search looks through: no name where the firm stays anonymous. */
    search: text('search').notNull(),
    publishedAt: instant('published_at'),
    expiresOn: day('expires_on'),
    /** The version of the policy by which that day was counted. */
    expiryPolicy: text('expiry_policy'),
    returnedFor: text('returned_for'),
    /** The working day by which the bureau reads it, and the versions of the policies behind that day. */
    reviewDueOn: day('review_due_on'),
    reviewDuePolicies: words('review_due_policies'),
    createdAt: instant('created_at').notNull(),
    createdBy: id<'person'>('created_by'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('needs_state', t.state, needStates),
    only('needs_purpose', t.purpose, needPurposes),
    only('needs_name_shown', t.nameShown, nameShown),
    only('needs_openness', t.openness, openness),
    only('needs_dispatch_state', t.dispatch, dispatchStates),
    only('needs_size', t.size, sizeClasses),
    check('needs_amount', sql`${t.amountFen} > 0`),
    check('needs_months', sql`${t.months} > 0`),
    // The hall reads these alone as far as it can: with 200,000 needs a look into the table for each candidate
    // is what costs.
    index('needs_hall').on(
      t.state,
      t.publishedAt,
      t.id,
      t.region,
      t.industry,
      t.purpose,
      t.size,
      t.amountFen,
      t.guaranteeModes,
    ),
    index('needs_hall_region').on(t.state, t.region, t.publishedAt, t.id),
    index('needs_hall_industry').on(t.state, t.industry, t.publishedAt, t.id),
    index('needs_hall_amount').on(
      t.state,
      t.amountFen,
      t.id,
      t.region,
      t.industry,
      t.purpose,
      t.size,
      t.guaranteeModes,
    ),
    // Few needs wait for a bank to be found.
    index('needs_dispatch').on(t.dispatch, t.publishedAt),
    index('needs_expiry').on(t.state, t.expiresOn, t.id),
    index('needs_enterprise').on(t.enterpriseId, t.createdAt),
  ],
)
