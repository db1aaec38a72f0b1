import { complaintKinds, complaintStates } from '../../server/complaints/complaint.ts'
import { day, id, index, instant, only, state, table, text, whole, words } from '../columns.ts'
import { people } from './accounts.ts'
import { applications } from './applications.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'

/** 投诉: what a firm puts before the bureau about a case. */
export const complaints = table(
  'complaints',
  {
    id: id<'complaint'>('id').primaryKey(),
    /** Public progress is looked up by it and the end of the phone number. */
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
    kind: state('kind', complaintKinds).notNull(),
    words: text('words').notNull(),
    phoneTail: text('phone_tail').notNull(),
    state: state('state', complaintStates).notNull(),
    filedAt: instant('filed_at').notNull(),
    filedBy: id<'person'>('filed_by')
      .notNull()
      .references(() => people.id),
    acknowledgedAt: instant('acknowledged_at'),
    /** Who of the bureau has it. */
    handlerId: id<'person'>('handler_id').references(() => people.id),
    answer: text('answer'),
    answeredAt: instant('answered_at'),
    closedAt: instant('closed_at'),
    /** The working day by which the bureau's next step is due; null where none is. */
    dueOn: day('due_on'),
    duePolicies: words('due_policies'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('complaints_kind', t.kind, complaintKinds),
    only('complaints_state', t.state, complaintStates),
    index('complaints_case').on(t.applicationId, t.state),
    index('complaints_desk').on(t.state, t.dueOn),
    index('complaints_enterprise').on(t.enterpriseId, t.id),
  ],
)
