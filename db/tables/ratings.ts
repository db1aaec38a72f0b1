import { sql } from 'drizzle-orm'
import type { RatingReason } from '../../server/ratings/rating.ts'
import { check, day, id, index, instant, table, text, whole, words } from '../columns.ts'
import { people } from './accounts.ts'
import { applications } from './applications.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'

/** 好差评: what a firm says of the bank of a case that came to its end. It stays as it was said; once it is added to. */
export const ratings = table(
  'ratings',
  {
    id: id<'rating'>('id').primaryKey(),
    applicationId: id<'application'>('application_id')
      .notNull()
      .unique()
      .references(() => applications.id),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    /** Of the firm; the bureau of that place reads it. */
    region: text('region').notNull(),
    score: whole('score').notNull(),
    reasons: words<RatingReason>('reasons').notNull(),
    comment: text('comment').notNull(),
    ratedAt: instant('rated_at').notNull(),
    /** Null for firms of the demo city, whose people have no accounts. */
    ratedBy: id<'person'>('rated_by').references(() => people.id),
    /** 追评. */
    addition: text('addition'),
    addedAt: instant('added_at'),
    addedBy: id<'person'>('added_by').references(() => people.id),
    /** The working day by which the bank answers a bad rating, and the policies behind it; null for the others. */
    answerDueOn: day('answer_due_on'),
    duePolicies: words('due_policies'),
    answer: text('answer'),
    answeredAt: instant('answered_at'),
    answeredBy: id<'person'>('answered_by').references(() => people.id),
    version: whole('version').notNull(),
  },
  (t) => [
    check('ratings_score', sql`${t.score} between 1 and 5`),
    index('ratings_institution').on(t.institutionId, t.id),
    index('ratings_rated').on(t.ratedAt),
    index('ratings_unanswered').on(t.answerDueOn).where(sql`answered_at is null`),
  ],
)
