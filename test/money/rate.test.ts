import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parsePercent, ppm, showPercent, showPercentInFull } from '../../server/money/rate.ts'
import { table, whole } from '../support/table.ts'

describe('a rate', () => {
  for (const n of [0.5, Number.NaN, 2 ** 53]) test(`is never ${n} ppm`, () => assert.throws(() => ppm(n)))

  for (const row of table(`
    typed     | code
              | empty
    -1        | negative
    －1%      | negative
    4,35      | not-a-rate
    4.35 ‰    | not-a-rate
    4.35%%    | not-a-rate
    .5        | not-a-rate
    abc       | not-a-rate
    4.35001   | too-many-decimals
    1000.0001 | too-large
    9e9       | not-a-rate
  `))
    test(`refuses '${row.typed}': ${row.code}`, () =>
      assert.deepEqual(parsePercent(row.typed), { ok: false, code: row.code }))

  for (const row of table(`
    typed    | ppm      | shown
    0        | 0        | 0.00%
    4.35     | 43500    | 4.35%
    4.35%    | 43500    | 4.35%
    ４．３５％ | 43500    | 4.35%
    4.35 %   | 43500    | 4.35%
    4.4378   | 44378    | 4.4378%
    4.437    | 44370    | 4.437%
    5        | 50000    | 5.00%
    0.0001   | 1        | 0.0001%
    24       | 240000   | 24.00%
    1000     | 10000000 | 1000.00%
  `))
    test(`reads '${row.typed}' and shows ${row.shown}`, () => {
      assert.deepEqual(parsePercent(row.typed), { ok: true, ppm: whole(row.ppm) })
      assert.equal(showPercent(ppm(whole(row.ppm))), row.shown)
    })

  test('below zero is shown with its sign', () => assert.equal(showPercent(ppm(-500)), '-0.05%'))

  for (const row of table(`
    ppm      | shown
    43500    | 4.3500%
    44378    | 4.4378%
    0        | 0.0000%
    -100000  | -10.0000%
    7        | 0.0007%
    10000000 | 1000.0000%
  `))
    test(`${row.ppm} is shown in full as ${row.shown}`, () =>
      assert.equal(showPercentInFull(ppm(whole(row.ppm))), row.shown))

  test('what is shown can be read again', () =>
    fc.assert(
      fc.property(fc.nat(10_000_000), (n) =>
        assert.deepEqual(parsePercent(showPercent(ppm(n))), { ok: true, ppm: n }),
      ),
    ))
})
