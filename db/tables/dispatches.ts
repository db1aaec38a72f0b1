import { declineReasons } from '../../server/applications/application.ts'
import { dispatchReasons, dispatchStandings } from '../../server/dispatches/dispatch.ts'
import { day, id, index, instant, only, state, table, text, uniqueIndex, words } from '../columns.ts'
import { institutions } from './institutions.ts'
import { needs } from './needs.ts'

/** 派单: a need put before one bank, by rule or by the bureau's hand, with the day by which it answers. */
export const dispatches = table(
  'dispatches',
  {
    id: id<'dispatch'>('id').primaryKey(),
    needId: id<'need'>('need_id')
      .notNull()
      .references(() => needs.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    /** Why this bank. */
    reason: state('reason', dispatchReasons).notNull(),
    /** Why the bureau chose this bank by hand. */
    why: text('why'),
    state: state('state', dispatchStandings).notNull(),
    sentAt: instant('sent_at').notNull(),
    sentBy: id<'person'>('sent_by'),
    dueOn: day('due_on').notNull(),
    /** The versions of the policies by which the day was counted. */
    duePolicies: words('due_policies').notNull(),
    endedAt: instant('ended_at'),
    declineReason: state('decline_reason', declineReasons),
    declineWords: text('decline_words'),
  },
  (t) => [
    only('dispatches_reason', t.reason, dispatchReasons),
    only('dispatches_state', t.state, dispatchStandings),
    only('dispatches_decline_reason', t.declineReason, declineReasons),
    // A need is asked of a bank once a publication; a second time would be the same question.
    uniqueIndex('dispatches_once').on(t.needId, t.institutionId, t.sentAt),
    index('dispatches_institution').on(t.institutionId, t.state, t.dueOn),
    index('dispatches_need').on(t.needId, t.sentAt),
    index('dispatches_due').on(t.state, t.dueOn),
  ],
)
