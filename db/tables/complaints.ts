import { sql } from 'drizzle-orm'
import { complaintKinds, complaintSides, complaintStates } from '../../server/complaints/complaint.ts'
import type { Id } from '../../server/platform/ids.ts'
import { day, id, index, instant, only, state, table, text, uniqueIndex, whole, words } from '../columns.ts'
import { people } from './accounts.ts'
import { applications } from './applications.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'

/** 投诉: what a side of a case puts before the bureau about the other. */
export const complaints = table(
  'complaints',
  {
    id: id<'complaint'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    /** Of the firm; the bureau of that place answers. */
    region: text('region').notNull(),
    /** Who complains. */
    side: state('side', complaintSides).notNull(),
    kind: state('kind', complaintKinds).notNull(),
    words: text('words').notNull(),
    /** Papers of the case that it rests on. */
    documents: words<Id<'document'>>('documents').notNull(),
    state: state('state', complaintStates).notNull(),
    filedAt: instant('filed_at').notNull(),
    filedBy: id<'person'>('filed_by')
      .notNull()
      .references(() => people.id),
    takenOverAt: instant('taken_over_at'),
    /** Who of the bureau has it. */
    handlerId: id<'person'>('handler_id').references(() => people.id),
    /** Both sides read it. */
    answer: text('answer'),
    endedAt: instant('ended_at'),
    /** The working day by which the bureau's next step is due; null where none is. */
    dueOn: day('due_on'),
    duePolicies: words('due_policies'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('complaints_side', t.side, complaintSides),
    only('complaints_kind', t.kind, complaintKinds),
    only('complaints_state', t.state, complaintStates),
    // A second one about the same case while the first is open would only split what is said.
    uniqueIndex('complaints_open').on(t.applicationId, t.side).where(sql`state in ('filed', 'taken-over')`),
    index('complaints_case').on(t.applicationId, t.id),
    index('complaints_desk').on(t.state, t.dueOn),
    index('complaints_enterprise').on(t.enterpriseId, t.id),
    index('complaints_institution').on(t.institutionId, t.id),
  ],
)
