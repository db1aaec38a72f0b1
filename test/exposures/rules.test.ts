import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { herfindahl, points, squaresOf } from '../../server/exposures/concentration.ts'
import { between, countedIn, everybody, figureMoves, nothing } from '../../server/exposures/exposure.ts'
import { coverShares } from '../../server/exposures/shares.ts'
import { day } from '../../server/money/day.ts'
import { fen, plus } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { shipped } from './shipped.ts'

const on = day('2026-03-10')
const placed = {
  ...{ bankId: 'bank-a', guarantorId: 'g', district: '340603', industry: 'C', size: 'micro' as const },
  ...{ scheme: '4321', vintage: '2026Q1' },
}
const both = [
  { party: 'g', role: 'guarantor' as const, fen: fen(40) },
  { party: 'g', role: 'reguarantor' as const, fen: fen(30) },
  { party: 'bank-a', role: 'bank' as const, fen: fen(30) },
]

describe('what an exposure counts in', () => {
  test('who is two parties bears both shares, and its balance counts once', () => {
    const moves = figureMoves(placed, both, { balanceFen: fen(100), loans: 1, bearings: both }, on)
    const at = (party: string, place: string, dimension: string, key: string) => {
      const found = moves.filter(
        (one) => one.party === party && one.place === place && one.dimension === dimension && one.key === key,
      )
      assert.ok(found.length <= 1, 'each key once')
      const [one] = found
      return one ? [one.balanceFen, one.shareFen, one.loans] : null
    }
    assert.deepEqual(at('g', '3406', 'bank', 'bank-a'), [100, 70, 1])
    assert.deepEqual(at(everybody, '3406', 'party', 'g'), [100, 70, 1])
    assert.deepEqual(at(everybody, '340603', 'role', 'guarantor'), [100, 40, 1])
    assert.deepEqual(at('g', '3406', 'role', 'reguarantor'), [100, 30, 1])
    assert.deepEqual(at(everybody, '340603', 'vintage', '2026Q1'), [100, 100, 1])
    // The crossing of county and bearer is the city's.
    assert.equal(at('g', '340603', 'bank', 'bank-a'), null)
  })

  test('in a city the bearers add up to the whole, in every dimension', () => {
    const moves = figureMoves(placed, both, { balanceFen: fen(100), loans: 1, bearings: both }, on)
    for (const { dimension, key } of countedIn(placed, both).filter(({ party }) => party === everybody)) {
      if (dimension === 'role' || dimension === 'party') continue
      const own = moves.filter(
        (one) =>
          one.place === '3406' && one.dimension === dimension && one.key === key && one.party !== everybody,
      )
      assert.equal(plus(...own.map(({ shareFen }) => shareFen)), 100, dimension)
    }
  })

  test('a difference names what moved and nothing else', () => {
    const after = { balanceFen: fen(100), loans: 1, bearings: both }
    assert.equal(between(after, after), null)
    assert.deepEqual(between(nothing, after)?.bearings, both)
    const ended = between(after, nothing)
    assert.deepEqual([ended?.balanceFen, ended?.loans, ended?.bearings[0]?.fen], [-100, -1, -40])
  })
})

test('a cover is shared as if its pools had the money, and 助保金 up to what the borrower paid in', () => {
  const shares = (code: string, balance: number, deposit = 0) =>
    Object.fromEntries(
      coverShares(shipped(code), fen(balance), fen(deposit)).map(({ party, fen: share }) => [party, share]),
    )
  assert.deepEqual(shares('tax-credit-pool', 1_000), { pool: 300, bank: 700 })
  assert.deepEqual(shares('zhubaodai', 1_000, 100), { borrowers: 100, fund: 450, bank: 450 })
  assert.deepEqual(shares('zhubaodai', 1_000), { borrowers: 0, fund: 500, bank: 500 })
  assert.deepEqual(shares('zhengyinbao', 1_000), { treasury: 300, bank: 200, insurer: 500 })
})

test('the index of concentration is exact, from one who has all to many who have the same', () => {
  const of = (...amounts: number[]) => {
    const all = amounts.map((one) => fen(one))
    return herfindahl(squaresOf(all), plus(...all))
  }
  assert.equal(of(7), 1_000_000)
  assert.equal(of(5, 5), 500_000)
  assert.equal(of(...Array.from({ length: 10 }, () => 300_000_000_000)), 100_000)
  assert.equal(of(2, 1), 555_556)
  assert.equal(herfindahl(0n, fen(0)), null)
  assert.equal(points(ppm(180_000)), 1_800)
})
