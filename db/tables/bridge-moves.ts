import { sql } from 'drizzle-orm'
import { bridgeStates, hands } from '../../server/bridges/bridge.ts'
import { check, id, index, instant, only, state, table, text } from '../columns.ts'
import { people } from './accounts.ts'
import { bridges } from './bridges.ts'

/** Who did each step of an advance, when, and as whom: nobody who did one does another as somebody else. */
export const bridgeMoves = table(
  'bridge_moves',
  {
    id: id<'bridge-move'>('id').primaryKey(),
    bridgeId: id<'bridge'>('bridge_id')
      .notNull()
      .references(() => bridges.id),
    /** What the trail calls it. */
    what: text('what').notNull(),
    from: state('from_state', bridgeStates),
    to: state('to_state', bridgeStates).notNull(),
    /** Null for the firm, its bank, the industry bureau and the platform itself. */
    hand: state('hand', hands),
    byId: id<'person'>('by_id').references(() => people.id),
    movedAt: instant('moved_at').notNull(),
  },
  (t) => [
    only('bridge_moves_from', t.from, bridgeStates),
    only('bridge_moves_to', t.to, bridgeStates),
    only('bridge_moves_hand', t.hand, hands),
    check('bridge_moves_by', sql`${t.hand} is null or ${t.byId} is not null`),
    index('bridge_moves_bridge').on(t.bridgeId, t.id),
  ],
)
