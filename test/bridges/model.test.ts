import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { byPlatform } from '../../server/accounts/index.ts'
import { bridgeFee, bridgePolicyOn } from '../../server/bridge-pool/index.ts'
import { closeBridgeDay, undoBack, undoPayout } from '../../server/bridges/index.ts'
import { proveExposures } from '../../server/exposures/index.ts'
import { verifyLedger } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { isWorkday } from '../../server/money/workdays.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { codeOf } from '../applications/played.ts'
import { town } from '../support/app.ts'
import { copiesOf } from './copied.ts'
import { Model, portion, type Step } from './model.ts'
import { checked, dueLoan, hands, million, pool } from './played.ts'

const amounts = [40_000_000, 30_000_000, 50_000_000, 20_000_000]
const money = 80_000_000
const which = fc.nat({ max: amounts.length - 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('approve', 'pay'), which }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('back'), which, tenths: fc.integer({ min: 1, max: 11 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('undo-payout', 'undo-back', 'fee'), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sleep'), days: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'night' }) },
) as fc.Arbitrary<Step>

/** A run that comes across every yes and every no, before those that chance makes. */
const tour: Step[] = [
  ...[0, 1, 2, 3].map((which): Step => ({ do: 'approve', which })),
  { do: 'approve', which: 0 },
  { do: 'pay', which: 2 },
  { do: 'pay', which: 0 },
  { do: 'back', which: 1, tenths: 1 },
  { do: 'undo-payout', which: 0 },
  { do: 'pay', which: 0 },
  { do: 'back', which: 0, tenths: 11 },
  { do: 'back', which: 0, tenths: 5 },
  { do: 'undo-back', which: 0 },
  { do: 'undo-back', which: 0 },
  { do: 'back', which: 0, tenths: 10 },
  { do: 'undo-back', which: 0 },
  { do: 'undo-payout', which: 3 },
  { do: 'fee', which: 3 },
  { do: 'fee', which: 0 },
  { do: 'sleep', days: 8 },
  { do: 'pay', which: 1 },
  { do: 'night' },
  { do: 'approve', which: 1 },
  { do: 'pay', which: 1 },
  { do: 'sleep', days: 8 },
  { do: 'sleep', days: 8 },
  { do: 'night' },
  // On a Sunday in the Qingming holiday, and on the first day after it.
  { do: 'sleep', days: 2 },
  { do: 'back', which: 1, tenths: 10 },
  { do: 'sleep', days: 2 },
  { do: 'back', which: 1, tenths: 10 },
]
const everything = [
  ...['approve', 'pay', 'back', 'fee', 'undo-payout', 'undo-back', 'sleep', 'night', 'overdue'],
  ...['bridge-no-reservation', 'bridge-not-out', 'bridge-back-too-much'],
  ...[
    'bridge-payout-stands',
    'bridge-nothing-back',
    'pool-short',
    'bridge-move-not-allowed',
    'reservation-expired',
    'bridge-day-off',
  ],
]

describe('a bridge pool', () => {
  test('answers any order of reserving, expiring, paying, returning, falling late and undoing as a child would', async () => {
    const made = await town()
    const { store, parts, by, cast, clock } = made
    const first = clock.today()
    const begin = await pool(made, million, 'yongchun-2024', 'first')
    const one = await checked(made, await dueLoan(made), begin)
    const play = hands(made)
    const policy = bridgePolicyOn(parts.policies, 'yongchun-2024', first)
    assert(policy.ok)
    const seen = new Set<string>()
    const run = async (steps: readonly Step[]) => {
      clock.set(`${first}T01:30:00.000Z`)
      const at = await pool(made, money, 'yongchun-2024', `p-${newId()}`)
      const ids = (
        await copiesOf(made, one, amounts.length, (count) => ({
          ...{ poolId: at.id, amountFen: fen(present(amounts[count], 'an amount')) },
        }))
      ).map(({ id }) => id)
      const { calendar } = parts.reference
      const model = new Model(money, amounts, (days) => !isWorkday(calendar, plusDays(first, days)))
      const fees = new Map<string, number>()
      const taken = async (asked: Step): Promise<string> => {
        if (asked.do === 'night') {
          await closeBridgeDay(parts, byPlatform(clock.now(), clock.today()))
          return 'done'
        }
        if (asked.do === 'sleep') {
          clock.set(`${plusDays(first, model.day)}T01:30:00.000Z`)
          return 'done'
        }
        const id = present(ids[asked.which], 'a case')
        const { version, state } = await play.now(id)
        if (asked.do === 'approve') return codeOf(await play.approve(id))
        if (asked.do === 'pay') return codeOf(await play.pay(id))
        if (asked.do === 'back')
          return codeOf(await play.back(id, portion(amounts[asked.which] ?? 0, asked.tenths)))
        if (asked.do === 'undo-payout')
          return codeOf(await undoPayout(parts, by(cast.song), id, version, '录错'))
        if (asked.do === 'undo-back') return codeOf(await undoBack(parts, by(cast.song), id, version, '录错'))
        const outcome = await play.fee(id)
        if (outcome.ok) fees.set(id, outcome.bridge.feeFen)
        assert.ok(outcome.ok || state !== 'repaid')
        return codeOf(outcome)
      }
      for (const asked of steps) {
        const expected = model.take(asked)
        seen.add(expected ?? asked.do)
        assert.equal(await taken(asked), expected ?? 'done', JSON.stringify(asked))
        const [free = 0, reserved, out, paid = 0] = await play.balances(at)
        const charged = [...fees.values()].reduce((sum, one) => sum + one, 0)
        assert.equal(paid, charged)
        assert.deepEqual(
          [free - charged, reserved, out],
          [model.free, model.reserved, model.out],
          JSON.stringify(asked),
        )
        for (const [count, id] of ids.entries()) {
          const now = await play.now(id)
          const meant = present(model.cases[count], 'a case')
          assert.equal(now.state, meant.state, JSON.stringify(asked))
          if ((asked.do === 'night' && meant.state === 'paid') || meant.state === 'repaid')
            assert.equal(now.overdueSince !== null, meant.overdue)
          if (meant.overdue) seen.add('overdue')
          const due = meant.back.reduce((sum, { amount, day: on }) => {
            const days = { paidOutOn: plusDays(first, meant.paidOn), repaidOn: plusDays(first, on) }
            const fee = bridgeFee(
              policy.policy.value,
              { principalFen: fen(amount), ...days },
              parts.reference.calendar,
            )
            assert(fee.ok)
            return sum + fee.feeFen
          }, 0)
          assert.equal(now.feeFen, due)
        }
      }
    }
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 40 }), run), {
      ...{
        numRuns: store.dialect === 'sqlite' ? 20 : 6,
        endOnFailure: true,
        examples: [[tour]],
      },
    })
    assert.deepEqual(
      [...seen].filter((one) => one !== 'reservation-closed').toSorted(),
      everything.toSorted(),
    )
    assert.equal((await verifyLedger(store.read, parts)).fault, null)
    const { fault, entries } = await proveExposures(store.read)
    assert.equal(fault, null)
    assert.ok(entries > 0, 'money went out')
  })
})
