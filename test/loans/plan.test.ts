import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { arrears, daysLate, nextDue, paidSince, plan } from '../../server/loans/plan.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'

const agreed = { ratePpm: ppm(43_500), months: 12, method: 'equal-instalment' } as const
const paid = (principalFen: number, interestFen = 0) => [
  { principalFen: fen(principalFen), interestFen: fen(interestFen), paidOn: day('2026-04-01') },
]

describe('what is owed next', () => {
  const dues = plan(agreed, [{ amountFen: fen(100_000_000), drawnOn: day('2026-03-10') }])

  test('is the whole first instalment while nothing was paid', () => {
    assert.deepEqual(nextDue(dues, []), { dueOn: '2026-04-10', owedFen: 8_530_990, ofFen: 8_530_990 })
  })

  test('is the rest of it after a part was paid, down to the last fen', () => {
    assert.equal(nextDue(dues, paid(8_000_000, 530_989))?.owedFen, 1)
    assert.equal(nextDue(dues, paid(8_000_000, 530_990))?.dueOn, '2026-05-10')
  })

  test('adds up what several drawings owe on one day', () => {
    const two = plan(agreed, [
      { amountFen: fen(100_000_000), drawnOn: day('2026-03-10') },
      { amountFen: fen(100_000_000), drawnOn: day('2026-03-10') },
    ])
    assert.equal(nextDue(two, paid(8_530_990))?.owedFen, 8_530_990)
    assert.equal(nextDue(two, [])?.owedFen, 17_061_980)
  })

  test('is nothing when all is paid', () => {
    assert.equal(nextDue(dues, paid(200_000_000)), null)
  })
})

describe('what is collected of a loan that pools have paid for', () => {
  const dues = plan(agreed, [{ amountFen: fen(100_000_000), drawnOn: day('2026-03-10') }])
  const back = (principalFen: number, recoveryId: string | null) => ({
    ...{ principalFen: fen(principalFen), interestFen: fen(0), paidOn: day('2026-05-01'), recoveryId },
  })

  test('cures nothing, however much it is, until all is back; what the firm pays by its plan does', () => {
    const on = day('2026-05-11')
    assert.equal(daysLate(dues, [], on), 31)
    assert.equal(daysLate(dues, [back(90_000_000, 'recovery')], on), 31)
    assert.equal(daysLate(dues, [back(90_000_000, null)], on), 0)
    assert.equal(daysLate(dues, [back(90_000_000, 'recovery'), back(17_061_980, null)], on), 0)
    assert.equal(daysLate(dues, [back(100_000_000, 'recovery')], on), 0, 'all that was drawn came back')
  })

  test('leaves late what the plan asked for, and no more than it still asks for', () => {
    const on = day('2026-05-11')
    assert.equal(arrears(dues, [back(50_000_000, 'recovery')], on), 17_061_980)
    const asked = dues.reduce((sum, { paymentFen }) => sum + paymentFen, 0)
    assert.equal(arrears(dues, [back(99_000_000, 'recovery')], on), asked - 99_000_000)
  })
})

describe('when all that was drawn came back', () => {
  const half = fen(50_000_000)
  const back = (on: string, principalFen: number, interestFen = 0) => ({
    ...{ principalFen: fen(principalFen), interestFen: fen(interestFen), paidOn: day(on) },
  })
  const one = [{ amountFen: half, drawnOn: day('2026-03-10') }]
  const two = [...one, { amountFen: half, drawnOn: day('2026-06-10') }]
  const early = [back('2026-03-25', 50_000_000, 90_000)]

  test('nothing is late and nothing comes next, however long ago', () => {
    assert.equal(daysLate(plan(agreed, one), early, day('2027-06-01')), 0)
    assert.equal(nextDue(plan(agreed, one), early), null)
  })

  test('one fen short it is late as ever', () => {
    assert(daysLate(plan(agreed, one), [back('2026-03-25', 49_999_999)], day('2027-06-01')) > 0)
  })

  test('a later drawing of the rest is paid back by its own plan alone', () => {
    const dues = plan(agreed, two)
    assert.deepEqual(
      [nextDue(dues, early)?.dueOn, daysLate(dues, early, day('2026-07-10'))],
      ['2026-07-10', 0],
    )
    assert.equal(daysLate(dues, early, day('2026-07-11')), 1)
    const first = dues.find(({ part }) => part === 2)
    const paidFirst = back('2026-07-10', Number(first?.principalFen), Number(first?.interestFen))
    assert.equal(daysLate(dues, [...early, paidFirst], day('2026-07-11')), 0)
    assert.equal(nextDue(dues, [...early, paidFirst])?.dueOn, '2026-08-10')
  })

  test('so it is on the day on which the rest is drawn, and of the rest too', () => {
    const sameDay = [back('2026-06-10', 50_000_000)]
    assert.equal(
      nextDue(plan(agreed, two), sameDay)?.owedFen,
      nextDue(plan(agreed, two.slice(1)), [])?.owedFen,
    )
    assert.equal(
      daysLate(plan(agreed, two), [...sameDay, back('2026-06-20', 50_000_000)], day('2027-09-01')),
      0,
    )
  })

  test('a repayment that was reversed brings nothing back', () => {
    const reversed = [...early, back('2026-03-25', -50_000_000, -90_000)]
    assert.equal(daysLate(plan(agreed, one), reversed, day('2026-04-11')), 1)
  })
})

test('an instalment counts as paid since a loan caught up when its day is over', () => {
  const dues = plan(agreed, [{ amountFen: fen(100_000_000), drawnOn: day('2026-03-10') }])
  const since = (today: string) => paidSince(dues, day('2026-05-10'), day(today))
  assert.deepEqual(['2026-06-10', '2026-06-11', '2026-07-10', '2026-07-11'].map(since), [0, 1, 1, 2])
  assert.equal(paidSince(dues, null, day('2026-07-11')), 0)
})
