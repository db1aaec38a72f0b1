import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type Arrangement,
  newSharing,
  type Party,
  type SharingEvent,
  type SharingSeries,
  shareNext,
  splitLoss,
} from '../../server/arrangements/index.ts'
import { columnOf } from '../../server/arrangements/split-loss.ts'
import { fen, plus } from '../../server/money/fen.ts'
import { anyArrangement, arrangement, freeOf, poolFree, withLayers } from './sample.ts'

type Step = { readonly claim: number } | { readonly recovered: number; readonly cost: number }
type Pools = Readonly<Partial<Record<Party, number>>>

/** What a pool has now when it began with so much and nobody else draws on it. */
const leftNow = (series: SharingSeries, pools: Pools) =>
  Object.fromEntries(
    Object.entries(pools).map(([party, free]) => {
      const share = series.shares.find((one) => one.party === party)
      return [party, fen((free ?? 0) - (share?.borneFen ?? 0))]
    }),
  )

function eventOf(step: Step, series: SharingSeries, pools: Pools): SharingEvent {
  return 'claim' in step
    ? { kind: 'claim', lossFen: fen(step.claim), poolFreeFen: leftNow(series, pools) }
    : { kind: 'recovery', recoveredFen: fen(step.recovered), recoveryCostFen: fen(step.cost) }
}

/** Posts the steps one by one and checks every promise that a single event makes. */
function posted(one: Arrangement, steps: readonly Step[], pools: Pools = {}) {
  let series = newSharing(one)
  let off = 0
  for (const step of steps) {
    const event = eventOf(step, series, pools)
    const next = shareNext(one, series, event)
    assert(next.ok, next.ok ? '' : next.refusal.code)
    for (const posting of next.postings) {
      assert.ok(posting.cashFen >= 0 && posting.borneFen >= 0 && posting.returnedFen >= 0)
      if (event.kind === 'recovery') assert.ok(posting.cashFen === 0 && posting.borneFen === 0)
      else assert.equal(posting.returnedFen, 0)
      const left = event.kind === 'claim' ? leftNow(series, pools)[posting.party] : undefined
      assert.ok(left === undefined || (posting.cashFen <= left && posting.borneFen <= left))
    }
    const cash = plus(...next.postings.map(({ cashFen }) => cashFen))
    assert.equal(cash, event.kind === 'claim' ? event.lossFen : 0)
    series = next.series
    off = Math.max(...next.ahead.map((ahead) => Math.abs(ahead.fen)))
  }
  return { series, off }
}

function atOnce(one: Arrangement, steps: readonly Step[], pools: Pools = {}) {
  const sum = (amounts: readonly number[]) => fen(amounts.reduce((total, amount) => total + amount, 0))
  const found = splitLoss(one, {
    lossFen: sum(steps.map((step) => ('claim' in step ? step.claim : 0))),
    recoveredFen: sum(steps.map((step) => ('claim' in step ? 0 : step.recovered))),
    recoveryCostFen: sum(steps.map((step) => ('claim' in step ? 0 : step.cost))),
    poolFreeFen: leftNow(newSharing(one), pools),
  })
  assert(found.ok)
  return found.shares
}

const column = (shares: SharingSeries['shares'], name: 'cashFen' | 'borneFen') =>
  shares.map((share) => share[name])

const claims = fc.array(
  fc.integer({ min: 1, max: 400 }).map((claim): Step => ({ claim })),
  { maxLength: 12 },
)
const recoveries = fc.array(
  fc.record({ recovered: fc.integer({ min: 1, max: 400 }), cost: fc.nat(30) }).map((step): Step => step),
  { maxLength: 8 },
)
const mixed = fc
  .tuple(claims, recoveries)
  .chain(([one, other]) => fc.shuffledSubarray([...one, ...other], { minLength: one.length + other.length }))

describe('a series of claims and recoveries', () => {
  test('refuses what is no amount, and what is nothing', () => {
    const one = arrangement('4321')
    const refused = (event: SharingEvent) => {
      const next = shareNext(one, newSharing(one), event)
      return next.ok ? 'ok' : next.refusal.code
    }
    const nothing = fen(0)
    assert.equal(refused({ kind: 'claim', lossFen: nothing }), 'nothing-happened')
    assert.equal(
      refused({ kind: 'recovery', recoveredFen: nothing, recoveryCostFen: nothing }),
      'nothing-happened',
    )
    assert.equal(refused({ kind: 'claim', lossFen: fen(-1) }), 'amount-wrong')
    assert.equal(
      refused({ kind: 'recovery', recoveredFen: fen(-1), recoveryCostFen: nothing }),
      'amount-wrong',
    )
    const most = fen(Number.MAX_SAFE_INTEGER)
    const full = shareNext(one, newSharing(one), { kind: 'claim', lossFen: most })
    assert(full.ok)
    const over = shareNext(one, full.series, { kind: 'claim', lossFen: fen(1) })
    assert.equal(over.ok ? 'ok' : over.refusal.code, 'sum-too-large')
  })

  test('a pool with all the money that can be counted is no fault', () => {
    const one = arrangement('startup-fund')
    const poolFreeFen = fen(Number.MAX_SAFE_INTEGER)
    const first = shareNext(one, newSharing(one), { kind: 'claim', lossFen: fen(100), poolFreeFen })
    assert(first.ok)
    const second = shareNext(one, first.series, { kind: 'claim', lossFen: fen(100), poolFreeFen })
    assert(second.ok)
    assert.deepEqual(column(second.series.shares, 'borneFen'), [160, 40])
  })

  test('4321: three claims of a third are one claim', () => {
    const { series } = posted(arrangement('4321'), [
      { claim: 33_333_333 },
      { claim: 33_333_333 },
      { claim: 33_333_335 },
    ])
    assert.deepEqual(column(series.shares, 'borneFen'), [40_000_001, 30_000_000, 20_000_000, 10_000_000])
    assert.deepEqual(column(series.shares, 'cashFen'), [80_000_001, 0, 20_000_000, 0])
  })

  test('a recovery before a later claim does not change the end: the parties settle with the claim', () => {
    const one = withLayers('fund 10000 ≤ fund', 'bank 10000')
    const steps: Step[] = [{ claim: 100 }, { recovered: 50, cost: 0 }, { claim: 100 }]
    const { series, off } = posted(one, steps, { fund: 100 })
    assert.equal(off, 0)
    assert.deepEqual(column(series.shares, 'borneFen'), [75, 75])
    assert.deepEqual(column(series.shares, 'cashFen'), [100, 100])
    assert.deepEqual(series.shares, atOnce(one, steps, { fund: 100 }))
  })

  test('costs that come after their recovery are carried, and come off the next one', () => {
    const one = arrangement('4321')
    const steps: Step[] = [{ claim: 1000 }, { recovered: 500, cost: 0 }, { recovered: 0, cost: 100 }]
    const carried = posted(one, steps)
    assert.deepEqual(column(carried.series.shares, 'borneFen'), [200, 150, 100, 50])
    const settled = posted(one, [...steps, { recovered: 300, cost: 0 }])
    assert.deepEqual(column(settled.series.shares, 'borneFen'), [120, 90, 60, 30])
  })

  test('what came in too early goes against the claim when it comes', () => {
    const one = arrangement('4321')
    const steps: Step[] = [{ recovered: 600, cost: 100 }, { claim: 1000 }]
    const { series } = posted(one, steps)
    assert.deepEqual(series.shares, atOnce(one, steps))
  })

  test('a pool that others emptied meanwhile pays nothing, and its part falls to the last layer', () => {
    const one = withLayers('fund 10000 ≤ fund', 'bank 10000')
    const first = posted(one, [{ claim: 100 }, { recovered: 50, cost: 0 }], { fund: 100 }).series
    const next = shareNext(one, first, { kind: 'claim', lossFen: fen(100), poolFreeFen: { fund: fen(0) } })
    assert(next.ok)
    assert.deepEqual(
      next.postings.map(({ borneFen }) => borneFen),
      [0, 100],
    )
    assert.deepEqual(
      next.ahead.map((ahead) => ahead.fen),
      [-25, 25],
    )
    const later = shareNext(one, next.series, {
      kind: 'recovery',
      recoveredFen: fen(60),
      recoveryCostFen: fen(0),
    })
    assert(later.ok)
    assert.deepEqual(
      later.postings.map((posting) => posting.returnedFen),
      [5, 55],
    )
    assert.deepEqual(
      later.ahead.map((ahead) => ahead.fen),
      [0, 0],
    )
  })

  test('money that a pool gets later does not reopen what fell through before', () => {
    const one = arrangement('startup-fund')
    const dry = shareNext(one, newSharing(one), { kind: 'claim', lossFen: fen(100), poolFreeFen: fen(0) })
    assert(dry.ok)
    const wet = shareNext(one, dry.series, { kind: 'claim', lossFen: fen(100), poolFreeFen: fen(900) })
    assert(wet.ok)
    assert.deepEqual(column(wet.series.shares, 'borneFen'), [80, 120])
  })

  test('any claims end where one would: both columns, to the fen, for the shares of the place', () =>
    fc.assert(
      fc.property(claims, fc.constantFrom('4321', 'zhengyinbao', 'national-fund'), (steps, code) => {
        const one = arrangement(code)
        assert.deepEqual(posted(one, steps).series.shares, atOnce(one, steps))
      }),
    ))

  test('whatever the arrangement and the order, the end is that of one sum, but for what is carried', () =>
    fc.assert(
      fc.property(anyArrangement, poolFree, mixed, (one, free, steps) => {
        const pools: Pools = Object.fromEntries(Object.entries(freeOf(one, free)))
        const { series } = posted(one, steps, pools)
        const once = atOnce(one, steps, pools)
        const next = shareNext(one, series, {
          kind: 'recovery',
          recoveredFen: fen(1),
          recoveryCostFen: fen(1),
        })
        assert(next.ok)
        // After a step that moves nothing, what is ahead is exactly the way to where one sum stands.
        const settled = next.series.shares.map((share, at) => share.borneFen - (next.ahead[at]?.fen ?? 0))
        assert.deepEqual(settled, column(once, 'borneFen'))
        assert.equal(columnOf(series.shares, 'cashFen'), columnOf(once, 'cashFen'))
      }),
      { numRuns: 300 },
    ))

  test('with costs taken off at once, nobody is off by more than a few fen of rounding', () =>
    fc.assert(
      fc.property(anyArrangement, poolFree, mixed, (one, free, steps) => {
        const pools: Pools = Object.fromEntries(Object.entries(freeOf(one, free)))
        const net = steps.map((step) =>
          'claim' in step ? step : { recovered: step.recovered + step.cost, cost: step.cost },
        )
        const { off } = posted(one, net, pools)
        assert.ok(off <= 1 + one.layers.length, `${off}`)
      }),
      { numRuns: 300 },
    ))

  test('a layer with a limit takes up to the very number, and the next one nothing before that', () =>
    fc.assert(
      fc.property(anyArrangement, poolFree, mixed, (one, free, steps) => {
        const pools: Pools = Object.fromEntries(Object.entries(freeOf(one, free)))
        const { takenFen } = posted(one, steps, pools).series
        for (const [at, { limit }] of one.layers.entries()) {
          if (limit.kind !== 'amount') continue
          const [taken = fen(0), fallen] = [takenFen[at], plus(...takenFen.slice(at + 1))]
          assert.ok(taken <= limit.limitFen)
          assert.ok(fallen === 0 || taken === limit.limitFen)
        }
      }),
      { numRuns: 300 },
    ))

  test('at the sum of its limits nothing has fallen through, and with one fen more exactly one has', () =>
    fc.assert(
      fc.property(anyArrangement, (one) => {
        const limits = one.layers.map(({ limit }) => (limit.kind === 'amount' ? limit.limitFen : fen(0)))
        fc.pre(one.layers.slice(0, -1).every(({ limit }) => limit.kind === 'amount'))
        const sum = plus(...limits)
        fc.pre(sum > 0)
        const last = (lossFen: number) => {
          const next = shareNext(one, newSharing(one), { kind: 'claim', lossFen: fen(lossFen) })
          assert(next.ok)
          return next.series.takenFen.at(-1)
        }
        assert.equal(last(sum), 0)
        assert.equal(last(sum + 1), 1)
      }),
    ))

  test('whoever pays first gets from the others exactly what they bear: both columns are one sum', () =>
    fc.assert(
      fc.property(anyArrangement, poolFree, claims, (one, free, steps) => {
        const pools: Pools = Object.fromEntries(Object.entries(freeOf(one, free)))
        const { shares } = posted(one, steps, pools).series
        assert.equal(columnOf(shares, 'cashFen'), columnOf(shares, 'borneFen'))
      }),
    ))
})
