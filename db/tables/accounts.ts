import { sql } from 'drizzle-orm'
import { personStates, roles } from '../../server/accounts/person.ts'
import { languages } from '../../server/platform/web/words.ts'
import { check, flag, id, index, instant, only, primaryKey, state, table, text, whole } from '../columns.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'

export const people = table(
  'people',
  {
    id: id<'person'>('id').primaryKey(),
    signInName: text('sign_in_name').notNull().unique(),
    name: text('name').notNull(),
    phone: text('phone'),
    role: state('role', roles).notNull(),
    enterpriseId: id<'enterprise'>('enterprise_id').references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id').references(() => institutions.id),
    region: text('region'),
    state: state('state', personStates).notNull(),
    language: state('language', languages).notNull(),
    /** scrypt with its parameters; null until the person sets one. Nobody else ever does. */
    passwordHash: text('password_hash'),
    passwordSetAt: instant('password_set_at'),
    totpSecret: text('totp_secret'),
    totpConfirmedAt: instant('totp_confirmed_at'),
    /** The last time step that was used: a code works once. */
    totpStep: whole('totp_step').notNull(),
    failures: whole('failures').notNull(),
    lockedUntil: instant('locked_until'),
    lastSignedInAt: instant('last_signed_in_at'),
    /** One of the demo city's cast, whom the sign-in page lists outside production. */
    demo: flag('demo').notNull(),
    createdAt: instant('created_at').notNull(),
    version: whole('version').notNull(),
  },
  (t) => [
    only('people_role', t.role, roles),
    only('people_state', t.state, personStates),
    only('people_language', t.language, languages),
    check('people_failures', sql`${t.failures} >= 0`),
    index('people_enterprise').on(t.enterpriseId),
    index('people_institution').on(t.institutionId),
  ],
)

export const passwordHistory = table(
  'password_history',
  {
    id: id<'password'>('id').primaryKey(),
    personId: id<'person'>('person_id')
      .notNull()
      .references(() => people.id),
    hash: text('hash').notNull(),
    setAt: instant('set_at').notNull(),
  },
  (t) => [index('password_history_person').on(t.personId, t.setAt)],
)

export const sessions = table(
  'sessions',
  {
    /** SHA-256 of the cookie: a stolen database opens no session. */
    hash: text('hash').primaryKey(),
    id: id<'session'>('id').notNull().unique(),
    personId: id<'person'>('person_id')
      .notNull()
      .references(() => people.id),
    startedAt: instant('started_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    endedAt: instant('ended_at'),
    /** False until the second factor was given; until then the session opens nothing else. */
    complete: flag('complete').notNull(),
    agent: text('agent').notNull(),
    address: text('address').notNull(),
  },
  (t) => [index('sessions_person').on(t.personId, t.endedAt)],
)

/** One-time links to set a password: for a new person, or one who lost his. */
export const setupLinks = table(
  'setup_links',
  {
    hash: text('hash').primaryKey(),
    personId: id<'person'>('person_id')
      .notNull()
      .references(() => people.id),
    createdAt: instant('created_at').notNull(),
    createdBy: id<'person'>('created_by'),
    endsAt: instant('ends_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('setup_links_person').on(t.personId)],
)

export const recoveryCodes = table(
  'recovery_codes',
  {
    personId: id<'person'>('person_id')
      .notNull()
      .references(() => people.id),
    hash: text('hash').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [primaryKey({ columns: [t.personId, t.hash] })],
)
