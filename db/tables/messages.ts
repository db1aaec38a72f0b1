import { sql } from 'drizzle-orm'
import { messageSides } from '../../server/messages/message.ts'
import {
  check,
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
import { people } from './accounts.ts'
import { applications } from './applications.ts'

/** What the firm and the bank write to each other in a case. Never changed, never deleted. */
export const messages = table(
  'messages',
  {
    id: id<'message'>('id').primaryKey(),
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    /** Counts from one within its case. */
    number: whole('number').notNull(),
    side: state('side', messageSides).notNull(),
    personId: id<'person'>('person_id')
      .notNull()
      .references(() => people.id),
    text: text('text').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    only('messages_side', t.side, messageSides),
    check('messages_number', sql`${t.number} > 0`),
    uniqueIndex('messages_in_case').on(t.applicationId, t.number),
    index('messages_writer').on(t.applicationId, t.personId, t.at),
  ],
)

/** How far each person has read in a case. */
export const messageReads = table(
  'message_reads',
  {
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    personId: id<'person'>('person_id')
      .notNull()
      .references(() => people.id),
    through: whole('through').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.applicationId, t.personId] })],
)
