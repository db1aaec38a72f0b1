import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { bridgeFee, bridgePolicyOf, bridgeSaving, checkTakesMoney, lastDayOf } from '../bridge-pool/index.ts'
import { credit, debit, post, useReservation } from '../ledger/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import { type Fen, fen, minus, plus, showYuan } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { stepPromise } from '../promises/index.ts'
import { soundNow } from './actions-approving.ts'
import { serve } from './actions-queue.ts'
import { isOut } from './bridge.ts'
import { bankOf, type Found, found, mayAs, type Stepped, step, termsOn, type With } from './parts-step.ts'
import * as rows from './rows.ts'

/**
 * 拨付: the cashier pays out to the bank's supervised account and to no other; the letter is used by it.
 * Refuses: `bridge-no-reservation`, `bridge-same-person`, `bridge-account-other`, what `soundNow` refuses,
 * `reservation-expired`, `calendar-missing`, `stale`.
 */
export const pay = (parts: With, by: By, id: Id<'bridge'>, version: number, accountNumber: string) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    const { bridge, pool } = one
    if (bridge.state !== 'reserved' || !bridge.reservationId) return refuse('bridge-no-reservation')
    const cashierId = present(by.person, 'who pays').id
    const may = await mayAs(tx, by, one, 'cashier')
    if (!may.ok) return may
    const sound = await soundNow(tx, by, parts, one)
    if (!sound.ok) return sound
    const { promise } = sound
    if (accountNumber.replace(/\s/g, '') !== promise.accountNumber)
      return refuse('bridge-account-other', { field: 'accountNumber' })
    const on = termsOn(parts, pool, by.today)
    if (!on.ok) return on
    const last = lastDayOf(on.terms, by.today, parts.reference.calendar)
    if (!last.ok) return last
    const used = await stepPromise(tx, by, promise, 'used')
    if (!used.ok) return used
    const paid = await useReservation(tx, by, parts, {
      // A payout that was undone is paid again under a key of its own.
      ...{ key: `bridges.paid ${bridge.id} ${bridge.version}`, kind: 'bridges.paid', on: by.today },
      reservation: bridge.reservationId,
      memo: { number: bridge.number, account: promise.accountNumber, amountFen: bridge.amountFen },
      lines: [debit(pool.bookId, 'advances-out', bridge.amountFen)],
    })
    if (!paid.ok) return paid
    return step(tx, by, parts, one, {
      ...{ to: 'paid', what: 'paid', as: 'cashier' },
      changes: {
        ...{ cashierId, paidOutOn: by.today, lastOn: last.on, policyVersion: on.version },
        payoutSeq: paid.entry.seq,
      },
      tell: [{ firm: bridge.enterpriseId }, bankOf(bridge)],
      details: { account: promise.accountNumber },
    })
  })

/** What of a case says by which terms its money went out. */
type PaidOut = { readonly policyVersion: string; readonly paidOutOn: Day }

/** What a part that comes back on a day costs, by the terms under which it went out. */
function costOf(
  parts: Pick<With, 'policies' | 'reference'>,
  policyCode: string,
  paid: PaidOut,
  principalFen: Fen,
  repaidOn: Day,
) {
  const { paidOutOn } = paid
  const terms = bridgePolicyOf(parts.policies, policyCode, paid)
  if (!terms.ok) return terms
  const { value } = terms.policy
  const fee = bridgeFee(value, { principalFen, paidOutOn, repaidOn }, parts.reference.calendar)
  if (!fee.ok) return fee
  const saved = bridgeSaving(value, principalFen, fee)
  return saved.ok ? { ...fee, savingFen: saved.savingFen } : saved
}

export type Back = { readonly amountFen: Fen; readonly returnedOn: Day }

/**
 * 回收: money came back to the pool, all of it or a part; each part costs what its own days cost. On a day off the account
 * takes none unless the pool's terms of the day of the payout say so. What comes back goes to who waits.
 * Refuses: `bridge-not-out`, `bridge-same-person`, `bridge-back-before-payout`, `bridge-day-ahead`, `bridge-day-off` with the next working day,
 * `bridge-back-too-much` with what is still out, `calendar-missing`, `stale`.
 */
export const giveBack = (parts: With, by: By, id: Id<'bridge'>, version: number, back: Back) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    const { bridge, pool } = one
    if (!isOut(bridge.state)) return refuse('bridge-not-out')
    const may = await mayAs(tx, by, one, 'cashier')
    if (!may.ok) return may
    const paidOutOn = present(bridge.paidOutOn, 'the payout day of money that is out')
    if (back.returnedOn < paidOutOn)
      return refuse('bridge-back-before-payout', { field: 'returnedOn', values: { day: paidOutOn } })
    if (back.returnedOn > by.today) return refuse('bridge-day-ahead', { field: 'returnedOn' })
    const taken = takesMoney(parts, pool.policyCode, { ...bridge, paidOutOn }, back.returnedOn, 'returnedOn')
    if (!taken.ok) return taken
    const outFen = minus(bridge.amountFen, bridge.repaidFen)
    if (back.amountFen > outFen)
      return refuse('bridge-back-too-much', { field: 'amountFen', values: { outYuan: showYuan(outFen) } })
    return booked(tx, by, parts, one, back, paidOutOn)
  })

/** Whether money may come in on a day, by the terms under which it went out. Refuses as `checkTakesMoney`. */
function takesMoney(
  { policies, reference }: Pick<With, 'policies' | 'reference'>,
  policyCode: string,
  paid: PaidOut,
  on: Day,
  field: string,
): Outcome<object> {
  const terms = bridgePolicyOf(policies, policyCode, paid)
  return terms.ok ? checkTakesMoney(terms.policy.value, on, reference.calendar, field) : terms
}

async function booked(
  tx: Transaction,
  by: By,
  parts: With,
  one: Found,
  back: Back,
  paidOutOn: Day,
): Promise<Stepped> {
  const { bridge, pool } = one
  const { amountFen, returnedOn } = back
  const cost = costOf(parts, pool.policyCode, { ...bridge, paidOutOn }, amountFen, returnedOn)
  if (!cost.ok) return cost
  const { days, overdueDays, feeFen, savingFen } = cost
  const id = newId<'bridge-return'>()
  const posted = await post(tx, by, parts, {
    ...{ key: `bridges.back ${id}`, kind: 'bridges.back', subject: { kind: 'bridge', id: bridge.id } },
    ...{ on: returnedOn, memo: { number: bridge.number, amountFen } },
    lines: [debit(pool.bookId, 'cash-free', amountFen), credit(pool.bookId, 'advances-out', amountFen)],
  })
  if (!posted.ok) return posted
  await rows.addReturn(tx, {
    ...{ id, bridgeId: bridge.id, amountFen, returnedOn, days, overdueDays, feeFen, savingFen },
    ...{ entrySeq: posted.entry.seq, recordedAt: by.at, recordedBy: by.person?.id ?? null, undoneAt: null },
  })
  const repaidFen = plus(bridge.repaidFen, amountFen)
  const isAll = repaidFen === bridge.amountFen
  const daysOut = Math.max(days, bridge.daysOut ?? 0)
  const changes = {
    ...{ repaidFen, repaidOn: returnedOn, daysOut },
    feeFen: plus(bridge.feeFen, feeFen),
    savingFen: fen(bridge.savingFen + savingFen),
    ...(isAll ? await lateness(tx, bridge, returnedOn) : {}),
  }
  const stepped = await step(tx, by, parts, one, {
    ...(isAll ? { to: 'repaid', what: 'repaid' } : { to: bridge.state, what: 'part-back', stays: true }),
    ...{ changes, as: 'cashier' },
    tell: [{ firm: bridge.enterpriseId }],
    details: { amountFen, returnedOn, feeFen },
  })
  if (stepped.ok) await serve(tx, by, parts, pool)
  return stepped
}

/**
 * Late is what came back after its last day, whenever that was written down: a night between the two has called it overdue too
 * early, and none may have come by where it was. What was brought to court stays there.
 */
async function lateness(tx: Transaction, bridge: rows.Bridge, returnedOn: Day): Promise<rows.BridgeChanges> {
  const lastOn = present(bridge.lastOn, 'the last day of money that is out')
  const days = (await rows.returnsOf(tx, bridge.id)).map((one) => one.returnedOn)
  if ([...days, returnedOn].some((day) => day > lastOn))
    return { overdueSince: bridge.overdueSince ?? plusDays(lastOn, 1) }
  return { overdueSince: null, ...(bridge.filedOn ? {} : { courtOn: null }) }
}

/** The fee came in: to the fen, and the case is closed. Refuses: `bridge-fee-other`, `bridge-day-ahead`, `bridge-day-off`, `stale`. */
export const payFee = (
  parts: With,
  by: By,
  id: Id<'bridge'>,
  version: number,
  { feeFen, feePaidOn }: { readonly feeFen: Fen; readonly feePaidOn: Day },
) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    const { bridge, pool } = one
    if (bridge.state !== 'repaid')
      return refuse('bridge-move-not-allowed', { values: { state: bridge.state, to: 'closed' } })
    const may = await mayAs(tx, by, one, 'cashier')
    if (!may.ok) return may
    if (feeFen !== bridge.feeFen)
      return refuse('bridge-fee-other', { field: 'feeFen', values: { feeYuan: showYuan(bridge.feeFen) } })
    const from = present(bridge.paidOutOn, 'the payout day of what came back')
    if (feePaidOn > by.today || feePaidOn < from) return refuse('bridge-day-ahead', { field: 'feePaidOn' })
    if (feeFen > 0) {
      const taken = takesMoney(parts, pool.policyCode, { ...bridge, paidOutOn: from }, feePaidOn, 'feePaidOn')
      if (!taken.ok) return taken
      const posted = await post(tx, by, parts, {
        ...{
          key: `bridges.fee ${bridge.id}`,
          kind: 'bridges.fee',
          subject: { kind: 'bridge', id: bridge.id },
        },
        ...{ on: feePaidOn, memo: { number: bridge.number, amountFen: feeFen } },
        lines: [debit(pool.bookId, 'cash-free', feeFen), credit(pool.bookId, 'fee-income', feeFen)],
      })
      if (!posted.ok) return posted
    }
    const stepped = await step(tx, by, parts, one, {
      ...{ to: 'closed', what: 'closed', as: 'cashier' },
      changes: { feePaidOn, endedOn: by.today },
    })
    if (stepped.ok && feeFen > 0) await serve(tx, by, parts, pool)
    return stepped
  })
