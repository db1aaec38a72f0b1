import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onward } from '../../seeds/stories/onward.ts'
import { type Day, day, plusDays, weekdayOf } from '../../server/money/day.ts'
import { dayOf, showInstant } from '../../server/platform/clock.ts'

/** Monday to Friday, without the first eight days of October. */
const onOrAfter = (one: Day): Day =>
  weekdayOf(one) > 5 || /-10-0[1-8]$/.test(one) ? onOrAfter(plusDays(one, 1)) : one

test('a step of a story is never told before the one that it follows, whatever day it is today', () => {
  const steps = [
    [40, '10:10'],
    [38, '15:20'],
    [37, '09:30'],
    [36, '14:00'],
    [34, '10:40'],
    [12, '11:00'],
    [9, '15:00'],
    [2, '10:00'],
  ] as const
  for (let today = day('2026-01-01'); today < '2027-01-01'; today = plusDays(today, 1)) {
    const at = onward(onOrAfter, today)
    const moments = steps.map(([ago, time]) => at(plusDays(today, -ago), time))
    assert.deepEqual(moments, [...new Set(moments)].toSorted(), today)
    assert.ok(
      moments.every((one) => dayOf(one) < today),
      today,
    )
  }
})

test('what falls on a weekend behind a step of Monday comes on Tuesday', () => {
  // Found complete on Saturday the 17th, approved on Monday the 19th: both would be told of that Monday.
  const at = onward(onOrAfter, day('2026-11-22'))
  assert.deepEqual([at(day('2026-10-17'), '14:00'), at(day('2026-10-19'), '10:40')].map(showInstant), [
    '2026-10-19 14:00',
    '2026-10-20 10:40',
  ])
})
