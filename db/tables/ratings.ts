import { sql } from 'drizzle-orm'
import { type RatingReason, ratingSides } from '../../server/ratings/rating.ts'
import {
  check,
  day,
  id,
  index,
  instant,
  only,
  state,
  table,
  text,
  uniqueIndex,
  whole,
  words,
} from '../columns.ts'
import { people } from './accounts.ts'
import { applications } from './applications.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'

/** 好差评: what a side says of a case that came to its end. Changes stand in the trail. */
export const ratings = table(
  'ratings',
  {
    id: id<'rating'>('id').primaryKey(),
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    /** Who rates; the other side is rated. */
    side: state('side', ratingSides).notNull(),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    score: whole('score').notNull(),
    reasons: words<RatingReason>('reasons').notNull(),
    comment: text('comment').notNull(),
    ratedAt: instant('rated_at').notNull(),
    ratedBy: id<'person'>('rated_by')
      .notNull()
      .references(() => people.id),
    changedAt: instant('changed_at'),
    /** Until when it may be changed, and the version of the policy that set the day. */
    editableUntil: day('editable_until').notNull(),
    editPolicy: text('edit_policy').notNull(),
    version: whole('version').notNull(),
  },
  (t) => [
    only('ratings_side', t.side, ratingSides),
    check('ratings_score', sql`${t.score} between 1 and 5`),
    uniqueIndex('ratings_once').on(t.applicationId, t.side),
    index('ratings_institution').on(t.institutionId, t.side, t.id),
    index('ratings_side_score').on(t.side, t.score),
  ],
)
