import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fit, verdicts } from '../../server/matching/fit.ts'
import { matchRule2026 } from '../../server/matching/score.ts'
import { fitAll } from '../../server/matching/shelf.ts'
import { ppm } from '../../server/money/rate.ts'
import { anyFacts, anyShelf, sampleFacts, sampleProduct } from './sample.ts'

describe('the shelf before a need', () => {
  test('shows the eligible by score, then those that wait for a fact, then the others, equals by id', () => {
    const shelf = [
      sampleProduct('h', { monthsMax: 6 }),
      sampleProduct('g', { monthsMax: 11 }),
      sampleProduct('f', { grades: ['A'] }),
      sampleProduct('e', { sizes: ['small'], grades: ['B'] }),
      sampleProduct('d'),
      sampleProduct('c'),
      sampleProduct('b', { rateMinPpm: ppm(58_500) }),
      sampleProduct('a', { rateMinPpm: ppm(30_000) }),
    ]
    const fits = fitAll(sampleFacts({ firm: { grade: null } }), shelf, matchRule2026)
    assert.deepEqual(
      fits.map(({ id, verdict }) => `${id} ${verdict}`),
      ['a eligible', 'c eligible', 'd eligible', 'b eligible', 'e unknown', 'f unknown', 'g not', 'h not'],
    )
  })

  test('is empty when nothing is listed', () => {
    assert.deepEqual(fitAll(sampleFacts(), [], matchRule2026), [])
  })

  test('is the same list whatever the order it came in, and each fit the same as alone', () => {
    const shuffled = anyShelf.chain((shelf) =>
      fc.tuple(
        fc.constant(shelf),
        fc.shuffledSubarray(shelf, { minLength: shelf.length, maxLength: shelf.length }),
      ),
    )
    fc.assert(
      fc.property(anyFacts, shuffled, (facts, [shelf, other]) => {
        const fits = fitAll(facts, shelf, matchRule2026)
        assert.deepEqual(fitAll(facts, other, matchRule2026), fits)
        const terms = new Map(shelf.map((product) => [product.id, product.terms]))
        fits.forEach(({ id, ...found }, i) => {
          const own = terms.get(id)
          assert(own)
          assert.deepEqual(found, fit(facts, own, matchRule2026))
          const before = fits[i - 1]
          if (before === undefined) return
          assert(verdicts.indexOf(before.verdict) <= verdicts.indexOf(found.verdict))
          if (before.verdict === found.verdict) assert((before.score ?? 0) >= (found.score ?? 0))
        })
      }),
    )
  })

  test('of 176 products is measured well within five milliseconds', () => {
    const full = fc.array(anyShelf, { minLength: 60, maxLength: 60 })
    const [shelves = []] = fc.sample(full, { numRuns: 1, seed: 176 })
    const shelf = shelves.flat().slice(0, 176)
    assert.equal(shelf.length, 176)
    for (let warm = 0; warm < 50; warm++) fitAll(sampleFacts(), shelf, matchRule2026)
    const times = Array.from({ length: 21 }, () => {
      const begun = process.hrtime.bigint()
      fitAll(sampleFacts(), shelf, matchRule2026)
      return Number(process.hrtime.bigint() - begun) / 1e6
    }).sort((a, b) => a - b)
    // The median, so that a machine busy with something else for a moment fails nothing.
    assert((times[10] ?? 99) < 5, `${times[10]} ms`)
  })
})
