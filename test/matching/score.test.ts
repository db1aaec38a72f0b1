import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type MatchRule, matchRule2026, score } from '../../server/matching/score.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { guaranteeModes } from '../../server/products/product.ts'
import { sampleNeed } from '../needs/sample.ts'
import { sampleTerms } from '../products/sample.ts'
import { table, whole, words } from '../support/table.ts'

const only = (part: keyof MatchRule['weights']): MatchRule => ({
  ...matchRule2026,
  version: `only-${part}`,
  weights: { rate: 0, speed: 0, amountHeadroom: 0, guarantee: 0, term: 0, [part]: 100 },
})

describe('a rule for the score', () => {
  const need = sampleNeed()
  test('is refused unless its weights are whole, not negative, and add up to 100', () => {
    const weighing = (weights: Partial<MatchRule['weights']>) => () =>
      score(need, sampleTerms(), { ...matchRule2026, weights: { ...matchRule2026.weights, ...weights } })
    assert.throws(weighing({ rate: 34 }), /add up to 100/)
    assert.throws(weighing({ rate: 36 }), /add up to 100/)
    assert.throws(weighing({ rate: 34.5, speed: 20.5 }), /whole/)
    assert.throws(weighing({ rate: 135, speed: -80 }), /whole/)
    assert.doesNotThrow(weighing({ rate: 34, speed: 21 }))
  })

  test('is refused with a scale that is upside down', () => {
    const scales = { ...matchRule2026.scales, daysPromised: { best: 5, worst: 5 } }
    assert.throws(() => score(need, sampleTerms(), { ...matchRule2026, scales }), /less is better/)
  })
})

describe('one part of the score alone', () => {
  for (const row of table(`
    ratePpm | points
    20,000  | 100
    25,000  | 100
    72,500  | 50
    120,000 | 0
    150,000 | 0
  `))
    test(`rate from ${row.ratePpm} ppm: ${row.points}`, () => {
      const terms = sampleTerms({ rateMinPpm: ppm(whole(row.ratePpm)) })
      assert.equal(score(sampleNeed(), terms, only('rate')), whole(row.points))
    })

  for (const row of table(`
    days | points
    1    | 100
    2    | 95
    20   | 0
    21   | 0
  `))
    test(`${row.days} working days: ${row.points}`, () => {
      const terms = sampleTerms({ daysPromised: whole(row.days) })
      assert.equal(score(sampleNeed(), terms, only('speed')), whole(row.points))
    })

  for (const row of table(`
    asked       | points
    200,000,000 | 0
    160,000,000 | 25
    100,000,000 | 100
    50,000,000  | 100
  `))
    test(`${row.asked} of 200,000,000 fen: ${row.points}`, () => {
      const need = sampleNeed({ amountFen: fen(whole(row.asked)) })
      assert.equal(score(need, sampleTerms(), only('amountHeadroom')), whole(row.points))
    })

  for (const row of table(`
    asked | points
    12    | 0
    8     | 50
    6     | 100
    3     | 100
  `))
    test(`${row.asked} of 12 months: ${row.points}`, () => {
      assert.equal(
        score(sampleNeed({ months: whole(row.asked) }), sampleTerms(), only('term')),
        whole(row.points),
      )
    })

  for (const row of table(`
    firm                         | product            | points
    mortgage                     | credit             | 100
    mortgage                     | mortgage           | 50
    mortgage guarantee           | mortgage           | 25
    mortgage guarantee           | mortgage guarantee | 50
    mortgage guarantee insurance | mortgage           | 17
  `))
    test(`firm: ${row.firm}; product: ${row.product}: ${row.points}`, () => {
      const modesIn = (cell: string) => guaranteeModes.filter((mode) => words(cell).includes(mode))
      const need = sampleNeed({ guaranteeModes: modesIn(row.firm) })
      const terms = sampleTerms({ guaranteeModes: modesIn(row.product) })
      assert.equal(score(need, terms, only('guarantee')), whole(row.points))
    })
})

describe('the whole score', () => {
  test('is 100 for the best in every part and 0 for the worst', () => {
    const best = sampleTerms({
      rateMinPpm: ppm(1),
      daysPromised: 1,
      monthsMax: 24,
      guaranteeModes: ['credit'],
    })
    assert.equal(score(sampleNeed(), best, matchRule2026), 100)
    const worst = sampleTerms({ rateMinPpm: ppm(200_000), daysPromised: 90, amountMaxFen: fen(100_000_000) })
    const many = sampleNeed({ guaranteeModes: guaranteeModes.filter((mode) => mode !== 'mortgage') })
    assert.equal(score(many, { ...worst, guaranteeModes: ['mortgage'] }, matchRule2026), 0)
  })

  test('is rounded half up, once, at the end', () => {
    // 35 × 0.857 + 20 × 0.684 + 15 × 1 + 20 × 0.5 + 10 × 0 = 68.675
    assert.equal(score(sampleNeed(), sampleTerms(), matchRule2026), 69)
  })

  test('never falls when only the rate or the days get better', () => {
    const figures = fc.tuple(fc.integer({ min: 1, max: 300_000 }), fc.integer({ min: 1, max: 300_000 }))
    fc.assert(
      fc.property(figures, fc.integer({ min: 1, max: 40 }), ([a, b], days) => {
        const at = (rate: number, daysPromised: number) =>
          score(sampleNeed(), sampleTerms({ rateMinPpm: ppm(rate), daysPromised }), matchRule2026)
        assert(at(Math.min(a, b), days) >= at(Math.max(a, b), days))
        assert(at(a, days) >= at(a, days + 1))
      }),
    )
  })
})
