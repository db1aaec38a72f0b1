import { sql } from 'drizzle-orm'
import { bankSteps, clockNoticeKinds, clockSteps } from '../../server/clocks/clock.ts'
import { assignmentStates, assignmentSubjects } from '../../server/supervision/assignment.ts'
import { supervisionStates } from '../../server/supervision/matter.ts'
import {
  check,
  day,
  id,
  index,
  instant,
  only,
  primaryKey,
  state,
  table,
  text,
  uniqueIndex,
  whole,
  words,
} from '../columns.ts'
import { people } from './accounts.ts'
import { applications } from './applications.ts'
import { institutions } from './institutions.ts'

/** That the owner of a step was told of its day: once that it comes near, once that it has passed. */
export const clockNotices = table(
  'clock_notices',
  {
    subjectId: text('subject_id').notNull(),
    step: state('step', clockSteps).notNull(),
    dueOn: day('due_on').notNull(),
    kind: state('kind', clockNoticeKinds).notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.subjectId, t.step, t.dueOn, t.kind] }),
    only('clock_notices_step', t.step, clockSteps),
    only('clock_notices_kind', t.kind, clockNoticeKinds),
  ],
)

/**
 * 逾期事项: a step of a bank that was found late on the morning of a working day. Its manager is told then; from
 * `list_on` on it stands before the bureau. It ends with the step.
 */
export const overdues = table(
  'overdues',
  {
    id: id<'overdue'>('id').primaryKey(),
    applicationId: id<'application'>('application_id')
      .notNull()
      .references(() => applications.id),
    step: state('step', bankSteps).notNull(),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    /** Of the need: which office answers for it. */
    region: text('region').notNull(),
    dueOn: day('due_on').notNull(),
    foundAt: instant('found_at').notNull(),
    listOn: day('list_on').notNull(),
    /** The version by which that day was counted. */
    listPolicy: text('list_policy').notNull(),
    listedAt: instant('listed_at'),
    endedAt: instant('ended_at'),
  },
  (t) => [
    only('overdues_step', t.step, bankSteps),
    uniqueIndex('overdues_once').on(t.applicationId, t.step).where(sql`ended_at is null`),
    index('overdues_institution').on(t.institutionId, t.endedAt, t.dueOn),
    index('overdues_listed').on(t.endedAt, t.dueOn, t.id),
  ],
)

/** 催办: the bureau asks a bank about a late step; the bank answers within a clock. */
export const urges = table(
  'urges',
  {
    id: id<'urge'>('id').primaryKey(),
    overdueId: id<'overdue'>('overdue_id')
      .notNull()
      .references(() => overdues.id),
    words: text('words').notNull(),
    urgedAt: instant('urged_at').notNull(),
    urgedBy: id<'person'>('urged_by').notNull(),
    dueOn: day('due_on').notNull(),
    duePolicies: words('due_policies').notNull(),
    answer: text('answer'),
    answeredAt: instant('answered_at'),
    answeredBy: id<'person'>('answered_by'),
  },
  (t) => [
    uniqueIndex('urges_open').on(t.overdueId).where(sql`answered_at is null`),
    index('urges_overdue').on(t.overdueId, t.urgedAt),
    index('urges_due').on(t.answeredAt, t.dueOn),
  ],
)

/** 督办: a numbered order to a bank's manager, with a day; closed by the bureau. */
export const supervisions = table(
  'supervisions',
  {
    id: id<'supervision'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    overdueId: id<'overdue'>('overdue_id')
      .notNull()
      .references(() => overdues.id),
    institutionId: id<'institution'>('institution_id')
      .notNull()
      .references(() => institutions.id),
    region: text('region').notNull(),
    state: state('state', supervisionStates).notNull(),
    words: text('words').notNull(),
    dueOn: day('due_on').notNull(),
    openedAt: instant('opened_at').notNull(),
    openedBy: id<'person'>('opened_by').notNull(),
    answer: text('answer'),
    answeredAt: instant('answered_at'),
    answeredBy: id<'person'>('answered_by'),
    closing: text('closing'),
    closedAt: instant('closed_at'),
    closedBy: id<'person'>('closed_by'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('supervisions_state', t.state, supervisionStates),
    check('supervisions_answer', sql`${t.state} <> 'answered' or ${t.answer} is not null`),
    check('supervisions_closing', sql`${t.state} <> 'closed' or ${t.closing} is not null`),
    uniqueIndex('supervisions_running').on(t.overdueId).where(sql`state <> 'closed'`),
    index('supervisions_due').on(t.state, t.dueOn),
  ],
)

/**
 * 交办: something that went wrong, in the hands of one person of the bureau, to be answered by a day and closed by another.
 * One at a time for each subject.
 */
export const assignments = table(
  'assignments',
  {
    id: id<'assignment'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    subjectKind: state('subject_kind', assignmentSubjects).notNull(),
    subjectId: text('subject_id').notNull(),
    /** What is the matter, as a key of words, and what it is about, as people call it. */
    matter: text('matter').notNull(),
    about: text('about').notNull(),
    /** The bank or guarantor that it concerns; null where it concerns none. */
    institutionId: id<'institution'>('institution_id').references(() => institutions.id),
    region: text('region').notNull(),
    personId: id<'person'>('person_id')
      .notNull()
      .references(() => people.id),
    state: state('state', assignmentStates).notNull(),
    words: text('words').notNull(),
    dueOn: day('due_on').notNull(),
    openedOn: day('opened_on').notNull(),
    openedAt: instant('opened_at').notNull(),
    openedBy: id<'person'>('opened_by')
      .notNull()
      .references(() => people.id),
    answer: text('answer'),
    answeredAt: instant('answered_at'),
    /** Why it was given back last, and how often it was. */
    returnWords: text('return_words'),
    returns: whole('returns').notNull(),
    closing: text('closing'),
    closedOn: day('closed_on'),
    closedAt: instant('closed_at'),
    closedBy: id<'person'>('closed_by').references(() => people.id),
    version: whole('version').notNull(),
  },
  (t) => [
    only('assignments_state', t.state, assignmentStates),
    only('assignments_subject_kind', t.subjectKind, assignmentSubjects),
    check('assignments_answer', sql`${t.state} <> 'answered' or ${t.answer} is not null`),
    check('assignments_closing', sql`(${t.state} = 'closed') = (${t.closedOn} is not null)`),
    uniqueIndex('assignments_running').on(t.subjectKind, t.subjectId).where(sql`state <> 'closed'`),
    index('assignments_due').on(t.state, t.dueOn),
    index('assignments_person').on(t.personId, t.state, t.dueOn),
    index('assignments_opened').on(t.openedOn),
  ],
)
