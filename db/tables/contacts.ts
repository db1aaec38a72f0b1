import { recordedWays } from '../../server/contacts/contact.ts'
import { day, id, index, instant, only, state, table, text } from '../columns.ts'
import { people } from './accounts.ts'
import { applications } from './applications.ts'

/** 联系记录: that an officer reached the firm of a case, by his own word. Never changed, never deleted. */
export const contacts = table(
  'contacts',
  {
    id: id<'contact'>('id').primaryKey(),
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    way: state('way', recordedWays).notNull(),
    reachedOn: day('reached_on').notNull(),
    /** What it was about; the bank's own. */
    note: text('note').notNull(),
    personId: id<'person'>('person_id')
      .notNull()
      .references(() => people.id),
    at: instant('at').notNull(),
  },
  (t) => [only('contacts_way', t.way, recordedWays), index('contacts_case').on(t.applicationId, t.reachedOn)],
)
