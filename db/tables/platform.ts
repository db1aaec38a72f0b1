import { id, index, instant, json, table, text, whole } from '../columns.ts'

/** Each form carries a key of its own; the second submit of the same form finds it taken. */
export const submissions = table('submissions', {
  key: text('key').primaryKey(),
  personId: id<'person'>('person_id'),
  at: instant('at').notNull(),
})

/** Effects outside (mail, web calls), written with what causes them and carried out after the commit. */
export const outbox = table(
  'outbox',
  {
    id: id<'outbox'>('id').primaryKey(),
    kind: text('kind').notNull(),
    payload: json<Record<string, unknown>>('payload').notNull(),
    createdAt: instant('created_at').notNull(),
    dueAt: instant('due_at').notNull(),
    attempts: whole('attempts').notNull(),
    doneAt: instant('done_at'),
    fault: text('fault'),
    /** When it was tried for the last time in vain; from then on it waits for a person. */
    givenUpAt: instant('given_up_at'),
  },
  (t) => [index('outbox_due').on(t.doneAt, t.dueAt), index('outbox_given_up').on(t.givenUpAt)],
)

/** Running numbers of receipts and contracts, one row a series and day. */
export const counters = table('counters', {
  name: text('name').primaryKey(),
  value: whole('value').notNull(),
})
