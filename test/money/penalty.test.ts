import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../../server/money/day.ts'
import { type Overdue, penaltyInterest, penaltyRate } from '../../server/money/penalty.ts'
import { ppm } from '../../server/money/rate.ts'
import { granted, yuan } from './rows.ts'

const late: Overdue = {
  principalFen: yuan('100000'),
  interestFen: yuan('1000'),
  contractRatePpm: ppm(43_500),
  upliftPpm: ppm(500_000),
  dayCount: 'monthly',
  dueOn: day('2026-01-31'),
  paidOn: day('2026-03-02'),
}
const unsafe = (changes: Record<string, unknown>): Overdue => Object.assign({ ...late }, changes)

describe('penalty interest', () => {
  for (const { changes, code, field } of [
    { changes: { principalFen: -1 }, code: 'negative', field: 'principalFen' },
    { changes: { principalFen: 0.5 }, code: 'not-whole', field: 'principalFen' },
    { changes: { principalFen: 2 ** 52 }, code: 'too-large', field: 'principalFen' },
    { changes: { interestFen: -1 }, code: 'negative', field: 'interestFen' },
    { changes: { contractRatePpm: Number.NaN }, code: 'not-whole', field: 'contractRatePpm' },
    { changes: { upliftPpm: -1 }, code: 'negative', field: 'upliftPpm' },
    { changes: { upliftPpm: 10_000_001 }, code: 'too-large', field: 'upliftPpm' },
    { changes: { dayCount: 'x' }, code: 'unknown-choice', field: 'dayCount' },
    { changes: { dueOn: '2026-02-29' }, code: 'not-a-day', field: 'dueOn' },
    { changes: { paidOn: '2026-02-29' }, code: 'not-a-day', field: 'paidOn' },
    { changes: { paidOn: '2026-01-30' }, code: 'out-of-order', field: 'paidOn' },
    { changes: { paidOn: '2126-01-31' }, code: 'too-large', field: 'paidOn' },
  ])
    test(`${JSON.stringify(changes)} is refused: ${code}`, () =>
      assert.deepEqual(penaltyInterest(unsafe(changes)), { ok: false, code, field }))

  test('is nothing on the due day itself, and begins the day after', () => {
    assert.equal(granted(penaltyInterest(unsafe({ paidOn: '2026-01-31' }))).totalFen, 0)
    assert.equal(granted(penaltyInterest(unsafe({ paidOn: '2026-02-01' }))).days, 1)
  })

  test('counts days as they are, on principal and on unpaid interest, each rounded once', () =>
    assert.deepEqual(penaltyInterest(late), {
      ok: true,
      days: 30,
      ratePpm: 65_250,
      onPrincipalFen: 54_375,
      onInterestFen: 544,
      totalFen: 54_919,
    }))

  test('by actual/365 the same days cost less', () =>
    assert.equal(granted(penaltyInterest(unsafe({ dayCount: 'actual/365' }))).onPrincipalFen, 53_630))

  test('the largest that is taken stays below 2^53', () =>
    assert.ok(
      penaltyInterest(
        unsafe({
          principalFen: Math.floor(Number.MAX_SAFE_INTEGER / 5600),
          interestFen: 0,
          contractRatePpm: 10_000_000,
          upliftPpm: 10_000_000,
          paidOn: '2076-01-31',
        }),
      ).ok,
    ))

  test('the rate is the contract rate with its uplift, half up to the ppm', () => {
    assert.equal(penaltyRate(ppm(43_501), ppm(500_000)), 65_252)
    assert.equal(penaltyRate(ppm(43_500), ppm(0)), 43_500)
  })
})
