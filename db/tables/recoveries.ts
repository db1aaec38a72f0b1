import { sql } from 'drizzle-orm'
import { recoveryMeans } from '../../server/recoveries/recovery.ts'
import { writeOffStates } from '../../server/recoveries/write-off.ts'
import {
  check,
  day,
  fen,
  id,
  index,
  instant,
  only,
  state,
  table,
  text,
  uniqueIndex,
  whole,
  words,
} from '../columns.ts'
import { guarantees } from './guarantees.ts'

/** 追偿方案: how the money is to come back. A new plan takes the place of the one before, which stays. */
export const recoveryPlans = table(
  'recovery_plans',
  {
    id: id<'recovery-plan'>('id').primaryKey(),
    guaranteeId: id<'guarantee'>('guarantee_id')
      .notNull()
      .references(() => guarantees.id),
    means: words('means').notNull(),
    expectedFen: fen('expected_fen').notNull(),
    untilOn: day('until_on').notNull(),
    words: text('words').notNull(),
    madeAt: instant('made_at').notNull(),
    madeBy: id<'person'>('made_by').notNull(),
  },
  (t) => [
    check('recovery_plans_expected', sql`${t.expectedFen} >= 0`),
    index('recovery_plans_guarantee').on(t.guaranteeId, t.id),
  ],
)

/** 追偿: money that came back, and what it cost to get it. Never changed. */
export const recoveries = table(
  'recoveries',
  {
    id: id<'recovery'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    guaranteeId: id<'guarantee'>('guarantee_id')
      .notNull()
      .references(() => guarantees.id),
    means: state('means', recoveryMeans).notNull(),
    receivedOn: day('received_on').notNull(),
    recoveredFen: fen('recovered_fen').notNull(),
    costFen: fen('cost_fen').notNull(),
    words: text('words').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    recordedBy: id<'person'>('recorded_by').notNull(),
  },
  (t) => [
    only('recoveries_means', t.means, recoveryMeans),
    check('recoveries_sums', sql`${t.recoveredFen} >= 0 and ${t.costFen} >= 0`),
    check('recoveries_something', sql`${t.recoveredFen} > 0 or ${t.costFen} > 0`),
    index('recoveries_guarantee').on(t.guaranteeId, t.id),
  ],
)

/** 追偿撤销: a recovery that was entered in error; the recovery itself is never changed. */
export const recoveryReversals = table(
  'recovery_reversals',
  {
    id: id<'recovery-reversal'>('id').primaryKey(),
    recoveryId: id<'recovery'>('recovery_id')
      .notNull()
      .unique()
      .references(() => recoveries.id),
    guaranteeId: id<'guarantee'>('guarantee_id')
      .notNull()
      .references(() => guarantees.id),
    why: text('why').notNull(),
    /** The day that the books bear for it. */
    takenBackOn: day('taken_back_on').notNull(),
    takenBackAt: instant('taken_back_at').notNull(),
    takenBackBy: id<'person'>('taken_back_by').notNull(),
  },
  (t) => [index('recovery_reversals_guarantee').on(t.guaranteeId)],
)

/** 核销: what is given up of the rest, by two approvals: the guarantor's manager and the head of the bureau. */
export const writeOffs = table(
  'write_offs',
  {
    id: id<'write-off'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    guaranteeId: id<'guarantee'>('guarantee_id')
      .notNull()
      .references(() => guarantees.id),
    state: state('state', writeOffStates).notNull(),
    amountFen: fen('amount_fen').notNull(),
    why: text('why').notNull(),
    proposedAt: instant('proposed_at').notNull(),
    proposedBy: id<'person'>('proposed_by').notNull(),
    agreedAt: instant('agreed_at'),
    agreedBy: id<'person'>('agreed_by'),
    approvedOn: day('approved_on'),
    approvedAt: instant('approved_at'),
    approvedBy: id<'person'>('approved_by'),
    /** Why it was rejected, and by whom. */
    answer: text('answer'),
    endedAt: instant('ended_at'),
    endedBy: id<'person'>('ended_by'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('write_offs_state', t.state, writeOffStates),
    check('write_offs_amount', sql`${t.amountFen} > 0`),
    check('write_offs_approved', sql`(${t.state} = 'approved') = (${t.approvedOn} is not null)`),
    uniqueIndex('write_offs_open').on(t.guaranteeId).where(sql`state in ('proposed', 'agreed')`),
    index('write_offs_guarantee').on(t.guaranteeId, t.id),
    index('write_offs_state').on(t.state, t.approvedOn),
  ],
)
