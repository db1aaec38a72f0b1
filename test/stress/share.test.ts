import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { splitLoss } from '../../server/arrangements/index.ts'
import { fen, plus } from '../../server/money/fen.ts'
import { Losses } from '../../server/stress/draw.ts'
import { type Group, type Purse, Sharing } from '../../server/stress/share.ts'
import { type StressAnswer, type StressTask, stressed } from '../../server/stress/stress.ts'
import { arrangement } from '../arrangements/sample.ts'

const group = (
  code: string,
  guarantorId: string | null = null,
  variant: 'first-loan' | null = null,
): Group => ({
  ...{ code, terms: arrangement(code, variant), guarantorId, bankIds: ['bank'] },
})
const purse = (code: string, party: Purse['party'], freeFen: number): Purse => ({
  ...{ code, party, freeFen: fen(freeFen) },
})
/** So much lost in the given months, of one group after another, each of one bank. */
const losses = (...groups: readonly Readonly<Record<number, number>>[]): Losses => {
  const lost = new Losses(groups.map(() => ({ bankIds: ['bank'] })))
  groups.forEach((byMonth, at) => {
    for (const [month, sum] of Object.entries(byMonth)) lost.add(at, Number(month), 0, sum)
  })
  return lost
}

describe('a year’s losses', () => {
  test('are shared as every real loss is, guarantors one by one', () => {
    const sharing = new Sharing([group('4321', 'A'), group('4321', 'B')], [])
    const year = sharing.yearOf(losses({ 0: 600, 5: 400 }, { 11: 101 }))
    assert.deepEqual(
      sharing.bearers.map(({ party, guarantorId }, at) => [party, guarantorId, year.borneFen[at]]),
      [
        ['guarantor', 'A', 400],
        ['reguarantor', null, 330],
        ['bank', null, 220],
        ['treasury', null, 110],
        ['guarantor', 'B', 41],
      ],
    )
  })

  test('empty a pool to the fen and fall to the bank from the month on in which it breaks', () => {
    const sharing = new Sharing([group('tax-credit-pool')], [purse('tax-credit-pool', 'pool', 600)])
    // A part of 300 a month: two months are paid in full, of the third nothing is.
    const year = sharing.yearOf(losses({ 0: 1000, 1: 1000, 2: 1000 }))
    assert.deepEqual([year.borneFen, year.brokeIn, year.shortFen], [[600, 2400], [2], [300]])
    assert.deepEqual(
      sharing.yearOf(losses({ 0: 1000, 1: 1000 })).brokeIn,
      [null],
      'at the number itself it holds',
    )
    assert.deepEqual(sharing.yearOf(losses({ 0: 1000, 1: 1004 })).brokeIn, [1], 'one fen more breaks it')
  })

  test('fall to each bank as its loans lost of what is shared alike, to the fen', () => {
    const groups = [
      { ...group('4321', 'A'), bankIds: ['east', 'west'] },
      { ...group('tax-credit-pool'), bankIds: ['west'] },
    ]
    const lost = new Losses(groups)
    lost.add(0, 2, 0, 1000)
    lost.add(0, 2, 1, 2000)
    lost.add(0, 9, 1, 7)
    lost.add(1, 0, 0, 100)
    const sharing = new Sharing(groups, [purse('tax-credit-pool', 'pool', 10)])
    const { borneFen, banksFen } = sharing.yearOf(lost)
    // Of 3,007 under 4321 the banks bear 601, a third of it the east; the pool of the other has 10 of 30.
    assert.deepEqual(
      [sharing.banks, banksFen],
      [
        ['east', 'west'],
        [200, 401 + 90],
      ],
    )
    const ofBanks = sharing.bearers.flatMap(({ party }, at) => (party === 'bank' ? [borneFen[at]] : []))
    assert.deepEqual(ofBanks, [691])
  })

  test('draw on a pool that several groups share, whichever comes first in a month', () => {
    const groups = [group('tax-credit-pool'), group('tax-credit-pool', null, 'first-loan')]
    const sharing = new Sharing(groups, [purse('tax-credit-pool', 'pool', 500)])
    const year = sharing.yearOf(losses({ 0: 1000, 3: 1000 }, { 1: 400 }))
    // 300, then 140 of 35 %, then 60 of the 300 that were due.
    assert.deepEqual([year.borneFen[0], year.brokeIn, year.shortFen], [500, [3], [240]])
  })

  test('reach the second pool when the first is empty, and the bank when both are', () => {
    const purses = [purse('zhubaodai', 'borrowers', 100), purse('zhubaodai', 'fund', 200)]
    const year = new Sharing([group('zhubaodai')], purses).yearOf(losses({ 0: 100, 4: 400, 7: 300 }))
    // The borrowers' 100, then halves of 400, then nothing is left of either.
    assert.deepEqual(
      [year.borneFen, year.brokeIn, year.shortFen],
      [
        [100, 200, 500],
        [4, 7],
        [700, 150],
      ],
    )
  })

  test('leave groups of other pools as they were when one pool breaks', () => {
    const groups = [group('startup-fund'), group('tax-credit-pool')]
    const purses = [purse('startup-fund', 'fund', 80), purse('tax-credit-pool', 'pool', 1_000_000)]
    const year = new Sharing(groups, purses).yearOf(losses({ 0: 1000 }, { 0: 1000 }))
    assert.deepEqual(year.brokeIn, [0, null])
    assert.deepEqual(year.shortFen, [720, 0])
  })

  test('are borne to the fen, no pool pays what it has not, and one group alone is shared as the engine would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.nat(10_000)), { maxLength: 20 }),
        fc.nat(20_000),
        fc.constantFrom('tax-credit-pool', 'startup-fund', 'zhubaodai'),
        (events, free, code) => {
          const one = group(code)
          const purses = (['pool', 'fund', 'borrowers'] as const)
            .filter((party) =>
              one.terms.layers.some(({ limit }) => limit.kind === 'pool' && limit.party === party),
            )
            .map((party) => purse(code, party, free))
          const lost = losses({})
          for (const [month, sum] of events) lost.add(0, month, 0, sum)
          const sharing = new Sharing([one], purses)
          const year = sharing.yearOf(lost)
          const total = fen(lost.wholeFen)
          assert.equal(plus(...year.borneFen), total)
          const engine = splitLoss(one.terms, {
            lossFen: total,
            poolFreeFen: Object.fromEntries(purses.map(({ party, freeFen }) => [party, freeFen])),
          })
          assert.ok(engine.ok)
          assert.deepEqual(
            sharing.bearers.map(({ party }, at) => [party, year.borneFen[at]]),
            engine.shares.map(({ party, borneFen }) => [party, borneFen]),
          )
        },
      ),
      { numRuns: 300 },
    )
  })
})

function answerOf(task: StressTask): StressAnswer {
  const run = stressed(task)
  for (;;) {
    const step = run.next()
    if (step.done) return step.value
  }
}

describe('a run', () => {
  const lossesFen = new Float64Array(2_000).fill(100_000)
  const cells = [{ group: 0, defaultRate: 0.02, lossesFen, banks: new Uint16Array(2_000) }]
  const drawn = { scenarios: 1_000, correlation: 0.12, seed: 1 }

  test('of a given rate loses that part of everything, spread over the year', () => {
    const answer = answerOf({
      groups: [group('tax-credit-pool')],
      purses: [purse('tax-credit-pool', 'pool', 500_000)],
      cells,
      draw: null,
    })
    // Two in a hundred of 200 million fen; the pool's 30 % of 333,333 a month lasts to the sixth month.
    assert.equal(answer.loss.p99Fen, 4_000_000)
    assert.deepEqual(
      answer.bearers.map(({ party, p50Fen }) => [party, p50Fen]),
      [
        ['pool', 500_000],
        ['bank', 3_500_000],
      ],
    )
    assert.deepEqual(
      answer.pools.map(({ broken, month, short }) => [broken, month, short.p50Fen]),
      [[1, 6, 700_000]],
    )
  })

  test('of a given rate loses besides what had failed before, and that first', () => {
    const answer = answerOf({
      groups: [group('tax-credit-pool')],
      purses: [purse('tax-credit-pool', 'pool', 30_000)],
      cells: [
        ...cells,
        {
          group: 0,
          defaultRate: 1,
          hasFailed: true,
          lossesFen: Float64Array.of(100_100),
          banks: Uint16Array.of(0),
        },
      ],
      ...{ draw: null, failed: { loans: 1, balanceFen: fen(143_000) } },
    })
    // 30 % of 100,100 alone are 30 more than the pool has.
    assert.equal(answer.loss.p99Fen, 4_100_100)
    assert.equal(answer.pools[0]?.month, 1)
    assert.deepEqual(answer.failed, { loans: 1, balanceFen: 143_000 })
  })

  test('says how far it is, and answers the same to the same question', () => {
    const task = { groups: [group('4321', 'A')], purses: [], cells, draw: drawn }
    assert.deepEqual([...stressed(task)], [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000])
    assert.deepEqual(answerOf(task), answerOf(task))
    assert.notDeepEqual(answerOf(task), answerOf({ ...task, draw: { ...drawn, seed: 2 } }))
  })

  test('gives each sharer of 4321 his part of every year', () => {
    const { loss, bearers } = answerOf({ groups: [group('4321', 'A')], purses: [], cells, draw: drawn })
    for (const [at, part] of [0.4, 0.3, 0.2, 0.1].entries()) {
      assert.ok(Math.abs((bearers[at]?.p95Fen ?? 0) - loss.p95Fen * part) <= 1)
      assert.ok(Math.abs((bearers[at]?.meanFen ?? 0) - loss.meanFen * part) <= 1)
    }
    assert.ok(loss.p50Fen < loss.meanFen && loss.meanFen < loss.p95Fen && loss.p95Fen < loss.p99Fen)
  })
})
