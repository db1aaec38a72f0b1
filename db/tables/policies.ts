import { certainties } from '../../server/policies/policy.ts'
import { proposalStates } from '../../server/policies/proposal.ts'
import { day, id, index, instant, json, only, state, table, text, uniqueIndex, whole } from '../columns.ts'
import { people } from './accounts.ts'

/**
 * A version that the head of the bureau proposes; a second person approves or rejects it. Its value is never
 * changed: who wants another one withdraws it and proposes again.
 */
export const policyProposals = table(
  'policy_proposals',
  {
    id: id<'proposal'>('id').primaryKey(),
    code: text('code').notNull(),
    /** The newest version when it was written; 0 for a policy that is new. */
    baseVersion: whole('base_version').notNull(),
    /** Null: from the day on which it is approved. */
    effectiveFrom: day('effective_from'),
    effectiveTo: day('effective_to'),
    value: json<unknown>('value').notNull(),
    source: text('source').notNull(),
    certainty: state('certainty', certainties).notNull(),
    why: text('why').notNull(),
    state: state('state', proposalStates).notNull(),
    proposedAt: instant('proposed_at').notNull(),
    proposedBy: id<'person'>('proposed_by')
      .notNull()
      .references(() => people.id),
    decidedAt: instant('decided_at'),
    decidedBy: id<'person'>('decided_by').references(() => people.id),
    /** What whoever decided says to it. */
    words: text('words'),
    /** The version that it became. */
    version: whole('version'),
  },
  (t) => [
    only('policy_proposals_certainty', t.certainty, certainties),
    only('policy_proposals_state', t.state, proposalStates),
    index('policy_proposals_state').on(t.state, t.id),
    index('policy_proposals_code').on(t.code, t.id),
  ],
)

/**
 * Every number that a policy sets, dated and with its source; a decision stores the version it used. Rows are only
 * ever added: triggers in the migrations see to that.
 */
export const policies = table(
  'policies',
  {
    id: id<'policy'>('id').primaryKey(),
    code: text('code').notNull(),
    version: whole('version').notNull(),
    effectiveFrom: day('effective_from').notNull(),
    effectiveTo: day('effective_to'),
    value: json<unknown>('value').notNull(),
    source: text('source').notNull(),
    certainty: state('certainty', certainties).notNull(),
    createdAt: instant('created_at').notNull(),
    /** Null for a version that came with the program. */
    proposalId: id<'proposal'>('proposal_id').references(() => policyProposals.id),
  },
  (t) => [
    uniqueIndex('policies_code_version').on(t.code, t.version),
    only('policies_certainty', t.certainty, certainties),
  ],
)
