import { sql } from 'drizzle-orm'
import { stopRates, stopScopes, stopStates } from '../../server/stop-lines/line.ts'
import {
  check,
  day,
  fen,
  id,
  index,
  instant,
  only,
  ppm,
  state,
  table,
  text,
  uniqueIndex,
  whole,
} from '../columns.ts'

/** 熔断: a bank, a guarantor or an arrangement that takes no new filings until a day, and why. */
export const stops = table(
  'stops',
  {
    id: id<'stop'>('id').primaryKey(),
    scope: state('scope', stopScopes).notNull(),
    /** The institution's id, or the code of the arrangement. */
    scopeKey: text('scope_key').notNull(),
    /** Which rate reached its line: of all years, or of this one. */
    rate: state('rate', stopRates).notNull(),
    state: state('state', stopStates).notNull(),
    fromOn: day('from_on').notNull(),
    untilOn: day('until_on').notNull(),
    /** What was found, and the line that it reached. */
    claimedFen: fen('claimed_fen').notNull(),
    releasedFen: fen('released_fen').notNull(),
    ratePpm: ppm('rate_ppm').notNull(),
    linePpm: ppm('line_ppm').notNull(),
    ruleVersion: text('rule_version').notNull(),
    raisedAt: instant('raised_at').notNull(),
    liftedAt: instant('lifted_at'),
    liftedBy: id<'person'>('lifted_by'),
    why: text('why'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('stops_scope', t.scope, stopScopes),
    only('stops_rate', t.rate, stopRates),
    only('stops_state', t.state, stopStates),
    check('stops_days', sql`${t.untilOn} >= ${t.fromOn}`),
    check('stops_lifted', sql`(${t.state} = 'lifted') = (${t.liftedAt} is not null)`),
    uniqueIndex('stops_once').on(t.scope, t.scopeKey, t.rate, t.fromOn),
    index('stops_scope_key').on(t.scope, t.scopeKey, t.state, t.untilOn),
  ],
)
