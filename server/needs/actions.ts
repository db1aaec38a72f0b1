import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { mayMoveNeed, type NeedState } from './need.ts'
import { changeNeed, type Need, type NeedChanges } from './rows.ts'

/**
 * Moves a need along `needMoves`, with its trail, and returns it as it then is. Rooms that follow a need to its
 * end (applications, loans) move it by this and nothing else.
 *
 * Refuses: `need-move-not-allowed`, and `stale` when the need changed since it was read.
 */
export async function moveNeed(
  tx: Transaction,
  by: By,
  need: Need,
  to: NeedState,
  why?: string,
  changes: NeedChanges = {},
): Promise<Outcome<{ readonly need: Need }>> {
  if (!mayMoveNeed(need.state, to)) return refuse('need-move-not-allowed')
  const moved = await changeNeed(tx, need, { ...changes, state: to })
  if (!moved) return refuse('stale')
  await write(tx, by, {
    happening: `needs.${happeningOf(need.state, to)}`,
    subject: { kind: 'need', id: need.id },
    from: need.state,
    to,
    ...(why ? { why } : {}),
  })
  return done({ need: moved })
}

/** How the trail calls a move; two of them lead back and have names of their own. */
function happeningOf(from: NeedState, to: NeedState): string {
  if (to === 'draft') return 'returned'
  return from === 'in-progress' && to === 'published' ? 'back-in-hall' : to
}
