import type { Scope } from '../../server/api-keys/key.ts'
import { day, id, index, instant, json, primaryKey, table, text, whole, words } from '../columns.ts'
import { institutions } from './institutions.ts'

/** Keys of institutions for their own programs. The key itself is shown once and never stored. */
export const apiKeys = table(
  'api_keys',
  {
    id: id<'api-key'>('id').primaryKey(),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    name: text('name').notNull(),
    /** SHA-256: a stolen database opens nothing. */
    hash: text('hash').notNull().unique(),
    /** Its last four characters, by which people know it. */
    tail: text('tail').notNull(),
    scopes: words<Scope>('scopes').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: id<'person'>('created_by').notNull(),
    endsOn: day('ends_on').notNull(),
    lastUsedAt: instant('last_used_at'),
    lastUsedFrom: text('last_used_from'),
    revokedAt: instant('revoked_at'),
    revokedBy: id<'person'>('revoked_by'),
    version: whole('version').notNull(),
  },
  (t) => [index('api_keys_institution').on(t.institutionId, t.createdAt)],
)

/** What a money write was answered, by its idempotency key, so that sending it again changes nothing. */
export const apiAnswers = table(
  'api_answers',
  {
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    key: text('key').notNull(),
    /** SHA-256 of the address and the body; the same key with another is refused. */
    asked: text('asked').notNull(),
    status: whole('status').notNull(),
    answer: json<Record<string, unknown>>('answer').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.institutionId, t.key] }), index('api_answers_at').on(t.at)],
)
