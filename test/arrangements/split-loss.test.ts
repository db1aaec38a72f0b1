import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Loss, type Party, splitLoss } from '../../server/arrangements/index.ts'
import { columnOf } from '../../server/arrangements/split-loss.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { split } from '../../server/money/split.ts'
import { table, whole, wholeOrNull, words } from '../support/table.ts'
import { anyArrangement, arrangement, codes, freeOf, poolFree, smallFen, withLayers } from './sample.ts'

const refusal = (code: string, loss: Loss) => {
  const found = splitLoss(arrangement(code), loss)
  return found.ok ? 'ok' : `${found.refusal.code} ${found.refusal.field}`
}

describe('splitting a loss', () => {
  test('refuses what is no amount', () => {
    // As a caller without types would ask.
    const wrong = (value: number) => ({ ...JSON.parse('{}'), lossFen: value })
    for (const value of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      assert.equal(refusal('4321', wrong(value)), 'amount-wrong lossFen', String(value))
    assert.equal(refusal('4321', { lossFen: fen(1), recoveredFen: fen(-1) }), 'amount-wrong recoveredFen')
    assert.equal(
      refusal('startup-fund', { lossFen: fen(1), poolFreeFen: { fund: fen(-1) } }),
      'amount-wrong poolFreeFen.fund',
    )
  })

  test('refuses to guess what a pool has that carries a layer alone', () => {
    assert.equal(refusal('zhubaodai', { lossFen: fen(1) }), 'pool-free-missing poolFreeFen')
    assert.equal(
      refusal('zhubaodai', { lossFen: fen(1), poolFreeFen: { fund: fen(1) } }),
      'pool-free-missing poolFreeFen',
    )
    assert.equal(refusal('zhubaodai', { lossFen: fen(1), poolFreeFen: { borrowers: fen(0) } }), 'ok')
  })

  test('refuses money of a pool that does not share', () =>
    assert.equal(
      refusal('startup-fund', { lossFen: fen(1), poolFreeFen: { pool: fen(1) } }),
      'not-a-pool poolFreeFen.pool',
    ))

  // Shares in the order of the layers; the smallest sums by hand: quotas rounded down, left fen to the largest remainder.
  for (const row of table(`
    code            | loss      | free      | cash                                 | borne
    4321            | 100000001 | -         | 80000001 0 20000000 0                | 40000001 30000000 20000000 10000000
    4321            | 0         | -         | 0 0 0 0                              | 0 0 0 0
    4321            | 1         | -         | 1 0 0 0                              | 1 0 0 0
    4321            | 3         | -         | 2 0 1 0                              | 1 1 1 0
    4321            | 9         | -         | 7 0 2 0                              | 3 3 2 1
    tax-credit-pool | 1000      | -         | 300 700                              | 300 700
    tax-credit-pool | 1000      | 300       | 300 700                              | 300 700
    tax-credit-pool | 1000      | 299       | 299 701                              | 299 701
    tax-credit-pool | 1000      | 1         | 1 999                                | 1 999
    tax-credit-pool | 1000      | 0         | 0 1000                               | 0 1000
    tax-credit-pool | 7         | 100       | 2 5                                  | 2 5
    startup-fund    | 1000      | 800       | 800 200                              | 800 200
    startup-fund    | 1001      | 800       | 800 201                              | 800 201
    startup-fund    | 1000      | 333       | 333 667                              | 333 667
    zhubaodai       | 1000      | 400       | 400 0 600                            | 400 0 600
    zhengyinbao     | 1001      | -         | 300 200 501                          | 300 200 501
    national-fund   | 100000001 | -         | 0 0 80000001 20000000                | 20000000 20000000 40000001 20000000
  `)) {
    test(`${row.code}: ${row.loss} with ${row.free} free`, () => {
      const free = wholeOrNull(row.free)
      const found = splitLoss(arrangement(row.code), {
        lossFen: fen(whole(row.loss)),
        ...(free === null ? {} : { poolFreeFen: fen(free) }),
      })
      assert(found.ok)
      assert.equal(found.totalFen, whole(row.loss))
      assert.deepEqual(
        found.shares.map((share) => share.cashFen),
        words(row.cash).map(whole),
      )
      assert.deepEqual(
        found.shares.map((share) => share.borneFen),
        words(row.borne).map(whole),
      )
    })
  }

  test('each pool pays out of its own money where the pools are named', () => {
    const found = splitLoss(arrangement('zhubaodai'), {
      lossFen: fen(1000),
      poolFreeFen: { borrowers: fen(100), fund: fen(300) },
    })
    assert(found.ok)
    assert.deepEqual(
      found.shares.map((share) => `${share.party} ${share.borneFen}`),
      ['borrowers 100', 'fund 300', 'bank 600'],
    )
  })

  test('a first loan and one without security get five points more from the pool', () => {
    for (const variant of ['first-loan', 'pure-credit'] as const) {
      const found = splitLoss(arrangement('tax-credit-pool', variant), { lossFen: fen(1000) })
      assert(found.ok)
      assert.deepEqual(
        found.shares.map((share) => share.borneFen),
        [350, 650],
      )
    }
  })

  test('a first payer who pays in full collects the share of the bank too', () => {
    const full = { ...arrangement('4321'), firstPayer: { party: 'guarantor', mode: 'full' } } as const
    const found = splitLoss(full, { lossFen: fen(1000) })
    assert(found.ok)
    assert.deepEqual(
      found.shares.map((share) => share.cashFen),
      [1000, 0, 0, 0],
    )
    assert.deepEqual(
      found.shares.map((share) => share.borneFen),
      [400, 300, 200, 100],
    )
  })

  for (const row of table(`
    recovered | cost | borne           | surplus | open
    0         | 0    | 400 300 200 100 | 0       | 0
    100       | 100  | 400 300 200 100 | 0       | 0
    100       | 130  | 400 300 200 100 | 0       | 30
    101       | 100  | 399 300 200 100 | 0       | 0
    500       | 0    | 200 150 100 50  | 0       | 0
    600       | 100  | 200 150 100 50  | 0       | 0
    999       | 0    | 1 0 0 0         | 0       | 0
    1000      | 0    | 0 0 0 0         | 0       | 0
    1001      | 0    | 0 0 0 0         | 1       | 0
    5000      | 100  | 0 0 0 0         | 3900    | 0
  `)) {
    test(`${row.recovered} recovered at a cost of ${row.cost}: costs first, then by what was borne`, () => {
      const found = splitLoss(arrangement('4321'), {
        lossFen: fen(1000),
        recoveredFen: fen(whole(row.recovered)),
        recoveryCostFen: fen(whole(row.cost)),
      })
      assert(found.ok)
      assert.deepEqual(
        found.shares.map((share) => share.borneFen),
        words(row.borne).map(whole),
      )
      assert.deepEqual(
        found.shares.map((share) => share.cashFen),
        [800, 0, 200, 0],
      )
      assert.equal(found.surplusFen, whole(row.surplus))
      assert.equal(found.openCostFen, whole(row.open))
    })
  }

  // The insurer's half of the loss, beyond one and a half times its premium, goes half to the treasury.
  for (const row of table(`
    loss | premium | before | borne
    1000 | 334     | 0      | 300 200 500
    1000 | 333     | 0      | 301 200 499
    1000 | 332     | 0      | 301 200 499
    1000 | 200     | 0      | 400 200 400
    1000 | 0       | 0      | 550 200 250
    1000 | 400     | 600    | 550 200 250
    1000 | 400     | 300    | 400 200 400
    1000 | 400     | 900    | 550 200 250
  `)) {
    test(`政银保: premium ${row.premium}, paid before ${row.before}`, () => {
      const found = splitLoss(arrangement('zhengyinbao'), {
        lossFen: fen(whole(row.loss)),
        premium: { premiumFen: fen(whole(row.premium)), paidBeforeFen: fen(whole(row.before)) },
      })
      assert(found.ok)
      assert.deepEqual(
        found.shares.map((share) => share.borneFen),
        words(row.borne).map(whole),
      )
      assert.deepEqual(
        found.shares.map((share) => share.cashFen),
        [300, 200, 500],
      )
    })
  }

  test('a layer with an amount takes it to the last fen and no more', () => {
    const layered = withLayers('treasury 10000 ≤ 100', 'guarantor 5000 bank 5000 ≤ 300', 'bank 10000')
    const borne = (lossFen: number) => {
      const found = splitLoss(layered, { lossFen: fen(lossFen) })
      assert(found.ok)
      return found.shares.map((share) => share.borneFen).join(' ')
    }
    assert.equal(borne(99), '99 0 0')
    assert.equal(borne(100), '100 0 0')
    assert.equal(borne(101), '100 1 0')
    assert.equal(borne(400), '100 150 150')
    assert.equal(borne(401), '100 150 151')
  })

  test('the greatest amount that can be counted is split like any other', () => {
    const lossFen = fen(Number.MAX_SAFE_INTEGER)
    for (const code of codes) {
      const found = splitLoss(arrangement(code), { lossFen, poolFreeFen: lossFen, recoveredFen: lossFen })
      assert(found.ok, code)
      assert.equal(columnOf(found.shares, 'cashFen'), lossFen)
      assert.equal(columnOf(found.shares, 'borneFen'), 0)
    }
  })
})

describe('whatever the arrangement', () => {
  const losses = fc.record({ lossFen: smallFen, recoveredFen: smallFen, recoveryCostFen: smallFen })

  test('parts add up, nobody pays less than nothing, nobody gets back more than he bore', () =>
    fc.assert(
      fc.property(anyArrangement, poolFree, losses, (one, pools, loss) => {
        const poolFreeFen = freeOf(one, pools)
        const found = splitLoss(one, { ...loss, poolFreeFen })
        const before = splitLoss(one, { lossFen: loss.lossFen, poolFreeFen })
        assert(found.ok && before.ok)
        assert.equal(columnOf(found.shares, 'cashFen'), loss.lossFen)
        assert.equal(columnOf(found.shares, 'borneFen'), loss.lossFen - found.returnedFen)
        assert.equal(
          found.returnedFen + found.surplusFen + Math.min(loss.recoveredFen, loss.recoveryCostFen),
          loss.recoveredFen,
        )
        for (const [at, share] of found.shares.entries()) {
          assert.ok(share.cashFen >= 0 && share.borneFen >= 0)
          assert.ok(share.borneFen <= (before.shares[at]?.borneFen ?? 0))
        }
      }),
    ))

  test('no pool pays beyond its free money, and a layer with an amount stops at it', () =>
    fc.assert(
      fc.property(anyArrangement, poolFree, smallFen, (one, pools, lossFen) => {
        const poolFreeFen = freeOf(one, pools)
        const found = splitLoss(one, { lossFen, poolFreeFen })
        assert(found.ok)
        const free = new Map<Party, number>(
          one.layers.flatMap(({ limit }) =>
            limit.kind === 'pool' ? [[limit.party, pools[limit.party] ?? 0]] : [],
          ),
        )
        for (const share of found.shares)
          assert.ok(share.borneFen <= (free.get(share.party) ?? Number.POSITIVE_INFINITY))
        const [first] = one.layers
        if (first?.limit.kind === 'amount') {
          const inFirst = Math.min(lossFen, first.limit.limitFen)
          const alone = split(
            fen(inFirst),
            first.shares.map(({ basisPoints }) => basisPoints),
          )
          for (const [at, { party }] of first.shares.entries()) {
            const borne = found.shares.find((share) => share.party === party)?.borneFen ?? noFen
            assert.ok(borne >= (alone[at] ?? 0))
          }
        }
      }),
    ))

  test('with two in its layer a pool pays to the last fen before anything falls through', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), smallFen, smallFen, (weight, free, lossFen) => {
        const one = withLayers(`fund ${weight} bank ${10_000 - weight} ≤ fund`, 'treasury 10000')
        const found = splitLoss(one, { lossFen, poolFreeFen: free })
        assert(found.ok)
        const [fund, , treasury] = found.shares
        assert.ok((treasury?.borneFen ?? 0) === 0 || fund?.borneFen === free)
      }),
    ))

  test('one sum for all pools is never passed by all of them together', () =>
    fc.assert(
      fc.property(anyArrangement, smallFen, smallFen, (one, lossFen, poolFreeFen) => {
        const found = splitLoss(one, { lossFen, poolFreeFen })
        assert(found.ok)
        const drawn = found.shares.filter(({ party }) => ['pool', 'fund', 'borrowers'].includes(party))
        assert.ok(columnOf(drawn, 'borneFen') <= poolFreeFen)
      }),
    ))
})
