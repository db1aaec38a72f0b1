import { sql } from 'drizzle-orm'
import { lookStates, proposalStates } from '../../server/second-looks/second-look.ts'
import {
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
import { institutions } from './institutions.ts'
import { needs } from './needs.ts'
import { products } from './products.ts'

/** 再看一次: a case that one bank declined, shown to others without the firm's name, until a day and no longer. */
export const secondLooks = table(
  'second_looks',
  {
    id: id<'second-look'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    needId: id<'need'>('need_id')
      .notNull()
      .references(() => needs.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    state: state('state', lookStates).notNull(),
    /** The last day on which banks may look. */
    until: day('until').notNull(),
    openedAt: instant('opened_at').notNull(),
    openedBy: id<'person'>('opened_by'),
    endedAt: instant('ended_at'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('second_looks_state', t.state, lookStates),
    // Of one declined case there is one second look at a time.
    uniqueIndex('second_looks_open').on(t.applicationId).where(sql`${t.state} = 'open'`),
    index('second_looks_firm').on(t.enterpriseId, t.id),
    index('second_looks_need').on(t.needId, t.state),
    index('second_looks_end').on(t.state, t.until),
  ],
)

/** The banks that a second look was opened to, with what each proposed. */
export const secondLookBanks = table(
  'second_look_banks',
  {
    secondLookId: id<'second-look'>('second_look_id')
      .notNull()
      .references(() => secondLooks.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    /** `asked` until the bank proposes a product of its own or says no. */
    state: state('state', proposalStates).notNull(),
    productId: id<'product'>('product_id').references(() => products.id),
    words: text('words'),
    answeredAt: instant('answered_at'),
    answeredBy: id<'person'>('answered_by'),
  },
  (t) => [
    primaryKey({ columns: [t.secondLookId, t.institutionId] }),
    only('second_look_banks_state', t.state, proposalStates),
    index('second_look_banks_bank').on(t.institutionId, t.state, t.secondLookId),
  ],
)
