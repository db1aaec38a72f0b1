import { sql } from 'drizzle-orm'
import { endings, lookBases, requestStates } from '../../server/consents/consent.ts'
import { consentPurposes, dataKinds } from '../../server/consents/kind.ts'
import { languages } from '../../server/platform/web/words.ts'
import { check, day, id, index, instant, only, state, table, text, uniqueIndex, words } from '../columns.ts'
import { applications } from './applications.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'
import { needs } from './needs.ts'

/**
 * 授权: one firm lets one bank see one kind of its data, for one purpose and until a day. What was consented to is
 * never changed; a consent only ends, once. Triggers in the migrations see to both.
 */
export const consents = table(
  'consents',
  {
    id: id<'consent'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    kind: state('kind', dataKinds).notNull(),
    purpose: state('purpose', consentPurposes).notNull(),
    /** The last day on which it holds. */
    until: day('until').notNull(),
    /** The version of the written text that was shown in full, and the language in which it was read. */
    textVersion: text('text_version').notNull(),
    language: state('language', languages).notNull(),
    /** Whose data it is, where it is a natural person's. */
    personName: text('person_name'),
    /** The need that it was given with; null where the firm gave it by itself. */
    needId: id<'need'>('need_id').references(() => needs.id),
    givenAt: instant('given_at').notNull(),
    givenBy: id<'person'>('given_by'),
    /** Name, role and organisation as they were. */
    giver: text('giver').notNull(),
    endedAt: instant('ended_at'),
    endedBy: id<'person'>('ended_by'),
    ending: state('ending', endings),
  },
  (t) => [
    only('consents_kind', t.kind, dataKinds),
    only('consents_purpose', t.purpose, consentPurposes),
    only('consents_language', t.language, languages),
    only('consents_ending', t.ending, endings),
    check('consents_ended', sql`(${t.endedAt} is null) = (${t.ending} is null)`),
    check('consents_person', sql`(${t.kind} = 'person') = (${t.personName} is not null)`),
    // Of the same thing there is one consent at a time: a newer one replaces the older.
    uniqueIndex('consents_standing')
      .on(t.enterpriseId, t.institutionId, t.kind, t.purpose)
      .where(sql`${t.endedAt} is null`),
    index('consents_pair').on(t.institutionId, t.enterpriseId, t.kind, t.endedAt, t.until),
    index('consents_firm').on(t.enterpriseId, t.id),
    index('consents_expiry').on(t.endedAt, t.until),
  ],
)

/** Who saw what, when and under which consent. Rows are never changed or deleted; triggers see to that. */
export const consentLooks = table(
  'consent_looks',
  {
    id: id<'look'>('id').primaryKey(),
    at: instant('at').notNull(),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    personId: id<'person'>('person_id'),
    actor: text('actor').notNull(),
    basis: state('basis', lookBases).notNull(),
    consentId: id<'consent'>('consent_id').references(() => consents.id),
    kind: state('kind', dataKinds).notNull(),
    /** Codes of the facts that were shown. */
    what: words('what').notNull(),
    /** Where it was seen: a case, a need in the hall, a document. */
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    /** Its number or name, for people. */
    about: text('about').notNull(),
    requestId: text('request_id'),
  },
  (t) => [
    only('consent_looks_basis', t.basis, lookBases),
    only('consent_looks_kind', t.kind, dataKinds),
    check('consent_looks_ground', sql`(${t.basis} = 'consent') = (${t.consentId} is not null)`),
    index('consent_looks_firm').on(t.enterpriseId, t.id),
    index('consent_looks_consent').on(t.consentId, t.id),
    index('consent_looks_subject').on(t.subjectKind, t.subjectId, t.id),
    index('consent_looks_at').on(t.at),
  ],
)

/** A bank asks a firm for a consent that it lacks in a case; the firm gives it or says no. */
export const consentRequests = table(
  'consent_requests',
  {
    id: id<'consent-request'>('id').primaryKey(),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    kind: state('kind', dataKinds).notNull(),
    purpose: state('purpose', consentPurposes).notNull(),
    /** What the bank needs it for, in its own words. */
    why: text('why').notNull(),
    state: state('state', requestStates).notNull(),
    /** The last day on which the firm may answer. */
    lapsesOn: day('lapses_on').notNull(),
    askedAt: instant('asked_at').notNull(),
    askedBy: id<'person'>('asked_by'),
    asker: text('asker').notNull(),
    decidedAt: instant('decided_at'),
    decidedBy: id<'person'>('decided_by'),
    /** The consent that came of it. */
    consentId: id<'consent'>('consent_id').references(() => consents.id),
    /** What the firm said when it refused. */
    answer: text('answer'),
  },
  (t) => [
    only('consent_requests_kind', t.kind, dataKinds),
    only('consent_requests_purpose', t.purpose, consentPurposes),
    only('consent_requests_state', t.state, requestStates),
    check('consent_requests_accepted', sql`(${t.state} = 'accepted') = (${t.consentId} is not null)`),
    uniqueIndex('consent_requests_open')
      .on(t.enterpriseId, t.institutionId, t.kind, t.purpose)
      .where(sql`${t.state} = 'open'`),
    index('consent_requests_firm').on(t.enterpriseId, t.state, t.id),
    index('consent_requests_pair').on(t.institutionId, t.enterpriseId, t.id),
    index('consent_requests_case').on(t.applicationId, t.id),
    index('consent_requests_lapse').on(t.state, t.lapsesOn),
  ],
)
