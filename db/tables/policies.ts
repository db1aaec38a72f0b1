import { certainties } from '../../server/policies/policy.ts'
import { day, id, instant, json, only, state, table, text, uniqueIndex, whole } from '../columns.ts'

/** Every number that a policy sets, dated and with its source; a decision stores the version it used. */
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
  },
  (t) => [
    uniqueIndex('policies_code_version').on(t.code, t.version),
    only('policies_certainty', t.certainty, certainties),
  ],
)
