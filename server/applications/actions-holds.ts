import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { runningRequest } from '../documents/index.ts'
import type { InstitutionId } from '../institutions/index.ts'
import { holdNeed, moveNeed, type Need } from '../needs/index.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { ShelfProduct } from '../products/index.ts'
import { checkHold, isAsked, type RunningCase } from './hold.ts'
import type { Opening } from './opening.ts'
import * as rows from './rows.ts'

/* Who works on a need beside whom. */

/** No bank is asked, so none has the need to itself on that account. */
export const nobodyHolds = { heldFor: null, heldUntil: null } as const

/**
 * Whether there is room for one more case on a need.
 * Refuses: `need-agreed`, `case-there`, and where a bank takes a need for one bank at a time, as `checkHold`.
 */
export async function roomFor(
  tx: Transaction,
  { today }: Pick<By, 'today'>,
  need: Need,
  { id, institutionId }: Pick<ShelfProduct, 'id' | 'institutionId'>,
  openedBy: Opening,
): Promise<Outcome<object>> {
  // A need has one contract: while an offer is agreed or signed, nobody else is kept busy with it.
  if (await rows.isSpokenFor(tx, need.id)) return refuse('need-agreed')
  const there = await rows.openOfNeed(tx, need.id)
  if (there.some(({ productId }) => productId === id)) return refuse('case-there')
  // The firm may apply to whom it likes; the choice binds the banks.
  if (openedBy !== 'bank-took' || need.openness === 'open') return done()
  return checkHold(institutionId, need, await runningOf(tx, there), today)
}

async function runningOf(tx: Transaction, there: readonly rows.Application[]): Promise<RunningCase[]> {
  const running: RunningCase[] = []
  for (const { id, institutionId, dueOn } of there) {
    const daysLeft = dueOn ? null : ((await runningRequest(tx, id))?.bankDaysLeft ?? null)
    running.push({ institutionId, dueOn, daysLeft })
  }
  return running
}

/**
 * The need of a first case leaves the hall's list of those that nobody works on. Whoever is asked for it alone stays
 * asked when the firm applies to another bank, and has answered when the case is his own. Refuses as `moveNeed`.
 */
export async function engage(
  tx: Transaction,
  by: By,
  need: Need,
  institutionId: InstitutionId,
): Promise<Outcome<object>> {
  const staysAsked = isAsked(need, by.today) && need.heldFor !== institutionId
  const answered = { ...nobodyHolds, dispatch: 'ended' } as const
  if (need.state === 'published')
    return moveNeed(tx, by, need, 'in-progress', undefined, staysAsked ? {} : answered)
  if (need.heldFor && !staysAsked) await holdNeed(tx, need, answered)
  return done()
}
