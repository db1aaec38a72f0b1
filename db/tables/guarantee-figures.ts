import { sql } from 'drizzle-orm'
import { assetStates } from '../../server/guarantees/net-assets.ts'
import { relationKinds } from '../../server/guarantees/related.ts'
import { customerKinds } from '../../server/guarantees/scope.ts'
import {
  check,
  day,
  fen,
  id,
  index,
  instant,
  only,
  ppm,
  primaryKey,
  state,
  table,
  text,
  whole,
} from '../columns.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'

/* What is kept beside the guarantees, and what a guarantor's caps rest on. */

/** What a customer has over all banks and guarantors; kept by whatever changes a guarantee. */
export const guaranteeCustomers = table(
  'guarantee_customers',
  {
    enterpriseId: id<'enterprise'>('enterprise_id')
      .primaryKey()
      .references(() => enterprises.id),
    /** Asked for and not promised; promised and not drawn; drawn and not paid back. */
    pendingFen: fen('pending_fen').notNull(),
    promisedFen: fen('promised_fen').notNull(),
    balanceFen: fen('balance_fen').notNull(),
  },
  (t) => [
    check(
      'guarantee_customers_sums',
      sql`${t.pendingFen} >= 0 and ${t.promisedFen} >= 0 and ${t.balanceFen} >= 0`,
    ),
    index('guarantee_customers_balance').on(t.balanceFen),
  ],
)

/** What a customer has with one guarantor: what its ratios are counted from. */
export const guarantorCustomers = table(
  'guarantor_customers',
  {
    guarantorId: id<'institution'>('guarantor_id')
      .notNull()
      .references(() => institutions.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    kind: state('kind', customerKinds).notNull(),
    promisedFen: fen('promised_fen').notNull(),
    balanceFen: fen('balance_fen').notNull(),
    promisedOwnFen: fen('promised_own_fen').notNull(),
    ownFen: fen('own_fen').notNull(),
    /** 担保责任余额: of what is in force; and with what is promised. */
    liabilityFen: fen('liability_fen').notNull(),
    committedFen: fen('committed_fen').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.guarantorId, t.enterpriseId] }),
    only('guarantor_customers_kind', t.kind, customerKinds),
    check(
      'guarantor_customers_sums',
      sql`${t.promisedFen} >= 0 and ${t.balanceFen} >= 0 and ${t.promisedOwnFen} >= 0 and ${t.ownFen} >= 0`,
    ),
    index('guarantor_customers_balance').on(t.guarantorId, t.balanceFen),
    index('guarantor_customers_enterprise').on(t.enterpriseId),
  ],
)

/** A guarantor's whole book; kept with the rows above, by the weights of one version. */
export const guarantors = table(
  'guarantors',
  {
    guarantorId: id<'institution'>('guarantor_id')
      .primaryKey()
      .references(() => institutions.id),
    /** In force: the loans, the own share, 担保责任余额. */
    balanceFen: fen('balance_fen').notNull(),
    ownFen: fen('own_fen').notNull(),
    liabilityFen: fen('liability_fen').notNull(),
    guarantees: whole('guarantees').notNull(),
    /** With what is promised: own share, that of small firms and farming, customers, liability. */
    committedOwnFen: fen('committed_own_fen').notNull(),
    smallOwnFen: fen('small_own_fen').notNull(),
    customers: whole('customers').notNull(),
    smallCustomers: whole('small_customers').notNull(),
    committedFen: fen('committed_fen').notNull(),
    weightsVersion: text('weights_version').notNull(),
  },
  (t) => [
    check(
      'guarantors_sums',
      sql`${t.balanceFen} >= 0 and ${t.ownFen} >= 0 and ${t.liabilityFen} >= 0 and ${t.committedFen} >= 0`,
    ),
    check('guarantors_counts', sql`${t.customers} >= ${t.smallCustomers} and ${t.smallCustomers} >= 0`),
  ],
)

/** 净资产 of a guarantor at the end of a day: stated by its manager, counted once the bureau has approved it. */
export const guarantorAssets = table(
  'guarantor_assets',
  {
    id: id<'net-assets'>('id').primaryKey(),
    guarantorId: id<'institution'>('guarantor_id')
      .notNull()
      .references(() => institutions.id),
    state: state('state', assetStates).notNull(),
    asOf: day('as_of').notNull(),
    netAssetsFen: fen('net_assets_fen').notNull(),
    /** Where the figure stands: the report and its page. */
    source: text('source').notNull(),
    statedAt: instant('stated_at').notNull(),
    statedBy: id<'person'>('stated_by'),
    decidedAt: instant('decided_at'),
    decidedBy: id<'person'>('decided_by'),
    decisionWords: text('decision_words'),
  },
  (t) => [
    only('guarantor_assets_state', t.state, assetStates),
    index('guarantor_assets_guarantor').on(t.guarantorId, t.state, t.asOf),
    index('guarantor_assets_state').on(t.state, t.id),
  ],
)

/** 关联关系: between two firms, or a firm and the person who controls it. Ended, never deleted. */
export const firmRelations = table(
  'firm_relations',
  {
    id: id<'relation'>('id').primaryKey(),
    kind: state('kind', relationKinds).notNull(),
    fromId: id<'enterprise'>('from_id')
      .notNull()
      .references(() => enterprises.id),
    /** The other firm's id, or the person's name with the end of his document: what joins two firms of one person. */
    toMember: text('to_member').notNull(),
    toName: text('to_name').notNull(),
    sharePpm: ppm('share_ppm'),
    source: text('source').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    recordedBy: id<'person'>('recorded_by'),
    institutionId: id<'institution'>('institution_id').references(() => institutions.id),
    endedAt: instant('ended_at'),
    endedBy: id<'person'>('ended_by'),
    endWords: text('end_words'),
  },
  (t) => [
    only('firm_relations_kind', t.kind, relationKinds),
    index('firm_relations_from').on(t.fromId),
    index('firm_relations_to').on(t.toMember),
  ],
)
