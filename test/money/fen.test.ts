import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type Fen,
  fen,
  larger,
  minus,
  negative,
  noFen,
  parseYuan,
  part,
  plus,
  showWan,
  showYuan,
  smaller,
  times,
} from '../../server/money/fen.ts'
import { down, exactlyHalved, halfUp, halfUpPlain, nearest, up } from '../../server/money/rounding.ts'
import { table, whole } from '../support/table.ts'

const most = Number.MAX_SAFE_INTEGER
const fens = fc.maxSafeInteger().map(fen)

describe('an amount', () => {
  for (const n of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)])
    test(`is never ${n} fen`, () => assert.throws(() => fen(n), /not whole fen/))

  test('refuses a sum past 2^53, also when a later term would bring it back', () => {
    assert.throws(() => plus(fen(most), fen(1)))
    assert.throws(() => plus(fen(most), fen(1), fen(-1)))
    assert.throws(() => minus(fen(-most), fen(1)))
    assert.throws(() => times(fen(2 ** 52), 2))
    assert.throws(() => times(fen(100), 0.5))
  })

  test('knows one zero only', () => {
    assert.ok(Object.is(fen(-0), 0))
    assert.ok(Object.is(negative(noFen), 0))
    assert.ok(Object.is(times(fen(-5), 0), 0))
  })

  test('adds and subtracts exactly', () => {
    assert.equal(plus(), 0)
    assert.equal(plus(fen(10), fen(20), fen(-5)), 25)
    assert.equal(minus(fen(most), fen(1)), most - 1)
    assert.equal(times(fen(333), 3), 999)
    assert.equal(smaller(fen(1), fen(2)), 1)
    assert.equal(larger(fen(1), fen(2)), 2)
  })

  test('takes a part with one rounding, exactly also past 2^53', () => {
    assert.equal(
      part(fen(most), 999_999, 1_000_000),
      Number((BigInt(most) * 999_999n + 500_000n) / 1_000_000n),
    )
    assert.throws(() => part(fen(most), 2, 1))
    assert.throws(() => part(fen(1), 0.5, 1))
    assert.throws(() => part(fen(1), 1, 0))
  })

  test('plain numbers take the same part as numbers of any size, on both sides of 2^51', () =>
    fc.assert(
      fc.property(
        fc.oneof(fc.integer(), fc.integer({ min: -(2 ** 51) - 9, max: 2 ** 51 + 9 })),
        fc.oneof(fc.nat(20), fc.integer({ min: 1, max: 2 ** 31 })),
        fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 2 ** 50 })),
        (amount, numerator, denominator) => {
          const exact = Number(halfUp(BigInt(amount) * BigInt(numerator), BigInt(denominator))) + 0
          if (Number.isSafeInteger(exact)) assert.equal(part(fen(amount), numerator, denominator), exact)
          else assert.throws(() => part(fen(amount), numerator, denominator))
        },
      ),
    ))

  test('halves of plain numbers are found at the half itself', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: exactlyHalved / 4 }), fc.nat(3), (denominator, times) => {
        for (const numerator of [-1, 0, 1].map(
          (by) => times * denominator + Math.floor(denominator / 2) + by,
        ))
          for (const signed of [numerator, -numerator])
            assert.equal(
              halfUpPlain(signed, denominator) + 0,
              Number(halfUp(BigInt(signed), BigInt(denominator))) + 0,
            )
      }),
    ))
})

describe('rounding says its name', () => {
  for (const row of table(`
    numerator | denominator | halfUp | down | up
    5         | 10          | 1      | 0    | 1
    4         | 10          | 0      | 0    | 1
    15        | 10          | 2      | 1    | 2
    10        | 10          | 1      | 1    | 1
    0         | 10          | 0      | 0    | 0
    1         | 3           | 0      | 0    | 1
    -5        | 10          | -1     | 0    | -1
    -4        | 10          | 0      | 0    | -1
  `))
    test(`${row.numerator} / ${row.denominator}`, () => {
      const [n, d] = [BigInt(row.numerator), BigInt(row.denominator)]
      assert.equal(Number(halfUp(n, d)), whole(row.halfUp))
      assert.equal(Number(down(n, d)), whole(row.down))
      assert.equal(Number(up(n, d)), whole(row.up))
    })

  test('needs a positive denominator', () => {
    for (const rounding of [halfUp, down, up]) assert.throws(() => rounding(1n, 0n))
  })

  test('a solved figure goes to the nearest whole one', () => {
    assert.equal(nearest(1.5), 2)
    assert.equal(nearest(-1.5), -2)
    assert.ok(Object.is(nearest(-0.2), 0))
    assert.throws(() => nearest(Number.NaN))
  })
})

describe('reading yuan', () => {
  for (const row of table(`
    typed              | code
                       | empty
    abc                | not-an-amount
    1,2                | not-an-amount
    12,34              | not-an-amount
    1,2345             | not-an-amount
    1.2.3              | not-an-amount
    .5                 | not-an-amount
    5.                 | not-an-amount
    1e5                | not-an-amount
    0x10               | not-an-amount
    +5                 | not-an-amount
    5 美元             | not-an-amount
    3千万              | not-an-amount
    NaN                | not-an-amount
    -1                 | negative
    －1                | negative
    −1                 | negative
    ¥ -1               | negative
    1.234              | too-many-decimals
    1.000              | too-many-decimals
    1.2345678万        | too-many-decimals
    90,071,992,547,410 | too-large
    99999999亿         | too-large
  `))
    test(`refuses '${row.typed}': ${row.code}`, () =>
      assert.deepEqual(parseYuan(row.typed), { ok: false, code: row.code }))

  test('refuses a number of any length without growing slow', () =>
    assert.deepEqual(parseYuan('9'.repeat(100_000)), { ok: false, code: 'too-large' }))

  for (const row of table(`
    typed                | fen
    0                    | 0
    0.01                 | 1
    1                    | 100
    1.5                  | 150
    20,000.50            | 2000050
    20000.50             | 2000050
    20 000.50            | 2000050
    ２０，０００．５０   | 2000050
    ¥20,000.50           | 2000050
    ￥ 20,000.50         | 2000050
    20,000.50 元         | 2000050
    2万                  | 2000000
    ２ 万元              | 2000000
    1.234567万           | 1234567
    1.2亿                | 12000000000
    30 亿元              | 300000000000
    0.0000000001亿       | 1
    90071992547409.91    | 9007199254740991
  `))
    test(`takes '${row.typed}'`, () =>
      assert.deepEqual(parseYuan(row.typed), { ok: true, fen: whole(row.fen) }))

  test('spaces around it do not matter', () =>
    assert.deepEqual(parseYuan('\u3000 12.30\t'), { ok: true, fen: 1230 }))
})

describe('showing yuan', () => {
  for (const row of table(`
    fen              | yuan                   | wan
    0                | 0.00                   | 0
    1                | 0.01                   | 0
    2000050          | 20,000.50              | 2
    123456           | 1,234.56               | 0.12
    4999             | 49.99                  | 0
    5000             | 50.00                  | 0.01
    105000           | 1,050.00               | 0.11
    1234500000       | 12,345,000.00          | 1,234.5
    300000000000     | 3,000,000,000.00       | 300,000
    9007199254740991 | 90,071,992,547,409.91  | 9,007,199,254.74
    -5               | -0.05                  | 0
    -1500000         | -15,000.00             | -1.5
  `))
    test(`${row.fen} fen`, () => {
      assert.equal(showYuan(fen(whole(row.fen))), row.yuan)
      assert.equal(showWan(fen(whole(row.fen))), row.wan)
    })

  test('what is shown can be read again, to the fen', () =>
    fc.assert(
      fc.property(fens, (amount: Fen) => {
        const size = fen(Math.abs(amount))
        assert.deepEqual(parseYuan(showYuan(size)), { ok: true, fen: size })
      }),
    ))
})
