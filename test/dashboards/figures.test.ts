import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { shareOf, spreadOf } from '../../server/dashboards/figures.ts'
import { funnelOf } from '../../server/dashboards/funnel.ts'
import { periodOf, periodsOn } from '../../server/dashboards/period.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { startOf } from '../../server/platform/clock.ts'
import { table, whole, words } from '../support/table.ts'

test('the funnel of a year of a large city has more needs than a call takes arguments', () => {
  const at = startOf(day('2026-03-10'))
  const need = { postedAt: at, takenAt: at, offeredAt: at, offeredFen: fen(200), drawnOn: day('2026-03-11') }
  const taken = Array.from({ length: 400_000 }, () => ({ ...need, amountFen: fen(300), drawnFen: fen(100) }))
  assert.deepEqual(
    funnelOf({ count: 500_000, amountFen: fen(150_000_000) }, taken).map(({ step, amountFen }) => [
      step,
      amountFen,
    ]),
    [
      ['posted', 150_000_000],
      ['taken', 120_000_000],
      ['offered', 80_000_000],
      ['drawn', 40_000_000],
    ],
  )
})

describe('median and ninetieth percentile', () => {
  test('of nothing are nothing', () => {
    assert.equal(spreadOf([]), null)
  })

  for (const row of table(`
    days                    | median | ninetieth
    4                       | 4      | 4
    9 1                     | 5      | 9
    1 2                     | 1.5    | 2
    3 1 2                   | 2      | 3
    10 2 4 4                | 4      | 10
    1 2 3 4 5 6 7 8 9       | 5      | 9
    10 9 8 7 6 5 4 3 2 1    | 5.5    | 9
    1 2 3 4 5 6 7 8 9 10 11 | 6      | 10
  `)) {
    test(`of ${row.days} are ${row.median} and ${row.ninetieth}`, () => {
      const days = words(row.days).map(whole)
      assert.deepEqual(spreadOf(days), {
        count: days.length,
        median: Number(row.median),
        ninetieth: whole(row.ninetieth),
      })
    })
  }
})

describe('a share', () => {
  for (const row of table(`
    part | whole | share
    0    | 7     | 0.0%
    1    | 3     | 33.3%
    2    | 3     | 66.7%
    1    | 2000  | 0.1%
    1    | 2001  | 0.0%
    7    | 7     | 100.0%
  `)) {
    test(`of ${row.part} in ${row.whole} is ${row.share}`, () => {
      assert.equal(shareOf(whole(row.part), whole(row.whole)), row.share)
    })
  }

  test('of nothing is none', () => assert.equal(shareOf(0, 0), null))
})

describe('periods', () => {
  for (const row of table(`
    today      | code    | from       | to
    2026-03-31 | 2026-q1 | 2026-01-01 | 2026-03-31
    2026-04-01 | 2026-q2 | 2026-04-01 | 2026-06-30
    2026-12-31 | 2026-q4 | 2026-10-01 | 2026-12-31
    2026-01-01 | 2025-q4 | 2025-10-01 | 2025-12-31
    2026-01-01 | 2025    | 2025-01-01 | 2025-12-31
    2026-01-01 | 2019    | 2026-01-01 | 2026-12-31
    2026-01-01 | 2026-q9 | 2026-01-01 | 2026-12-31
  `)) {
    test(`on ${row.today} ${row.code} goes from ${row.from} to ${row.to}`, () => {
      const { from, to } = periodOf(row.code, day(row.today))
      assert.deepEqual([from, to], [row.from, row.to])
    })
  }

  test('to choose from are eight quarters, three years and all', () => {
    const codes = periodsOn(day('2026-02-01')).map(({ code }) => code)
    assert.deepEqual(codes, [
      'all',
      ...['2026', '2025', '2024'],
      ...['2026-q1', '2025-q4', '2025-q3', '2025-q2', '2025-q1', '2024-q4', '2024-q3', '2024-q2'],
    ])
    assert.deepEqual(periodOf('all', day('2026-02-01')), { code: 'all', from: null, to: null })
  })
})
