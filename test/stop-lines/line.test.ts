import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { claimRate, standingOf, stoppedUntil, yearLinesOf } from '../../server/stop-lines/line.ts'
import { checkStopRule, stopRuleShape } from '../../server/stop-lines/rule.ts'
import { table, whole } from '../support/table.ts'

describe('a claim rate', () => {
  for (const row of table(`
    claimed           | released          | least | rate   | stands
    0                 | 0                 | 0     | -      | too-little
    0                 | 100               | 0     | 0      | open
    2                 | 100               | 0     | 20000  | open
    29999             | 1000000           | 0     | 29999  | open
    30000             | 1000000           | 0     | 30000  | warned
    49999             | 1000000           | 0     | 49999  | warned
    50000             | 1000000           | 0     | 50000  | stopped
    149999999999999   | 3000000000000000  | 0     | 49999  | warned
    150000000000000   | 3000000000000000  | 0     | 50000  | stopped
    50                | 100               | 100   | 500000 | stopped
    50                | 100               | 101   | 500000 | too-little
    200               | 100               | 0     | 2000000 | stopped
  `))
    test(`${row.claimed} of ${row.released}: ${row.stands}`, () => {
      const sums = { claimedFen: fen(whole(row.claimed)), releasedFen: fen(whole(row.released)) }
      const lines = { warnPpm: ppm(30_000), stopPpm: ppm(50_000) }
      assert.equal(String(claimRate(sums.claimedFen, sums.releasedFen) ?? '-'), row.rate)
      assert.equal(standingOf(lines, sums, fen(whole(row.least))), row.stands)
    })

  test('without lines stays open', () =>
    assert.equal(
      standingOf({ warnPpm: null, stopPpm: null }, { claimedFen: fen(9), releasedFen: fen(9) }, fen(0)),
      'open',
    ))
})

test('a stop counts its first day', () =>
  assert.equal(stoppedUntil(day('2026-03-01'), { stopDays: 31 }), '2026-03-31'))

test('a rule whose warning lies above its stop, or that lasts no day, cannot be used', () => {
  const rule = {
    ...{ bankWarnPpm: 30_000, bankStopPpm: 50_000, guarantorWarnPpm: 30_000, guarantorStopPpm: 50_000 },
    ...{ stopDays: 90, leastReleasedFen: 0 },
  }
  // Rows from before there were lines of the year have none, and the year's rate stops nobody.
  assert.deepEqual(yearLinesOf(stopRuleShape.parse(rule), 'bank'), { warnPpm: null, stopPpm: null })
  const years = { bankYearWarnPpm: 2, bankYearStopPpm: 1, arrangementYearWarnPpm: 7, guarantorYearStopPpm: 9 }
  assert.deepEqual(
    checkStopRule({ ...rule, ...years }).map(({ field }) => field),
    ['bankYearWarnPpm'],
  )
  const read = stopRuleShape.parse({ ...rule, ...years })
  assert.deepEqual(yearLinesOf(read, 'arrangement'), { warnPpm: 7, stopPpm: null })
  assert.deepEqual(yearLinesOf(read, 'guarantor'), { warnPpm: null, stopPpm: 9 })
  assert.deepEqual(checkStopRule(rule), [])
  assert.deepEqual(
    checkStopRule({ ...rule, bankWarnPpm: 50_001, guarantorWarnPpm: 60_000, stopDays: 0 }).map(
      ({ field }) => field,
    ),
    ['bankWarnPpm', 'guarantorWarnPpm', 'stopDays'],
  )
  assert.equal(checkStopRule({ ...rule, more: 1 })[0]?.code, 'policy-malformed')
})
