import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type Asking,
  byGain,
  carriedBy,
  fitting,
  guaranteedBy,
  type Lever,
  largerSums,
  mostGained,
  triedShares,
  triedSums,
} from '../../server/cockpit/yuan.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { table } from '../support/table.ts'

const asking = (id: string, amount: number, other: Partial<Asking> = {}): Asking => ({
  ...{ id, firmId: id, amountFen: fen(amount), scope: 'yes', hasFen: noFen, ...other },
})
const lever = (room: number | null, other: Partial<Lever> = {}): Lever => ({
  ...{ capFen: null, isStopped: false, ...other },
  roomFen: (moreFen) => (room === null ? null : fen(room + moreFen)),
})

/** Needs that fit with nothing more and with the sums after it, a hundred fen each. */
const pointed = (name: string, needs: readonly number[]) => ({
  name,
  points: needs.map((fit, at) => ({
    ...{ moreFen: fen(at * 100), needs: fit, fitFen: fen(fit * 10) },
    short: { needs: 0, fen: noFen },
  })),
})

describe('where one more yuan does most', () => {
  const sums = [fen(100), fen(200), fen(300)]
  for (const row of table(`
    a       | b       | c       | most | sum
    3 4 5 6 | 0 2 2 2 | 9 9 9 9 | b    | 100
    3 4 5 6 | 0 1 9 9 | 9 9 9 9 | a    | 100
    3 3 3 6 | 0 0 2 2 | 9 9 9 9 | b    | 200
    3 3 3 3 | 0 0 0 0 | 9 9 9 9 | -    | -
  `))
    test(`of ${row.a}, ${row.b} and ${row.c} it is ${row.most} with ${row.sum}`, () => {
      const all = (['a', 'b', 'c'] as const).map((name) => pointed(name, row[name].split(' ').map(Number)))
      const most = mostGained(all, sums)
      assert.deepEqual([most?.one.name ?? '-', String(most?.moreFen ?? '-')], [row.most, row.sum])
    })

  test('of two that gain as many needs the one whose needs ask for more comes first, then as they were given', () => {
    const [small, other, large] = [
      pointed('small', [0, 1]),
      pointed('other', [0, 1]),
      pointed('large', [0, 1]),
    ]
    const [none, one] = large.points
    assert.ok(none && one)
    const larger = { name: 'large', points: [none, { ...one, fitFen: fen(99) }] }
    assert.deepEqual(
      byGain([small, other, larger], fen(100)).map(({ name }) => name),
      ['large', 'small', 'other'],
    )
  })

  test('the larger sums begin with the sum itself', () => {
    assert.deepEqual(largerSums(fen(100_000)), [100_000, 200_000, 400_000])
  })
})

describe('what one more yuan does', () => {
  const asked = [asking('a', 100), asking('b', 50), asking('c', 60)]

  // Needs of 100, 50 and 60: at the sum itself they fit, a fen below they do not.
  for (const row of table(`
    room | more | needs | fen
    0    | 0    | 0     | 0
    49   | 0    | 0     | 0
    49   | 1    | 1     | 50
    109  | 0    | 1     | 50
    109  | 1    | 2     | 110
    110  | 99   | 2     | 110
    110  | 100  | 3     | 210
  `))
    test(`with room for ${row.room} and ${row.more} more: ${row.needs}`, () => {
      const found = fitting(asked, lever(Number(row.room)), fen(Number(row.more)))
      assert.deepEqual([found.needs, found.fitFen], [Number(row.needs), Number(row.fen)])
      assert.equal(found.stopped.money.needs, 3 - found.needs)
    })

  test('each need that does not fit is counted once, under the first rule it meets', () => {
    const all = [
      asking('a', 10, { scope: 'no', hasFen: fen(999) }),
      asking('b', 10, { scope: 'unknown' }),
      asking('p', 10, { scope: 'kind', hasFen: fen(999) }),
      asking('c', 10, { hasFen: fen(90) }),
      asking('d', 10, { hasFen: fen(91) }),
      asking('e', 40, { firmId: 'firm' }),
      asking('f', 60, { firmId: 'firm' }),
      asking('g', 61, { firmId: 'firm' }),
    ]
    const found = fitting(all, lever(null, { capFen: fen(100) }), noFen)
    // c comes to the cap itself, d a fen over it; the second need of one firm counts on its first.
    assert.deepEqual([found.needs, found.firms, found.fitFen], [3, 2, 110])
    assert.deepEqual(
      Object.entries(found.stopped).map(([why, { needs }]) => [why, needs]),
      [
        ['kind', 1],
        ['scope', 1],
        ['unknown', 1],
        ['cap', 2],
        ['line', 0],
        ['money', 0],
      ],
    )
    const stopped = fitting(all, lever(null, { isStopped: true }), fen(1_000_000))
    assert.deepEqual([stopped.needs, stopped.stopped.line.needs], [0, 5])
  })

  test('more money never makes fewer fit, and no rule is ever broken', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ amount: fc.integer({ min: 1, max: 50 }), firm: fc.integer({ min: 0, max: 5 }) }),
        ),
        fc.nat(200),
        fc.nat(200),
        fc.nat(100),
        (drawn, room, more, cap) => {
          const all = drawn.map(({ amount, firm }, at) => asking(`${at}`, amount, { firmId: `${firm}` }))
          const own = lever(room, { capFen: fen(cap) })
          const [less, found] = [fitting(all, own, noFen), fitting(all, own, fen(more))]
          assert.ok(found.needs >= less.needs && found.fitFen <= room + more)
          const stopped = Object.values(found.stopped).reduce((sum, { needs }) => sum + needs, 0)
          assert.equal(found.needs + stopped, all.length)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('what money carries', () => {
  test('a pool: as much as it can pay its share of at its stop line, less what it stands for', () => {
    const terms = { stopLinePpm: 50_000, basisPoints: 3_000 }
    // 1.5 % of what it covers may fall to it: 15 carry 1,000.
    assert.equal(carriedBy({ freeFen: fen(15), coveredFen: fen(0) }, terms)(noFen), 1_000)
    assert.equal(carriedBy({ freeFen: fen(15), coveredFen: fen(999) }, terms)(noFen), 1)
    assert.equal(carriedBy({ freeFen: fen(15), coveredFen: fen(1_001) }, terms)(noFen), 0)
    assert.equal(carriedBy({ freeFen: fen(15), coveredFen: fen(1_001) }, terms)(fen(15)), 999)
    // 1 carries 66.67, cut down.
    assert.equal(carriedBy({ freeFen: fen(1), coveredFen: fen(0) }, terms)(noFen), 66)
    assert.equal(
      carriedBy({ freeFen: fen(1), coveredFen: fen(0) }, { ...terms, stopLinePpm: null })(noFen),
      null,
    )
  })

  test('a guarantor: its leverage of net assets, by its own share', () => {
    const own = { netAssetsFen: fen(100), liabilityFen: fen(998) }
    const terms = { times: 10, basisPoints: 4_000 }
    assert.equal(guaranteedBy(own, terms)(noFen), 5)
    assert.equal(guaranteedBy(own, terms)(fen(1)), 30)
    assert.equal(guaranteedBy({ ...own, liabilityFen: fen(1_001) }, terms)(noFen), 0)
  })

  test('is tried at nothing more, parts and multiples of a sum, and at shares beside the own', () => {
    assert.deepEqual(triedSums(fen(1_000_000)), [0, 250_000, 500_000, 1_000_000, 2_000_000, 4_000_000])
    assert.deepEqual(triedShares(3_000), [1_000, 2_000, 3_000, 4_000, 5_000])
    assert.deepEqual(triedShares(10_000), [8_000, 9_000, 10_000])
    assert.deepEqual(triedShares(1_000), [1_000, 2_000, 3_000])
  })
})
