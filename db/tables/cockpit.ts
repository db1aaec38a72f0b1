import { sql } from 'drizzle-orm'
import type { CockpitFigures } from '../../server/cockpit/figures.ts'
import { toldFroms } from '../../server/cockpit/figures.ts'
import { check, day, id, instant, json, only, state, table, text, uniqueIndex, whole } from '../columns.ts'

/**
 * 驾驶舱: the figures of an office as they stood at the end of a day. Never changed: what was reported later is an entry
 * behind the first.
 */
export const cockpitDays = table(
  'cockpit_days',
  {
    id: id<'cockpit-day'>('id').primaryKey(),
    region: text('region').notNull(),
    on: day('day').notNull(),
    entry: whole('entry').notNull(),
    told: state('told', toldFroms).notNull(),
    figures: json<CockpitFigures>('figures').notNull(),
    keptAt: instant('kept_at').notNull(),
  },
  (t) => [
    only('cockpit_days_told', t.told, toldFroms),
    check('cockpit_days_entry', sql`${t.entry} > 0`),
    uniqueIndex('cockpit_days_of').on(t.region, t.on, t.entry),
  ],
)
