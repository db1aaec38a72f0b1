import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Day, day, plusDays } from '../../server/money/day.ts'
import {
  type Calendar,
  isWorkday,
  knowsYear,
  plusWorkdays,
  workdayOnOrAfter,
  workdaysBetween,
  workdaysFrom,
} from '../../server/money/workdays.ts'
import { table, whole } from '../support/table.ts'

// 国务院办公厅关于2026年部分节假日安排的通知: Spring Festival, with 14 and 28 February worked for it.
const off = [
  '01-01',
  '01-02',
  '01-03',
  '02-15',
  '02-16',
  '02-17',
  '02-18',
  '02-19',
  '02-20',
  '02-21',
  '02-22',
  '02-23',
]
const work = ['01-04', '02-14', '02-28']
const calendar: Calendar = {
  years: new Set([2026]),
  kinds: new Map<Day, 'off' | 'work'>([
    ...off.map((text) => [day(`2026-${text}`), 'off'] as const),
    ...work.map((text) => [day(`2026-${text}`), 'work'] as const),
  ]),
}

describe('a year without a calendar', () => {
  const missing = { ok: false, code: 'calendar-missing', field: 'calendar', year: 2027 }

  test('is refused by name, and never guessed', () => {
    assert.deepEqual(plusWorkdays(calendar, day('2026-12-31'), 1), missing)
    assert.deepEqual(plusWorkdays(calendar, day('2026-12-28'), 4), missing)
    assert.deepEqual(plusWorkdays(calendar, day('2027-06-01'), -1), missing)
    assert.deepEqual(plusWorkdays(calendar, day('2026-01-01'), -1), { ...missing, year: 2025 })
    assert.deepEqual(workdayOnOrAfter(calendar, day('2027-01-01')), missing)
    assert.deepEqual(workdaysBetween(calendar, day('2026-12-01'), day('2027-01-01')), missing)
    assert.deepEqual(workdaysFrom(calendar, day('2026-12-01'), day('2027-01-02')), missing)
    assert.throws(() => isWorkday(calendar, day('2027-01-01')), /no calendar for 2027/)
    assert.equal(knowsYear(calendar, 2027), false)
  })

  test('is not asked when none of its days is needed', () => {
    assert.deepEqual(plusWorkdays(calendar, day('2025-12-31'), 1), { ok: true, day: '2026-01-04' })
    assert.deepEqual(plusWorkdays(calendar, day('2026-12-28'), 3), { ok: true, day: '2026-12-31' })
    assert.deepEqual(workdaysFrom(calendar, day('2026-12-31'), day('2027-01-01')), { ok: true, days: 1 })
  })

  test('is refused at the ends of time too', () => {
    const ends: Calendar = { years: new Set([1900, 2999]), kinds: new Map() }
    assert.deepEqual(plusWorkdays(ends, day('2999-12-30'), 5), { ...missing, year: 3000 })
    assert.deepEqual(plusWorkdays(ends, day('1900-01-02'), -5), { ...missing, year: 1899 })
  })
})

describe('working days', () => {
  for (const row of table(`
    day        | worked | why
    2026-02-13 | yes    | a Friday
    2026-02-14 | yes    | a Saturday worked for the festival
    2026-02-16 | no     | a Monday off
    2026-02-24 | yes    | the first day back
    2026-03-01 | no     | a Sunday
    2026-03-07 | no     | a Saturday
  `))
    test(`${row.day} is ${row.why}`, () =>
      assert.equal(isWorkday(calendar, day(row.day)), row.worked === 'yes'))

  for (const row of table(`
    from       | days | day        | why
    2026-02-13 | 0    | 2026-02-13 | nothing is added
    2026-02-15 | 0    | 2026-02-15 | nothing is added, not even from a holiday
    2026-02-13 | 1    | 2026-02-14 | a worked Saturday counts
    2026-02-13 | 2    | 2026-02-24 | the festival does not
    2026-02-13 | 3    | 2026-02-25 |
    2026-02-18 | 1    | 2026-02-24 | from within the festival
    2026-02-25 | -1   | 2026-02-24 | backwards
    2026-02-24 | -1   | 2026-02-14 | backwards over the festival
  `))
    test(`${row.days} after ${row.from} is ${row.day} ${row.why}`, () =>
      assert.deepEqual(plusWorkdays(calendar, day(row.from), whole(row.days)), { ok: true, day: row.day }))

  test('half a working day is a bug', () =>
    assert.throws(() => plusWorkdays(calendar, day('2026-02-13'), 0.5)))

  test('a term that ends on a holiday ends on the next working day', () => {
    assert.deepEqual(workdayOnOrAfter(calendar, day('2026-02-15')), { ok: true, day: '2026-02-24' })
    assert.deepEqual(workdayOnOrAfter(calendar, day('2026-02-14')), { ok: true, day: '2026-02-14' })
  })

  const inYear = fc.integer({ min: 0, max: 300 }).map((count) => plusDays(day('2026-01-01'), count))

  test('counting undoes adding', () =>
    fc.assert(
      fc.property(inYear, fc.integer({ min: 1, max: 30 }), (from, count) => {
        const added = plusWorkdays(calendar, from, count)
        assert.ok(added.ok)
        assert.deepEqual(workdaysBetween(calendar, from, added.day), { ok: true, days: count })
        const back = plusWorkdays(calendar, added.day, -count)
        if (back.ok)
          assert.deepEqual(workdaysBetween(calendar, added.day, back.day), { ok: true, days: -count })
      }),
    ))

  test('a span is the sum of its parts, whichever end counts', () =>
    fc.assert(
      fc.property(inYear, inYear, inYear, (a, b, c) => {
        const [first, middle, last] = [a, b, c].sort()
        assert.ok(first && middle && last)
        for (const count of [workdaysBetween, workdaysFrom]) {
          const one = count(calendar, first, middle)
          const two = count(calendar, middle, last)
          const all = count(calendar, first, last)
          assert.ok(one.ok && two.ok && all.ok)
          assert.equal(one.days + two.days, all.days)
        }
      }),
    ))
})
