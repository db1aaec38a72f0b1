import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { notify } from '../inbox/index.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Known } from './actions-profile.ts'
import { type EnterpriseState, enterpriseMoves } from './enterprise.ts'
import * as rows from './rows.ts'

/**
 * The bureau verifies a firm. A code that fails its check needs a reason, and leaves a trail of its own.
 * Refuses: `firm-move-not-allowed`, `override-reason-needed`, `stale`.
 */
export const verify = (store: Store, by: By, known: Known, reason: string | null) =>
  act(store, by, async (tx) => {
    const firm = await rows.firmOf(tx, known.id)
    if (firm?.usccOverride && !reason) return refuse('override-reason-needed', { field: 'reason' })
    const moved = await move(tx, by, known, 'verified', reason)
    if (moved.ok && moved.firm.usccOverride) {
      await write(tx, by, {
        happening: 'enterprises.code-accepted',
        subject: { kind: 'enterprise', id: known.id },
        ...(reason ? { why: reason } : {}),
        details: { uscc: moved.firm.uscc, evidence: moved.firm.usccOverride },
      })
    }
    return moved
  })

/** Gives a registration back with words that say what to mend. Refuses: `firm-move-not-allowed`, `stale`. */
export const giveBack = (store: Store, by: By, known: Known, words: string) =>
  act(store, by, (tx) => move(tx, by, known, 'returned', words))

async function move(
  tx: Transaction,
  by: By,
  known: Known,
  to: EnterpriseState,
  why: string | null,
): Promise<Outcome<{ readonly firm: rows.Firm }>> {
  const firm = await rows.firmOf(tx, known.id)
  const allowed: readonly EnterpriseState[] = firm ? enterpriseMoves[firm.state] : []
  if (!firm || !allowed.includes(to)) return refuse('firm-move-not-allowed')
  const moved = await rows.changeFirm(tx, known, {
    state: to,
    returnedFor: to === 'returned' ? why : null,
    ...(to === 'verified' ? { verifiedAt: by.at } : {}),
  })
  if (!moved) return refuse('stale')
  await write(tx, by, {
    happening: `enterprises.${to}`,
    subject: { kind: 'enterprise', id: known.id },
    from: firm.state,
    to,
    ...(why ? { why } : {}),
  })
  await notify(tx, by, {
    to: [{ firm: known.id }],
    kind: 'firm',
    words: `enterprises.notice.${to}`,
    href: '/enterprise',
    subject: { kind: 'enterprise', id: known.id },
  })
  return done({ firm: moved })
}
