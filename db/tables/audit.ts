import { id, index, instant, json, table, text } from '../columns.ts'

/**
 * 审计留痕: who did what, when, to what and why, written in the transaction that did it. Rows are never changed
 * or deleted; triggers in the migrations see to that.
 */
export const trail = table(
  'trail',
  {
    id: id<'trail'>('id').primaryKey(),
    at: instant('at').notNull(),
    personId: id<'person'>('person_id'),
    /** Name, role and organisation as they were, for a reader years later. */
    actor: text('actor').notNull(),
    institutionId: id<'institution'>('institution_id'),
    /** `<room>.<what happened>`, such as `offers.made`; its words are in the room's words. */
    happening: text('happening').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    fromState: text('from_state'),
    toState: text('to_state'),
    why: text('why'),
    details: json<Record<string, unknown>>('details'),
    requestId: text('request_id'),
    address: text('address'),
  },
  (t) => [
    index('trail_subject').on(t.subjectKind, t.subjectId, t.id),
    index('trail_person').on(t.personId, t.id),
    index('trail_happening').on(t.happening, t.id),
  ],
)
