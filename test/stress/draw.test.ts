import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sfc32 } from '../../server/platform/chance.ts'
import { drawYear, Losses, months } from '../../server/stress/draw.ts'
import { normalAt, normalBelow } from '../../server/stress/normal.ts'
import { stressed } from '../../server/stress/stress.ts'
import { rateAtConfidence, rateInYear, years } from '../../server/stress/year.ts'
import { arrangement } from '../arrangements/sample.ts'
import { table } from '../support/table.ts'

const near = (found: number, wanted: number, within: number, says = '') =>
  assert.ok(Math.abs(found - wanted) <= within, `${says} ${found}, not ${wanted}`)

describe('the bell', () => {
  // Abramowitz and Stegun, table 26.1, and R 4's pnorm for the tails.
  for (const row of table(`
    x    | below
    0    | 0.5
    0.5  | 0.691462461274013
    1    | 0.841344746068543
    1.96 | 0.975002104851780
    3    | 0.998650101968370
    3.5  | 0.999767370920964
    5    | 0.999999713348428
    -2   | 0.022750131948179
    -4   | 0.000031671241833
  `))
    test(`has ${row.below} below ${row.x}, and finds the way back`, () => {
      near(normalBelow(Number(row.x)), Number(row.below), 1e-14)
      near(normalAt(Number(row.below)), Number(row.x), 1e-7)
    })

  test('has known places', () => {
    near(normalAt(0.95), 1.644853626951473, 1e-12)
    near(normalAt(0.999), 3.090232306167814, 1e-12)
    near(normalAt(0.01), -2.326347874040841, 1e-12)
  })
})

describe('a year', () => {
  test('of no correlation is like every other; nothing and everything stay so', () => {
    near(rateInYear(0.02, 0, 3), 0.02, 1e-12)
    assert.equal(rateInYear(0, 0.2, 3), 0)
    assert.equal(rateInYear(1, 0.2, -3), 1)
  })

  // BCBS 128, annex 5, corporate exposures: LGD 45 %, maturity 2.5 years, confidence 99.9 %.
  for (const row of table(`
    pd     | riskWeight
    0.0025 | 0.4947
    0.005  | 0.6961
    0.01   | 0.9232
    0.02   | 1.1486
    0.05   | 1.4986
    0.1    | 1.9309
    0.2    | 2.3823
  `))
    test(`gives the risk weight that Basel published for a rate of ${row.pd}`, () => {
      const rate = Number(row.pd)
      const small = Math.exp(-50 * rate)
      const correlation = 0.12 * (1 - small) + 0.24 * small
      const maturity = (0.11852 - 0.05478 * Math.log(rate)) ** 2
      const capital = (0.45 * (rateAtConfidence(rate, correlation, 0.999) - rate)) / (1 - 1.5 * maturity)
      near(capital * 12.5, Number(row.riskWeight), 0.0001)
    })

  test('comes in every part of the bell once', () => {
    const drawn = years(1000, sfc32(3406))
    drawn.forEach((worse, at) => {
      assert.ok(normalBelow(worse) > at / 1000 - 1e-9 && normalBelow(worse) < (at + 1) / 1000 + 1e-9)
    })
  })
})

describe('drawn years', () => {
  const loans = (count: number, fen = 100) => new Float64Array(count).fill(fen)
  const cell = (group: number, defaultRate: number, lossesFen: Float64Array) => ({
    ...{ group, defaultRate, lossesFen, banks: new Uint16Array(lossesFen.length) },
  })
  const nothing = (groups: number) =>
    new Losses(Array.from({ length: groups }, () => ({ bankIds: ['one', 'other'] })))
  const sumOf = (lost: Losses, group: number) => lost.until(group, months)

  test('lose nothing at a rate of nothing, and each loan once at a rate of one', () => {
    const lost = nothing(2)
    const cells = [
      cell(0, 0, loans(500)),
      {
        ...cell(1, 1, loans(500, 7)),
        banks: Uint16Array.from({ length: 500 }, (_, at) => (at < 200 ? 1 : 0)),
      },
    ]
    drawYear(cells, lost, { correlation: 0.12, worse: 1, chance: sfc32(1) })
    assert.deepEqual([sumOf(lost, 0), sumOf(lost, 1)], [0, 3500])
    assert.deepEqual([lost.byBank(1), lost.wholeFen], [[2100, 1400], 3500])
    for (let month = 0; month < months; month += 1)
      assert.ok(lost.until(1, month + 1) > lost.until(1, month), 'every month has some of 500')
  })

  test('lose what had failed before in their first month, whatever the year, and nothing else of it', () => {
    const failed = { defaultRate: 0.01, hasFailed: true } as const
    for (const worse of [-3, 0, 3]) {
      const lost = nothing(2)
      const cells = [{ ...cell(1, 0.01, loans(3, 7)), ...failed }, cell(1, 0, loans(500))]
      drawYear(cells, lost, { correlation: 0.12, worse, chance: sfc32(1) })
      assert.deepEqual([sumOf(lost, 0), sumOf(lost, 1), lost.until(1, 1)], [0, 21, 21])
    }
  })

  test('are the same for the same seed, and others for another', () => {
    const run = (seed: number) => {
      const lost = nothing(1)
      drawYear([cell(0, 0.1, loans(1000))], lost, {
        ...{ correlation: 0.12, worse: 0.5, chance: sfc32(seed) },
      })
      return Array.from({ length: months }, (_, month) => lost.until(0, month + 1))
    }
    assert.deepEqual(run(5), run(5))
    assert.notDeepEqual(run(5), run(6))
  })

  test('of a large even portfolio agree with the closed form within two in a hundred', () => {
    const [count, scenarios, correlation] = [20_000, 10_000, 0.12]
    for (const defaultRate of [0.005, 0.02, 0.06]) {
      const chance = sfc32(20_261_121)
      const lost = nothing(1)
      const cells = [cell(0, defaultRate, loans(count, 1))]
      const rates = Float64Array.from(years(scenarios, chance), (worse) => {
        drawYear(cells, lost, { correlation, worse, chance })
        return sumOf(lost, 0) / count
      }).toSorted()
      for (const confidence of [0.5, 0.95, 0.99]) {
        const wanted = rateAtConfidence(defaultRate, correlation, confidence)
        const found = rates[Math.ceil(confidence * scenarios) - 1] ?? 0
        near(found / wanted, 1, 0.02, `${defaultRate} at ${confidence}:`)
      }
      const mean = rates.reduce((sum, one) => sum + one, 0) / scenarios
      near(mean / defaultRate, 1, 0.01, `mean at ${defaultRate}:`)
    }
  })

  test('as a run shows them agree with the closed form within two in a hundred', () => {
    const [count, scenarios, correlation, defaultRate] = [20_000, 10_000, 0.12, 0.02]
    const working = stressed({
      groups: [{ code: '4321', terms: arrangement('4321'), guarantorId: null, bankIds: ['one'] }],
      ...{ purses: [], cells: [cell(0, defaultRate, loans(count))] },
      draw: { scenarios, correlation, seed: 20_261_121 },
    })
    let step = working.next()
    while (!step.done) step = working.next()
    const { loss } = step.value
    const shown = [
      [0.5, loss.p50Fen],
      [0.95, loss.p95Fen],
      [0.99, loss.p99Fen],
    ] as const
    for (const [confidence, found] of shown) {
      const wanted = rateAtConfidence(defaultRate, correlation, confidence) * count * 100
      near(found / wanted, 1, 0.02, `at ${confidence}:`)
    }
    near(loss.meanFen / (defaultRate * count * 100), 1, 0.01, 'the mean:')
  })
})
