import { sql } from 'drizzle-orm'
import type { Figure } from '../../server/tax-credit/limit.ts'
import {
  findings,
  subjectKinds,
  warningRules,
  warningStates,
  waysToClear,
} from '../../server/warnings/warning.ts'
import {
  check,
  day,
  id,
  index,
  instant,
  json,
  only,
  state,
  table,
  text,
  uniqueIndex,
  whole,
  words,
} from '../columns.ts'
import { people } from './accounts.ts'
import { enterprises } from './enterprises.ts'
import { institutions } from './institutions.ts'

/**
 * 预警: a rule that something did not meet when the night's work looked. What was found stays as it was found; beside it
 * stands what the bank and the bureau made of it.
 */
export const warnings = table(
  'warnings',
  {
    id: id<'warning'>('id').primaryKey(),
    rule: state('rule', warningRules).notNull(),
    subjectKind: state('subject_kind', subjectKinds).notNull(),
    /** What is warned of, once for each rule: a loan's id, a firm's, or who bears and for whom. */
    subject: text('subject').notNull(),
    /** What its page is named by: the loan, the product, the pool; an id or a code. */
    subjectId: text('subject_id').notNull(),
    /** As people call it: a loan's number, a product's name. */
    about: text('about').notNull(),
    /** Of a concentration: by what was divided, and who or what has so much of it. */
    dimension: text('dimension'),
    member: text('member'),
    enterpriseId: id<'enterprise'>('enterprise_id').references(() => enterprises.id),
    /** The bank, or the guarantor, that it concerns; it sees the warning and answers. */
    institutionId: id<'institution'>('institution_id').references(() => institutions.id),
    region: text('region').notNull(),
    /** The value that was found and the threshold, in the unit of the rule. */
    have: json<Figure>('have').notNull(),
    want: json<Figure>('want').notNull(),
    /** How bad it was, as the rule counts it: the same, or less, does not warn twice. */
    mark: text('mark').notNull(),
    /** The version that set the threshold. */
    policyVersion: text('policy_version'),
    raisedOn: day('raised_on').notNull(),
    raisedAt: instant('raised_at').notNull(),
    /** By when the rule wants it dealt with, and by which policies that was counted. */
    dueOn: day('due_on'),
    duePolicies: words('due_policies'),
    /** The day on which it was found to be over, or worse and told anew. */
    clearedOn: day('cleared_on'),
    clearedAs: state('cleared_as', waysToClear),
    state: state('state', warningStates).notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: id<'person'>('acknowledged_by').references(() => people.id),
    /** What the bank found and did. */
    bankFinding: state('bank_finding', findings),
    bankDid: text('bank_did'),
    answeredAt: instant('answered_at'),
    answeredBy: id<'person'>('answered_by').references(() => people.id),
    /** What came of it, by the bureau's word, and what was done. */
    outcome: state('outcome', findings),
    did: text('did'),
    closedOn: day('closed_on'),
    closedAt: instant('closed_at'),
    closedBy: id<'person'>('closed_by').references(() => people.id),
    version: whole('version').notNull(),
  },
  (t) => [
    only('warnings_rule', t.rule, warningRules),
    only('warnings_subject_kind', t.subjectKind, subjectKinds),
    only('warnings_state', t.state, warningStates),
    only('warnings_cleared_as', t.clearedAs, waysToClear),
    only('warnings_bank_finding', t.bankFinding, findings),
    only('warnings_outcome', t.outcome, findings),
    check('warnings_closed', sql`(${t.state} = 'closed') = (${t.outcome} is not null)`),
    check('warnings_closed_on', sql`(${t.state} = 'closed') = (${t.closedOn} is not null)`),
    check('warnings_answered', sql`(${t.bankFinding} is null) = (${t.answeredAt} is null)`),
    check('warnings_cleared', sql`(${t.clearedOn} is null) = (${t.clearedAs} is null)`),
    // Never twice while it stands, whatever two nights do at once.
    uniqueIndex('warnings_standing').on(t.rule, t.subject).where(sql`cleared_on is null`),
    index('warnings_state').on(t.state, t.id),
    index('warnings_institution').on(t.institutionId, t.id),
    index('warnings_raised').on(t.raisedOn),
    index('warnings_closed_day').on(t.closedOn),
  ],
)
