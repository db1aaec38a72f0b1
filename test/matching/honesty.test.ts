import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { whyNobodyLends } from '../../server/matching/honesty.ts'
import { matchRule2026 } from '../../server/matching/score.ts'
import { fitAll, type ShelfProduct } from '../../server/matching/shelf.ts'
import { anyFacts, anyShelf, sampleFacts, sampleProduct } from './sample.ts'

const why = (shelf: readonly ShelfProduct[], facts = sampleFacts()) =>
  whyNobodyLends(fitAll(facts, shelf, matchRule2026))

describe('why nobody lends', () => {
  const shut = [
    sampleProduct('a', { monthsMax: 6 }),
    sampleProduct('b', { monthsMax: 6, grades: ['A'] }),
    sampleProduct('c', { grades: ['A'] }),
    sampleProduct('d', { grades: ['A'], guaranteeModes: ['insurance'] }),
  ]

  test('is not asked while one product is eligible or may turn out so', () => {
    assert.equal(why([...shut, sampleProduct('open')]), null)
    const unknown = sampleProduct('unknown', { sizes: ['small'] })
    assert.equal(why([...shut, unknown], sampleFacts({ firm: { size: null } })), null)
  })

  test('says that the shelf is empty', () => {
    assert.deepEqual(why([]), { products: 0, reasons: [] })
  })

  test('counts what each condition stops, the largest first', () => {
    assert.deepEqual(why(shut), {
      products: 4,
      reasons: [
        { rule: 'grade', stops: 3, alone: 1 },
        { rule: 'months', stops: 2, alone: 1 },
        { rule: 'guarantee', stops: 1, alone: 0 },
      ],
    })
  })

  test('leaves equals in the order of the conditions', () => {
    const reasons = why([
      sampleProduct('a', { grades: ['A'] }),
      sampleProduct('b', { monthsMax: 6 }),
    ])?.reasons
    assert.deepEqual(
      reasons?.map(({ rule }) => rule),
      ['months', 'grade'],
    )
  })

  test('names at least one reason for every product that it looked at', () => {
    fc.assert(
      fc.property(anyFacts, anyShelf, (facts, shelf) => {
        const found = why(shelf, facts)
        const isShut = fitAll(facts, shelf, matchRule2026).every(({ verdict }) => verdict === 'not')
        assert.equal(found !== null, isShut)
        if (found === null) return
        assert.equal(found.products, shelf.length)
        assert(found.reasons.reduce((sum, { stops }) => sum + stops, 0) >= shelf.length)
        assert(found.reasons.every(({ stops, alone }) => 0 <= alone && alone <= stops && stops > 0))
      }),
    )
  })
})
