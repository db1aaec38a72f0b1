import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { voidReservation } from '../ledger/index.ts'
import { promiseOf, stepPromise } from '../promises/index.ts'
import { serve } from './actions-queue.ts'
import type { Hand } from './bridge.ts'
import { type Found, type Stepped, step, type With } from './parts-step.ts'

/**
 * What an end before the payout has in common: the letter is given up, money that was set aside is free again, and goes
 * to who waits first.
 */
export async function end(
  tx: Transaction,
  by: By,
  parts: With,
  one: Found,
  to: 'refused' | 'withdrawn' | 'lapsed',
  why: string,
  as?: Hand,
): Promise<Stepped> {
  const ended = await step(tx, by, parts, one, {
    ...{ to, what: to, why, ...(as ? { as } : {}) },
    changes: { why, endedOn: by.today },
    tell: [{ firm: one.bridge.enterpriseId }, { bank: one.bridge.institutionId, officer: null }],
  })
  if (!ended.ok) return ended
  const promise = await promiseOf(tx, one.bridge.id)
  if (promise && (promise.state === 'asked' || promise.state === 'signed')) {
    const given = await stepPromise(tx, by, promise, to === 'lapsed' ? 'lapsed' : 'void', why)
    if (!given.ok) return given
  }
  const { reservationId: reservation, state } = one.bridge
  if (state === 'reserved' && reservation) {
    const freed = await voidReservation(tx, by, parts, {
      reservation,
      key: `bridges.given-up ${reservation}`,
      why,
    })
    // What ran out was freed by whoever came by first.
    if (!freed.ok && freed.refusal.code !== 'reservation-closed') return freed
    await serve(tx, by, parts, one.pool)
  }
  return ended
}
