import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { overdueDays } from '../../server/loans/loan.ts'
import { arrears } from '../../server/loans/plan.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { table, whole } from '../support/table.ts'

describe('the days a loan is overdue', () => {
  const dues = ['2026-01-31', '2026-02-28', '2026-03-31'].map((on) => ({
    dueOn: day(on),
    paymentFen: fen(100),
  }))
  for (const row of table(`
    paidFen | on         | days | why
    0       | 2026-01-30 | 0    | nothing is due yet
    0       | 2026-01-31 | 0    | the day it is due is in time
    0       | 2026-02-01 | 1    | the day after is the first
    99      | 2026-02-01 | 1    | one fen short is short
    100     | 2026-02-01 | 0    | the first is paid in full
    100     | 2026-03-01 | 1    | the second is not
    0       | 2026-03-01 | 29   | counted from the oldest
    150     | 2026-04-10 | 41   | half of the second counts as unpaid
    300     | 2027-01-01 | 0    | all is paid
    999     | 2027-01-01 | 0    | more than all is paid
    0       | 2027-01-31 | 365  | a year on
  `))
    test(`${row.paidFen} of 300 fen paid, on ${row.on}: ${row.days}, ${row.why}`, () => {
      assert.equal(overdueDays(dues, fen(whole(row.paidFen)), day(row.on)), whole(row.days))
    })

  test('are none when nothing was ever due', () => {
    assert.equal(overdueDays([], fen(0), day('2026-01-01')), 0)
  })

  test('cannot be counted from instalments out of order', () => {
    assert.throws(() => overdueDays(dues.toReversed(), fen(300), day('2026-01-01')), /order/)
  })
})

describe('arrears', () => {
  const dues = ['2026-01-31', '2026-02-28'].map((on) => ({
    ...{ part: 1, drawnOn: day('2025-12-31'), dueOn: day(on), paymentFen: fen(100) },
    ...{ principalFen: fen(90), interestFen: fen(10), balanceFen: fen(0) },
  }))
  for (const row of table(`
    paid | on         | arrears
    0    | 2026-01-31 | 0
    0    | 2026-02-01 | 100
    40   | 2026-02-01 | 60
    100  | 2026-02-28 | 0
    100  | 2026-03-01 | 100
    199  | 2026-03-01 | 1
    500  | 2026-03-01 | 0
  `))
    test(`${row.paid} of 200 fen paid, on ${row.on}: ${row.arrears}`, () => {
      const paid = [{ principalFen: fen(0), interestFen: fen(whole(row.paid)), paidOn: day('2026-01-20') }]
      assert.equal(arrears(dues, paid, day(row.on)), whole(row.arrears))
    })
})
