import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { warningPolicies } from '../../seeds/reference/warning-rules.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { checkValue } from '../../server/policies/kinds.ts'
import * as found from '../../server/warnings/finding.ts'
import { precisionByQuarter } from '../../server/warnings/pages-precision.ts'
import { checkWarningRule, kindOfPart, type RulePart, warningShapes } from '../../server/warnings/rule.ts'
import * as warning from '../../server/warnings/warning.ts'
import { table } from '../support/table.ts'

const shipped = (part: RulePart) =>
  present(
    warningPolicies.find(({ code }) => code === kindOfPart[part]),
    'a rule that ships',
  ).value
const rule = {
  overdue: warningShapes.overdue.parse(shipped('overdue')),
  concentration: warningShapes.concentration.parse(shipped('concentration')),
  claimRate: warningShapes.claimRate.parse(shipped('claimRate')),
  bridge: warningShapes.bridge.parse(shipped('bridge')),
  product: warningShapes.product.parse(shipped('product')),
}
const shown = (one: found.Found | null) => (one ? `${one.have} ${one.want} ${one.mark}` : '-')

describe('each rule at its threshold', () => {
  test('overdue: the last line that the days have reached', () => {
    for (const { days, says } of table(`
      days | says
      0    | -
      1    | 1 1 1
      29   | 29 1 1
      30   | 30 30 2
      89   | 89 30 2
      90   | 90 90 3
      400  | 400 90 3
    `))
      assert.equal(shown(found.overdueFound(Number(days), rule.overdue)), says, days)
  })

  test('concentration: at the line itself, to the fen, and of nobody who is too small', () => {
    for (const { dimension, part, whole, says } of table(`
      dimension | part        | whole      | says
      customer  | 100000000   | 1000000000 | 100000 100000 100000
      customer  | 99999999    | 1000000000 | -
      customer  | 100000001   | 1000000000 | 100000 100000 100000
      customer  | 999999999   | 999999999  | -
      circle    | 149999999   | 1000000000 | -
      circle    | 150000000   | 1000000000 | 150000 150000 150000
      bank      | 499999999   | 1000000000 | -
      bank      | 500000000   | 1000000000 | 500000 500000 500000
      industry  | 500000000   | 1000000000 | 500000 500000 500000
      industry  | 0           | 0          | -
    `)) {
      const sums = { partFen: fen(Number(part)), wholeFen: fen(Number(whole)) }
      const one = found.concentrationFound(dimension as warning.Concentration, sums, rule.concentration)
      assert.equal(shown(one), says, `${dimension} ${part}`)
    }
  })

  test('claim rate: at a part of the warning line, at it, and at the stop line', () => {
    for (const { bad, whole, warn, stop, says } of table(`
      bad    | whole   | warn  | stop  | says
      0      | 1000000 | 30000 | 50000 | -
      23999  | 1000000 | 30000 | 50000 | -
      24000  | 1000000 | 30000 | 50000 | 24000 24000 1
      29999  | 1000000 | 30000 | 50000 | 29999 24000 1
      30000  | 1000000 | 30000 | 50000 | 30000 30000 2
      49999  | 1000000 | 30000 | 50000 | 49999 30000 2
      50000  | 1000000 | 30000 | 50000 | 50000 50000 3
      50000  | 1000000 | -     | 50000 | 50000 50000 3
      49999  | 1000000 | -     | 50000 | -
      900000 | 1000000 | -     | -     | -
      5      | 0       | 30000 | 50000 | -
    `)) {
      const line = (text: string) => (text === '-' ? null : Number(text))
      const rate = {
        badFen: fen(Number(bad)),
        wholeFen: fen(Number(whole)),
        warnPpm: line(warn),
        stopPpm: line(stop),
      }
      assert.equal(shown(found.claimRateFound(rate, rule.claimRate)), says, `${bad} of ${whole}`)
    }
  })

  test('bridges, letters and products', () => {
    assert.deepEqual(
      [2, 3, 4].map((times) => shown(found.bridgeFound(times, rule.bridge))),
      ['-', '3 2 3', '4 2 4'],
    )
    assert.deepEqual(
      [0, 1].map((out) => shown(found.promiseFound(fen(out)))),
      ['-', '1 0 1'],
    )
    const silent = (due: number, answered: number) =>
      shown(found.silentFound({ due, answered }, rule.product))
    assert.deepEqual([silent(2, 0), silent(3, 0), silent(30, 1)], ['-', '3 3 1', '-'])
  })
})

test('the same does not warn twice, worse does, and what is over warns anew', () => {
  for (const [before, found, news] of [
    [null, { mark: 1, step: 1 }, true],
    ['1', { mark: 1, step: 1 }, false],
    ['1', { mark: 2, step: 1 }, true],
    ['3', { mark: 2, step: 1 }, false],
    ['100000', { mark: 149_999, step: 50_000 }, false],
    ['100000', { mark: 150_000, step: 50_000 }, true],
    ['1', { mark: 7, step: null }, false],
    ['"C"', { mark: '"C"' }, false],
    ['"C"', { mark: '"D"' }, true],
    ['"D"', { mark: '"C"' }, true],
  ] as const)
    assert.equal(warning.isNews(before, found), news, `${before} ${JSON.stringify(found)}`)
})

test('who may do what with a warning', () => {
  const codes = (
    check: (one: { state: warning.WarningState }) => { ok: boolean; refusal?: { code: string } },
  ) =>
    warning.warningStates.map((state) => {
      const outcome = check({ state })
      return outcome.ok ? 'ok' : (outcome.refusal?.code ?? '')
    })
  const [acknowledged, assigned, closed] = ['warning-acknowledged', 'warning-assigned', 'warning-closed']
  assert.deepEqual(codes(warning.checkAcknowledging), ['ok', acknowledged, acknowledged, closed])
  assert.deepEqual(codes(warning.checkAssigning), ['ok', 'ok', assigned, closed])
  assert.deepEqual(codes(warning.checkClosing), ['warning-unread', 'ok', 'ok', closed])
})

test('precision is the confirmed among the closed, by rule and quarter, and none is no figure', () => {
  const of = (on: string, outcome: warning.Finding, count: number) =>
    ({ rule: 'overdue', closedOn: day(on), outcome, count }) as const
  const { quarters, rules } = precisionByQuarter([
    of('2026-03-31', 'confirmed', 2),
    of('2026-04-01', 'confirmed', 1),
    of('2026-06-30', 'false-alarm', 1),
    of('2026-06-30', 'undecided', 1),
  ])
  assert.deepEqual(quarters, ['2026Q2', '2026Q1'])
  const overdue = present(
    rules.find((one) => one.rule === 'overdue'),
    'the rule',
  )
  assert.deepEqual(
    [...overdue.quarters, overdue.all],
    [
      { closed: 3, confirmed: 1, falseAlarms: 1, ppm: 333_333 },
      { closed: 2, confirmed: 2, falseAlarms: 0, ppm: 1_000_000 },
      { closed: 5, confirmed: 3, falseAlarms: 1, ppm: 600_000 },
    ],
  )
  assert.equal(rules.find((one) => one.rule === 'concentration')?.all.ppm, null)
})

test('a rule that cannot be used says where, and each is held against its own shape only', () => {
  const faults = (part: RulePart, changes: object) =>
    checkWarningRule(kindOfPart[part], { ...Object(shipped(part)), ...changes }).map(({ code, field }) => [
      code,
      field,
    ])
  for (const { code, value } of warningPolicies) assert.deepEqual(checkValue(code, value), [], code)
  assert.deepEqual(faults('overdue', { secondDays: 91 }), [['ratios-in-wrong-order', 'thirdDays']])
  assert.deepEqual(faults('overdue', { firstDays: 0 }), [['figure-is-nothing', 'firstDays']])
  assert.deepEqual(faults('bridge', { timesAYear: 0 }), [['figure-is-nothing', 'timesAYear']])
  assert.deepEqual(faults('concentration', { bankSharePpm: ppm(0) }), [['figure-is-nothing', 'bankSharePpm']])
  assert.equal(checkValue('warning-silent-product', { isOn: true })[0]?.code, 'policy-malformed')
  assert.equal(checkValue('warning-tax', shipped('overdue'))[0]?.code, 'policy-malformed')
  assert.equal(checkValue('warning-rules', shipped('tax'))[0]?.code, 'unknown-policy-code')
})
