import type { Transaction } from '../../db/index.ts'
import type { By, Role } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { checkBridgeAmount, checkTimes } from '../bridge-pool/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { loanById } from '../loans/index.ts'
import { showYuan } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { type PromiseRow, promiseOf } from '../promises/index.ts'
import { courtListsOn, isDishonest } from '../tax-credit/index.ts'
import { end } from './actions-ending.ts'
import { serve } from './actions-queue.ts'
import type { Hand } from './bridge.ts'
import { mayRefuse } from './doings.ts'
import { type Found, found, mayAs, type Stepped, step, termsOn, type With } from './parts-step.ts'
import * as rows from './rows.ts'
import { balancesOf } from './rows-pools.ts'

/**
 * The second person approves; from the amount of the policy on, a third does as well. Then the case waits for money, and
 * has it at once where there is enough and nobody stands before it.
 * Refuses: `bridge-same-person`, what `soundNow` refuses, `bridge-move-not-allowed`, `stale`.
 */
export const approve = (parts: With, by: By, id: Id<'bridge'>, version: number) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    const person = present(by.person, 'who approves').id
    const { bridge, pool } = one
    const may = await mayAs(tx, by, one, 'checker')
    if (!may.ok) return may
    if (bridge.state !== 'approval')
      return refuse('bridge-move-not-allowed', { values: { state: bridge.state, to: 'queued' } })
    const sound = await soundNow(tx, by, parts, one)
    if (!sound.ok) return sound
    const on = termsOn(parts, pool, by.today)
    if (!on.ok) return on
    if (bridge.amountFen >= on.rule.thirdFromFen)
      return step(tx, by, parts, one, {
        ...{ to: 'third-approval', what: 'approved', as: 'checker' },
        changes: { checkerId: person, policyVersion: on.version },
      })
    return queued(tx, by, parts, one, 'checker', { checkerId: person, policyVersion: on.version })
  })

/** The third person approves a large one. Refuses as `approve`. */
export const approveThird = (parts: With, by: By, id: Id<'bridge'>, version: number) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    if (one.bridge.state !== 'third-approval')
      return refuse('bridge-move-not-allowed', { values: { state: one.bridge.state, to: 'queued' } })
    const person = present(by.person, 'who approves').id
    const may = await mayAs(tx, by, one, 'third')
    if (!may.ok) return may
    const sound = await soundNow(tx, by, parts, one)
    return sound.ok ? queued(tx, by, parts, one, 'third', { thirdId: person }) : sound
  })

/**
 * Everybody waits for a moment, so that who comes now stands behind who waits already; whoever there is money for does
 * not notice.
 */
async function queued(
  tx: Transaction,
  by: By,
  parts: With,
  one: Found,
  as: 'checker' | 'third',
  changes: rows.BridgeChanges,
): Promise<Stepped> {
  const waiting = await step(tx, by, parts, one, { to: 'queued', what: 'approved', as, changes })
  if (!waiting.ok) return waiting
  await serve(tx, by, parts, one.pool)
  return done({ bridge: present(await rows.bridgeById(tx, one.bridge.id), 'the advance just approved') })
}

/**
 * Whether an advance is still sound: its letter is signed, good and large enough, the old loan still has so much out, and no
 * list of the courts has named the firm since the terms were checked.
 * Refuses: `promise-missing`, `promise-used`, `promise-lapsed`, `promise-expired`, `bridge-over-balance`,
 * `bridge-over-<limit>`, `bridge-times`, `bridge-conditions-record`, `unknown-policy`.
 */
export async function soundNow(
  tx: Transaction,
  by: By,
  parts: With,
  { bridge, pool }: Found,
): Promise<Outcome<{ readonly promise: PromiseRow }>> {
  const promise = await promiseOf(tx, bridge.id)
  if (promise?.state === 'used') return refuse('promise-used')
  if (promise?.state === 'lapsed') return refuse('promise-lapsed')
  if (promise?.state !== 'signed') return refuse('promise-missing')
  const validUntil = present(promise.validUntil, 'the last day of a signed letter')
  if (validUntil < by.today) return refuse('promise-expired', { values: { day: validUntil } })
  const loan = present(await loanById(tx, present(bridge.loanId, 'its loan')), 'the old loan')
  if (bridge.amountFen > loan.balanceFen)
    return refuse('bridge-over-balance', { values: { balanceYuan: showYuan(loan.balanceFen) } })
  const on = termsOn(parts, pool, by.today)
  if (!on.ok) return on
  const { 'funders-capital': capitalFen } = await balancesOf(tx, pool.bookId)
  const sums = {
    borrower: bridge.borrower,
    principalDueFen: loan.balanceFen,
    promisedFen: promise.amountFen,
    capitalFen,
    hasFen: await rows.hasOfPool(tx, pool.id, bridge.enterpriseId, bridge.id),
  }
  const often = checkTimes(on.terms, await rows.timesInYear(tx, pool.id, bridge.enterpriseId, by.today))
  if (!often.ok) return often
  const firm = present(await firmOf(tx, bridge.enterpriseId), 'the firm of an advance')
  const isListed = isDishonest(courtListsOn(parts.policies, by.today), firm.uscc, by.today)
  if (on.terms.exclusions.dishonestDebtors && isListed) return refuse('bridge-conditions-record')
  const fine = checkBridgeAmount(on.terms, sums, bridge.amountFen)
  return fine.ok ? done({ promise }) : fine
}

const handOf: Readonly<Partial<Record<Role, Hand>>> = {
  ...{ 'pool-operator': 'maker', 'pool-checker': 'checker', 'bureau-head': 'third' },
}

/**
 * Anybody whose step it is says no, in words that the firm reads.
 * Refuses: `bridge-move-not-allowed` (it is not his step, or not any more), `bridge-same-person`, `stale`.
 */
export const refuseCase = (parts: With, by: By, id: Id<'bridge'>, version: number, why: string) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    const { state } = one.bridge
    const { role } = present(by.person, 'who says no')
    if (!mayRefuse(role, state))
      return refuse('bridge-move-not-allowed', { values: { state, to: 'refused' } })
    return end(tx, by, parts, one, 'refused', why, handOf[role])
  })
