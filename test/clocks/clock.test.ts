import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import { countdown, goesOn, stopped } from '../../server/clocks/clock.ts'
import { dueWords } from '../../server/clocks/index.ts'
import { day } from '../../server/money/day.ts'
import { handClock } from '../../server/platform/clock.ts'
import { speak } from '../../server/platform/web/words.ts'
import { calendarOf, policyBook } from '../../server/policies/index.ts'
import { table, whole, yes } from '../support/table.ts'

const calendar = calendarOf(policyBook(referencePolicies))

describe('a clock that stands still while the other side owes something', () => {
  // 2026: 15–23 February off, 14 and 28 worked; 25–27 September and 1–7 October off, 20 September and 10 October worked.
  for (const row of table(`
    what                                | due        | stops      | left | on         | dueAgain
    within a week                       | 2026-03-24 | 2026-03-20 | 2    | 2026-03-25 | 2026-03-27
    over a weekend nothing is lost      | 2026-03-24 | 2026-03-20 | 2    | 2026-03-22 | 2026-03-24
    stopped and started on the same day | 2026-03-24 | 2026-03-20 | 2    | 2026-03-20 | 2026-03-24
    stopped on a Saturday               | 2026-03-24 | 2026-03-21 | 2    | 2026-03-28 | 2026-03-31
    before Spring Festival, back in it  | 2026-02-26 | 2026-02-13 | 4    | 2026-02-20 | 2026-02-27
    the worked Saturday counts          | 2026-02-28 | 2026-02-26 | 2    | 2026-02-27 | 2026-03-02
    a worked Sunday before Mid-Autumn   | 2026-09-24 | 2026-09-18 | 5    | 2026-09-25 | 2026-10-09
    over National Day, on a worked day  | 2026-10-10 | 2026-09-29 | 4    | 2026-10-10 | 2026-10-15
    due that day, back in the holidays  | 2026-09-30 | 2026-09-30 | 0    | 2026-10-03 | 2026-10-08
    due that day, back on a worked day  | 2026-10-10 | 2026-10-10 | 0    | 2026-10-10 | 2026-10-10
    late by one day stays late by one   | 2026-09-30 | 2026-10-08 | -1   | 2026-10-12 | 2026-10-10
    late by three stays late by three   | 2026-03-20 | 2026-03-25 | -3   | 2026-04-07 | 2026-04-01
  `))
    test(row.what, () => {
      const left = stopped(calendar, day(row.due), day(row.stops))
      assert.deepEqual(left, { ok: true, days: whole(row.left) })
      assert.deepEqual(goesOn(calendar, whole(row.left), day(row.on)), { ok: true, day: row.dueAgain })
    })

  test('is not guessed into a year that nobody knows', () => {
    const missing = { ok: false, code: 'calendar-missing', field: 'calendar', year: 2027 }
    assert.deepEqual(stopped(calendar, day('2027-01-05'), day('2026-12-30')), missing)
    assert.deepEqual(goesOn(calendar, 3, day('2026-12-30')), missing)
    assert.deepEqual(goesOn(calendar, 0, day('2027-01-05')), missing)
    assert.deepEqual(countdown(calendar, day('2027-01-05'), day('2026-12-30')), missing)
  })
})

describe('how far a day is', () => {
  const words = { zh: speak('zh'), en: speak('en') }
  for (const row of table(`
    due        | today      | late | days | zh                     | en
    2026-03-24 | 2026-03-20 | no   | 2    | 还有 2 个工作日        | 2 working days left
    2026-03-24 | 2026-03-23 | no   | 1    | 还有 1 个工作日        | 1 working day left
    2026-03-24 | 2026-03-24 | no   | 0    | 今天到期               | Due today
    2026-03-24 | 2026-03-25 | yes  | 1    | 已超期 1 个工作日      | Overdue by 1 working day
    2026-03-20 | 2026-03-22 | yes  | 0    | 2026-03-20 已到期      | Was due on 2026-03-20
    2026-03-22 | 2026-03-20 | no   | 0    | 2026-03-22 到期        | Due on 2026-03-22
    2026-02-26 | 2026-02-14 | no   | 3    | 还有 3 个工作日        | 3 working days left
    2026-09-30 | 2026-10-07 | yes  | 0    | 2026-09-30 已到期      | Was due on 2026-09-30
    2026-09-30 | 2026-10-08 | yes  | 1    | 已超期 1 个工作日      | Overdue by 1 working day
    2026-09-30 | 2026-10-11 | yes  | 3    | 已超期 3 个工作日      | Overdue by 3 working days
  `))
    test(`${row.due} on ${row.today}`, () => {
      const found = countdown(calendar, day(row.due), day(row.today))
      assert.deepEqual(found, { ok: true, late: yes(row.late), days: whole(row.days) })
      for (const language of ['zh', 'en'] as const)
        assert.deepEqual(dueWords(words[language], { calendar }, day(row.due), day(row.today)), {
          words: row[language],
          late: yes(row.late),
        })
    })

  test('beyond the known calendar the day itself stands there', () => {
    const clock = handClock('2026-12-30T01:30:00.000Z')
    const due = dueWords(words.en, { calendar }, day('2027-01-05'), clock.today())
    assert.deepEqual(due, { words: 'Due on 2027-01-05', late: false })
  })
})
