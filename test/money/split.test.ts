import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Fen, fen, noFen, plus } from '../../server/money/fen.ts'
import { exactParts, newSeries, plainParts, split, splitNext } from '../../server/money/split.ts'
import { table, whole, words } from '../support/table.ts'

const amounts = fc.oneof(fc.maxSafeNat(), fc.nat(1000)).map(fen)
const weights = fc
  .array(fc.oneof(fc.nat(10_000), fc.maxSafeNat()), { minLength: 1, maxLength: 7 })
  .filter((list) => list.some((weight) => weight > 0))

describe('splitting an amount', () => {
  test('refuses what only a bug could ask', () => {
    assert.throws(() => split(fen(-1), [1]))
    assert.throws(() => split(fen(1), []))
    assert.throws(() => split(fen(1), [0, 0]))
    assert.throws(() => split(fen(1), [0.5, 0.5]))
    assert.throws(() => split(fen(1), [2, -1]))
  })

  for (const row of table(`
    fen       | weights             | parts
    100000001 | 4000 3000 2000 1000 | 40000001 30000000 20000000 10000000
    0         | 4000 3000 2000 1000 | 0 0 0 0
    1         | 4000 3000 2000 1000 | 1 0 0 0
    2         | 4000 3000 2000 1000 | 1 1 0 0
    3         | 4000 3000 2000 1000 | 1 1 1 0
    5         | 4000 3000 2000 1000 | 2 2 1 0
    9         | 4000 3000 2000 1000 | 3 3 2 1
    100       | 1 1 1               | 34 33 33
    101       | 1 1 1               | 34 34 33
    7         | 0 1 0               | 0 7 0
    5         | 5000 5000           | 3 2
    9007199254740991 | 3000 7000    | 2702159776422297 6305039478318694
  `))
    test(`${row.fen} by ${row.weights} is ${row.parts}`, () =>
      assert.deepEqual(
        split(fen(whole(row.fen)), words(row.weights).map(whole)),
        words(row.parts).map(whole),
      ))

  test('loses no fen, and gives nobody a whole fen more or less than his due', () =>
    fc.assert(
      fc.property(amounts, weights, (amount, list) => {
        const parts = split(amount, list)
        const total = list.reduce((sum, weight) => sum + BigInt(weight), 0n)
        assert.equal(plus(...parts), amount)
        for (const [party, part] of parts.entries()) {
          const off = BigInt(part) * total - BigInt(amount) * BigInt(list[party] ?? 0)
          assert.ok(off > -total && off < total)
          if (list[party] === 0) assert.equal(part, 0)
        }
      }),
    ))
})

describe('a split in plain numbers', () => {
  const shares = fc
    .array(fc.nat(10_000), { minLength: 1, maxLength: 9 })
    .filter((list) => list.some((weight) => weight > 0))
  const sumOf = (list: readonly number[]) => list.reduce((sum, weight) => sum + weight, 0)

  test('is the split in numbers of any size, up to the last amount whose products stay below 2^53', () =>
    fc.assert(
      fc.property(shares, fc.maxSafeNat(), (list, any) => {
        const sum = sumOf(list)
        const most = Math.floor(Number.MAX_SAFE_INTEGER / sum)
        for (const amount of [any % (most + 1), most, most - 1, any % 1000].filter((one) => one <= most)) {
          const whole = fen(Math.max(0, amount))
          assert.deepEqual(plainParts(whole, list, sum), exactParts(whole, list))
        }
      }),
      { numRuns: 1000 },
    ))

  test('is left for the other one fen later', () => {
    const list = [4000, 3000, 2000, 1000]
    for (const amount of [900_719_925_473, 900_719_925_474, 900_719_925_475, Number.MAX_SAFE_INTEGER])
      assert.deepEqual(split(fen(amount), list), exactParts(fen(amount), list))
  })

  test('of weights whose sum passes 2^53 is exact too', () => {
    const most = Number.MAX_SAFE_INTEGER
    assert.deepEqual(split(fen(10), [most, most, most - 1]), [4, 3, 3])
    assert.deepEqual(split(fen(0), [most, most]), [0, 0])
  })
})

/** Posts events one by one; checks every promise a single event makes. */
function posted(list: readonly number[], events: readonly Fen[]) {
  let series = newSeries(list)
  let aheadFen: readonly Fen[] = list.map(() => noFen)
  for (const event of events) {
    const next = splitNext(series, event)
    assert.equal(plus(...next.partsFen), event)
    assert.ok(next.partsFen.every((part) => part >= 0))
    assert.equal(plus(...next.aheadFen), 0)
    series = next.series
    aheadFen = next.aheadFen
  }
  return { series, aheadFen }
}

describe('splitting a series of events', () => {
  test('refuses to go backwards', () => assert.throws(() => splitNext(newSeries([1]), fen(-1))))

  test('4321: any sequence of partial claims ends where one sum would have', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000).map(fen), { maxLength: 30 }), (events) => {
        const shares = [4000, 3000, 2000, 1000]
        const { series } = posted(shares, events)
        assert.deepEqual(series.partsFen, split(plus(...events), shares))
      }),
    ))

  test('a negative difference is carried, never collected, and settled by what comes later', () => {
    // At 3 fen the third party has a fen that at 4 fen belongs to the others: quotas 1.71 1.71 0.57.
    const shares = [3, 3, 1]
    assert.deepEqual(split(fen(3), shares), [1, 1, 1])
    assert.deepEqual(split(fen(4), shares), [2, 2, 0])
    const first = splitNext(newSeries(shares), fen(3))
    const second = splitNext(first.series, fen(1))
    assert.deepEqual(second.partsFen, [1, 0, 0])
    assert.deepEqual(second.aheadFen, [0, -1, 1])
    const third = splitNext(second.series, fen(3))
    assert.deepEqual(third.partsFen, [1, 2, 0])
    assert.deepEqual(third.aheadFen, [0, 0, 0])
    assert.deepEqual(third.series.partsFen, split(fen(7), shares))
  })

  test('whatever the weights: no party is ever asked to give back, and whoever is ahead is so by a fen', () =>
    fc.assert(
      fc.property(
        fc
          .array(fc.nat(10), { minLength: 1, maxLength: 6 })
          .filter((list) => list.some((weight) => weight > 0)),
        fc.array(fc.nat(20).map(fen), { maxLength: 40 }),
        (list, events) => {
          const { series, aheadFen } = posted(list, events)
          const once = split(plus(...events), list)
          for (const [party, ahead] of aheadFen.entries()) {
            assert.ok(Math.abs(ahead) <= list.length - 1)
            assert.equal((series.partsFen[party] ?? 0) - ahead, once[party])
          }
        },
      ),
    ))
})
