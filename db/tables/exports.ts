import { sql } from 'drizzle-orm'
import { exportStates } from '../../server/exports/export.ts'
import { check, id, index, instant, json, only, state, table, text, whole } from '../columns.ts'
import { people } from './accounts.ts'

/** 导出: figures or rows that somebody takes away as a file which is too large to be made while he waits. */
export const takenExports = table(
  'exports',
  {
    id: id<'export'>('id').primaryKey(),
    /** Which list, by its name in the words of exports, and by which filters. */
    what: text('what').notNull(),
    filters: json<Readonly<Record<string, string>>>('filters').notNull(),
    name: text('name').notNull(),
    state: state('state', exportStates).notNull(),
    /** How many rows there were when it was asked for, and how many are written, as of the last sign of life. */
    rows: whole('rows').notNull(),
    written: whole('written').notNull(),
    beatAt: instant('beat_at').notNull(),
    askedAt: instant('asked_at').notNull(),
    askedBy: id<'person'>('asked_by')
      .notNull()
      .references(() => people.id),
    endedAt: instant('ended_at'),
  },
  (t) => [
    only('exports_state', t.state, exportStates),
    check('exports_ended', sql`(${t.state} = 'running') = (${t.endedAt} is null)`),
    index('exports_person').on(t.askedBy, t.id),
    index('exports_asked').on(t.askedAt),
  ],
)
