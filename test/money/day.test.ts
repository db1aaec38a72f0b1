import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  day,
  daysBetween,
  daysInMonth,
  isDay,
  isLeapYear,
  isMonthEnd,
  parseDay,
  plusDays,
  plusMonths,
  weekdayOf,
  yearOf,
} from '../../server/money/day.ts'
import { table, whole } from '../support/table.ts'

const days = fc
  .date({ min: new Date('1901-01-01'), max: new Date('2998-12-31'), noInvalidDate: true })
  .map((date) => day(date.toISOString().slice(0, 10)))

describe('a day', () => {
  for (const text of [
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-5',
    '1899-12-31',
    '3000-01-01',
    '2026-01-01T00:00',
    '',
  ])
    test(`is never '${text}'`, () => {
      assert.equal(isDay(text), false)
      assert.throws(() => day(text), /not a day/)
    })

  for (const row of table(`
    typed           | code
                    | empty
    2026-02-30      | not-a-day
    2026/13/1       | not-a-day
    20260230        | not-a-day
    2026年2月29日   | not-a-day
    2026/1-5        | not-a-day
    26-1-5          | not-a-day
    5/1/2026        | not-a-day
    tomorrow        | not-a-day
    2026-01-05x     | not-a-day
  `))
    test(`typed as '${row.typed}' is refused: ${row.code}`, () =>
      assert.deepEqual(parseDay(row.typed), { ok: false, code: row.code }))

  for (const typed of [
    '2026-01-05',
    '2026-1-5',
    '2026/1/5',
    '2026.1.5',
    '20260105',
    '2026年1月5日',
    '２０２６年０１月０５日',
    ' 2026 年 1 月 5 日 ',
  ])
    test(`may be typed as '${typed}'`, () =>
      assert.deepEqual(parseDay(typed), { ok: true, day: '2026-01-05' }))

  test('29 February exists in leap years only', () => {
    assert.deepEqual([2024, 2026, 2100, 2000].map(isLeapYear), [true, false, false, true])
    assert.deepEqual(parseDay('2024-02-29'), { ok: true, day: '2024-02-29' })
    assert.equal(daysInMonth(2000, 2), 29)
    assert.throws(() => daysInMonth(2000, 13))
  })

  test('every day of eleven centuries follows the one before, and has the right weekday', () => {
    let on = day('1900-01-01')
    let clock = Date.UTC(1900, 0, 1)
    for (; on < '2999-12-31'; on = plusDays(on, 1)) {
      const date = new Date(clock)
      assert.equal(on, date.toISOString().slice(0, 10))
      assert.equal(weekdayOf(on), ((date.getUTCDay() + 6) % 7) + 1)
      clock += 86_400_000
    }
    assert.throws(() => plusDays(on, 1))
  })
})

describe('counting months', () => {
  for (const row of table(`
    anchor     | months | day
    2026-01-31 | 1      | 2026-02-28
    2026-01-31 | 2      | 2026-03-31
    2024-01-31 | 1      | 2024-02-29
    2026-01-30 | 1      | 2026-02-28
    2026-01-28 | 1      | 2026-02-28
    2024-02-29 | 12     | 2025-02-28
    2024-02-29 | 48     | 2028-02-29
    2026-12-15 | 1      | 2027-01-15
    2026-03-31 | -1     | 2026-02-28
    2026-01-31 | -2     | 2025-11-30
    2026-05-31 | 0      | 2026-05-31
  `))
    test(`${row.anchor} and ${row.months} months is ${row.day}`, () =>
      assert.equal(plusMonths(day(row.anchor), whole(row.months)), row.day))

  // Apache Fineract, LoanApplicationScheduleMonthlyTest: a first repayment on 31 January keeps the 31st in mind.
  test('a series from 31 January 2023 comes back to the 31st', () => {
    const series = Array.from({ length: 14 }, (_, month) => plusMonths(day('2023-01-31'), month))
    assert.equal(
      series.join(' '),
      '2023-01-31 2023-02-28 2023-03-31 2023-04-30 2023-05-31 2023-06-30 2023-07-31 2023-08-31 2023-09-30 2023-10-31 2023-11-30 2023-12-31 2024-01-31 2024-02-29',
    )
    assert.equal(isMonthEnd(day('2023-02-28')), true)
    assert.equal(isMonthEnd(day('2024-02-28')), false)
  })
})

describe('counting days', () => {
  test('there and back is where one was', () =>
    fc.assert(
      fc.property(days, days, (from, to) => {
        assert.equal(plusDays(from, daysBetween(from, to)), to)
        assert.equal(daysBetween(from, to) + daysBetween(to, from), 0)
        assert.equal(daysBetween(from, to) > 0, to > from)
      }),
    ))

  test('half a day is a bug', () => {
    assert.throws(() => plusDays(day('2026-01-01'), 0.5))
    assert.throws(() => plusMonths(day('2026-01-01'), 0.5))
  })

  test('a year has 365 days, or 366', () => {
    assert.equal(daysBetween(day('2026-01-01'), day('2027-01-01')), 365)
    assert.equal(daysBetween(day('2024-01-01'), day('2025-01-01')), 366)
    assert.equal(yearOf(day('2026-07-01')), 2026)
  })
})
