import type { By } from '../accounts/index.ts'
import { bridgeCaseRuleOn, bridgePolicyOf, daysOver, isForCourt } from '../bridge-pool/index.ts'
import { expireReservations } from '../ledger/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { promiseById, promisesPast } from '../promises/index.ts'
import { lapse } from './actions-bank.ts'
import { serve } from './actions-queue.ts'
import { isOut } from './bridge.ts'
import { found, poolPeople, step, told } from './parts-step.ts'
import * as rows from './rows.ts'
import { poolById, poolsOf } from './rows-pools.ts'

const batch = 50

/**
 * The nightly job: what was set aside and not paid out is free again and goes to who waits; a day before, both sides are
 * warned; letters past their last day lapse; money out past its last day is overdue, and after the days of the policy a
 * matter for the court. It bears being repeated. Says how much happened.
 */
export async function closeBridgeDay(parts: Parts, by: By): Promise<number> {
  const { store } = parts
  let happened = await expireReservations(parts, by)
  for (const pool of await poolsOf(store.read, { region: '' }))
    happened += await store.transact((tx) => serve(tx, by, parts, pool))
  happened += await warnOfReservations(parts, by)
  happened += await lapsePromises(parts, by)
  return happened + (await markLate(parts, by))
}

async function warnOfReservations(parts: Parts, by: By): Promise<number> {
  const { warnDays } = bridgeCaseRuleOn(parts.policies, by.today).value
  const until = plusDays(by.today, warnDays)
  let warned = 0
  for (let after: Id<'bridge'> | null = null; ; ) {
    const ending: rows.Bridge[] = await rows.reservedUpTo(parts.store.read, until, batch, after)
    for (const bridge of ending) warned += await warn(parts, by, bridge)
    if (ending.length < batch) return warned
    after = ending.at(-1)?.id ?? null
  }
}

const warn = (parts: Parts, by: By, bridge: rows.Bridge): Promise<number> =>
  parts.store.transact(async (tx) => {
    const pool = present(await poolById(tx, bridge.poolId), 'the pool of an advance')
    const cashiers = await rows.peopleWith(tx, pool.institutionId, 'pool-cashier')
    const all = [{ firm: bridge.enterpriseId }, ...cashiers]
    return told(
      tx,
      by,
      'reservation-ends',
      bridge,
      all,
      `reservation ends ${bridge.id} ${bridge.reservedUntil}`,
    )
  })

async function lapsePromises(parts: Parts, by: By): Promise<number> {
  let lapsed = 0
  for (const state of ['signed', 'used'] as const)
    for (let after: Id<'promise'> | null = null; ; ) {
      const past: { readonly id: Id<'promise'> }[] = await promisesPast(
        parts.store.read,
        state,
        by.today,
        batch,
        after,
      )
      for (const { id } of past) lapsed += await lapsePast(parts, by, id, state)
      if (past.length < batch) break
      after = past.at(-1)?.id ?? null
    }
  return lapsed
}

/** One letter at a time: what hangs on it may be much. */
const lapsePast = (parts: Parts, by: By, id: Id<'promise'>, state: 'signed' | 'used'): Promise<number> =>
  parts.store.transact(async (tx) => {
    const promise = present(await promiseById(tx, id), 'a letter past its day')
    const one = await found(tx, promise.bridgeId, null)
    if (!one.ok || promise.state !== state) return 0
    // Kept since it was asked for, or its money is back: nobody's concern.
    if (state === 'used' && (one.bridge.newLoanOn || !isOut(one.bridge.state))) return 0
    const lastOn = present(promise.validUntil, 'its last day')
    const ended = await lapse(tx, by, parts, { ...one, promise }, lastOn)
    return ended.ok ? 1 : 0
  })

async function markLate(parts: Parts, by: By): Promise<number> {
  let marked = 0
  for (let after: Id<'bridge'> | null = null; ; ) {
    const late: rows.Bridge[] = await rows.latePast(parts.store.read, by.today, batch, after)
    for (const { id } of late) marked += await mark(parts, by, id)
    if (late.length < batch) return marked
    after = late.at(-1)?.id ?? null
  }
}

const mark = (parts: Parts, by: By, id: Id<'bridge'>): Promise<number> =>
  parts.store.transact(async (tx) => {
    const one = await found(tx, id, null)
    if (!one.ok) return 0
    const { bridge, pool } = one
    const lastOn = present(bridge.lastOn, 'the last day of money that is out')
    const paidOutOn: Day = present(bridge.paidOutOn, 'the payout day of money that is out')
    const on = bridgePolicyOf(parts.policies, pool.policyCode, { ...bridge, paidOutOn })
    if (!on.ok || lastOn >= by.today) return 0
    const isFirst = bridge.overdueSince === null
    const toCourt = bridge.courtOn === null && isForCourt(on.policy.value, lastOn, by.today)
    if (!isFirst && !toCourt) return 0
    const kept = await step(tx, by, parts, one, {
      ...{ to: bridge.state, stays: true, what: toCourt ? 'for-court' : 'overdue' },
      changes: {
        overdueSince: bridge.overdueSince ?? plusDays(lastOn, 1),
        ...(toCourt ? { courtOn: by.today } : {}),
      },
      tell: [{ firm: bridge.enterpriseId }, { bureauOf: bridge.region }, ...(await poolPeople(tx, pool))],
      details: { days: daysOver(lastOn, by.today) },
    })
    return kept.ok ? 1 : 0
  })
