import { institutionKinds, institutionStates } from '../../server/institutions/institution.ts'
import { id, instant, only, state, table, text } from '../columns.ts'

export const institutions = table(
  'institutions',
  {
    id: id<'institution'>('id').primaryKey(),
    code: text('code').notNull().unique(),
    name: text('name').notNull(),
    shortName: text('short_name').notNull(),
    kind: state('kind', institutionKinds).notNull(),
    state: state('state', institutionStates).notNull(),
    region: text('region').notNull(),
    /** Sorting and search by pinyin: the databases order Chinese names differently. */
    pinyin: text('pinyin').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    only('institutions_kind', t.kind, institutionKinds),
    only('institutions_state', t.state, institutionStates),
  ],
)
