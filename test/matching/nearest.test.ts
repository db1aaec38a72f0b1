import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type FitFacts, missingFacts } from '../../server/matching/fit.ts'
import {
  allChanges,
  type Change,
  changed,
  nearestChanges,
  openQuestions,
} from '../../server/matching/nearest.ts'
import { matchRule2026 } from '../../server/matching/score.ts'
import { fitAll, type ShelfProduct } from '../../server/matching/shelf.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { anyFacts, anyShelf, sampleFacts, sampleProduct } from './sample.ts'

const wan = (n: number) => fen(n * 1_000_000)
const eligibleIn = (facts: FitFacts, shelf: readonly ShelfProduct[]) =>
  fitAll(facts, shelf, matchRule2026)
    .filter(({ verdict }) => verdict === 'eligible')
    .map(({ id }) => id)
const without = (list: readonly string[], other: readonly string[]) =>
  list.filter((id) => !other.includes(id)).sort()

describe('the nearest change', () => {
  test('counts no product that something else shuts too, or leaves open', () => {
    const shelf = [
      sampleProduct('also-too-long', { amountMaxFen: wan(90), monthsMax: 6 }),
      sampleProduct('grade-unknown', { amountMaxFen: wan(90), grades: ['A'] }),
    ]
    assert.deepEqual(nearestChanges(sampleFacts({ firm: { grade: null } }), shelf), [])
  })

  test('is none for a need that everything fits', () => {
    assert.deepEqual(nearestChanges(sampleFacts(), [sampleProduct('a'), sampleProduct('b')]), [])
  })

  test('1.8 million instead of 2.0: three more', () => {
    const shelf = [
      sampleProduct('a', { amountMaxFen: wan(180) }),
      sampleProduct('b', { amountMaxFen: wan(180) }),
      sampleProduct('c', { amountMaxFen: wan(180) }),
      sampleProduct('d', { amountMaxFen: wan(150) }),
      sampleProduct('kept', { amountMaxFen: wan(500) }),
      sampleProduct('lost', { amountMinFen: wan(190) }),
    ]
    const facts = sampleFacts({ need: { amountFen: wan(200) } })
    assert.deepEqual(nearestChanges(facts, shelf), [
      { of: 'amount', from: wan(200), to: wan(180), opens: ['a', 'b', 'c'], closes: ['lost'] },
    ])
    assert.deepEqual(
      allChanges(facts, shelf).map(({ opens }) => opens),
      [
        ['a', 'b', 'c'],
        ['a', 'b', 'c', 'd'],
      ],
    )
  })

  test('a wider step that opens no more than the one before is not told', () => {
    const shelf = [
      sampleProduct('a', { amountMinFen: wan(160), amountMaxFen: wan(180) }),
      sampleProduct('b', { amountMinFen: wan(100), amountMaxFen: wan(150) }),
    ]
    const facts = sampleFacts({ need: { amountFen: wan(200) } })
    assert.deepEqual(
      allChanges(facts, shelf).map(({ opens }) => opens),
      [['a']],
    )
  })

  test('goes both ways for money and for months, and each way to the nearest limit', () => {
    const shelf = [
      sampleProduct('more', { amountMinFen: wan(120) }),
      sampleProduct('much-more', { amountMinFen: wan(150) }),
      sampleProduct('less', { amountMaxFen: wan(80) }),
      sampleProduct('longer', { monthsMin: 18, monthsMax: 36 }),
      sampleProduct('shorter', { monthsMax: 9 }),
      sampleProduct('much-shorter', { monthsMax: 6 }),
    ]
    assert.deepEqual(nearestChanges(sampleFacts(), shelf), [
      { of: 'amount', from: wan(100), to: wan(80), opens: ['less'], closes: [] },
      { of: 'amount', from: wan(100), to: wan(120), opens: ['more'], closes: [] },
      { of: 'months', from: 12, to: 9, opens: ['shorter'], closes: [] },
      { of: 'months', from: 12, to: 18, opens: ['longer'], closes: [] },
    ])
  })

  test('of the rate goes up to what the cheapest shut product asks at least', () => {
    const shelf = [
      sampleProduct('a', { rateMinPpm: ppm(45_000) }),
      sampleProduct('b', { rateMinPpm: ppm(40_000), rateMaxPpm: ppm(42_000) }),
    ]
    const facts = sampleFacts({ need: { highestRatePpm: ppm(39_999) } })
    assert.deepEqual(nearestChanges(facts, shelf), [
      { of: 'rate', from: 39_999, to: 40_000, opens: ['b'], closes: [] },
    ])
    assert.deepEqual(allChanges(facts, shelf).at(-1), {
      of: 'rate',
      from: 39_999,
      to: 45_000,
      opens: ['a', 'b'],
      closes: [],
    })
    assert.deepEqual(nearestChanges(sampleFacts(), shelf), [])
  })

  test('of the guarantee names each mode that would help, the most helpful first', () => {
    const shelf = [
      sampleProduct('a', { guaranteeModes: ['pledge-equity', 'insurance'] }),
      sampleProduct('b', { guaranteeModes: ['insurance'] }),
      sampleProduct('c', { guaranteeModes: ['credit'] }),
    ]
    assert.deepEqual(nearestChanges(sampleFacts(), shelf), [
      { of: 'guarantee', add: 'insurance', opens: ['a', 'b'], closes: [] },
      { of: 'guarantee', add: 'pledge-equity', opens: ['a'], closes: [] },
    ])
  })

  test('keeps its promise: made, it opens and closes exactly the products it named', () => {
    const seen = new Set<Change['of']>()
    fc.assert(
      fc.property(anyFacts, anyShelf, (facts, shelf) => {
        const before = eligibleIn(facts, shelf)
        for (const change of allChanges(facts, shelf)) {
          seen.add(change.of)
          const after = eligibleIn({ ...facts, need: changed(facts.need, change) }, shelf)
          assert.deepEqual(without(after, before), change.opens)
          assert.deepEqual(without(before, after), change.closes)
          assert(change.opens.length > 0)
        }
      }),
      { numRuns: 300 },
    )
    assert.deepEqual([...seen].sort(), ['amount', 'guarantee', 'months', 'rate'])
  })

  test('is the nearest: no smaller change of money or months opens anything', () => {
    fc.assert(
      fc.property(anyFacts, anyShelf, (facts, shelf) => {
        const before = eligibleIn(facts, shelf)
        const opens = (need: Partial<FitFacts['need']>) =>
          without(eligibleIn({ ...facts, need: { ...facts.need, ...need } }, shelf), before).length > 0
        const steps = [1, 2, 3, 4, 5, 6]
        for (const months of steps.map((n) => n * 6).filter((n) => n !== facts.need.months)) {
          const found = nearestChanges(facts, shelf).filter((change) => change.of === 'months')
          const isTold = found.some(({ to }) => isBetween(to, facts.need.months, months))
          if (opens({ months })) assert(isTold, `${months} months opens something`)
        }
        for (const amountFen of steps.map((n) => fen(n * 50_000_000))) {
          const found = nearestChanges(facts, shelf).filter((change) => change.of === 'amount')
          const isTold = found.some(({ to }) => isBetween(to, facts.need.amountFen, amountFen))
          if (opens({ amountFen })) assert(isTold, `${amountFen} fen opens something`)
        }
      }),
    )
  })

  test('is the same whatever the order of the shelf', () => {
    fc.assert(
      fc.property(anyFacts, anyShelf, (facts, shelf) => {
        assert.deepEqual(allChanges(facts, shelf.toReversed()), allChanges(facts, shelf))
        assert.deepEqual(openQuestions(facts, shelf.toReversed()), openQuestions(facts, shelf))
      }),
    )
  })
})

const isBetween = (figure: number, from: number, to: number) =>
  from < to ? from < figure && figure <= to : to <= figure && figure < from

describe('the facts worth asking for', () => {
  test('are those that would settle most products by themselves, first', () => {
    const shelf = [
      sampleProduct('a', { grades: ['A'] }),
      sampleProduct('b', { grades: ['B'] }),
      sampleProduct('c', { sizes: ['small'] }),
      sampleProduct('d', { grades: ['A'], sizes: ['small'] }),
      sampleProduct('shut', { grades: ['A'], monthsMax: 6 }),
      sampleProduct('open'),
    ]
    assert.deepEqual(openQuestions(sampleFacts({ firm: { grade: null, size: null } }), shelf), [
      { fact: 'grade', alone: ['a', 'b'], together: ['d'] },
      { fact: 'size', alone: ['c'], together: ['d'] },
    ])
  })

  test('are none for a firm of which all is known', () => {
    assert.deepEqual(openQuestions(sampleFacts(), [sampleProduct('a', { grades: ['A'] })]), [])
  })

  test('cover every product that is unknown, and none besides', () => {
    fc.assert(
      fc.property(anyFacts, anyShelf, (facts, shelf) => {
        const questions = openQuestions(facts, shelf)
        const unknown = fitAll(facts, shelf, matchRule2026).filter(({ verdict }) => verdict === 'unknown')
        const named = new Set(questions.flatMap(({ alone, together }) => [...alone, ...together]))
        assert.deepEqual([...named].sort(), unknown.map(({ id }) => id).sort())
        assert(questions.every(({ fact }) => missingFacts.includes(fact)))
      }),
    )
  })
})
