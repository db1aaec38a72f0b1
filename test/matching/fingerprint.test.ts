import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { factsFingerprint } from '../../server/matching/fingerprint.ts'
import { matchRule2026 } from '../../server/matching/score.ts'
import { fitAll } from '../../server/matching/shelf.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { anyFacts, anyShelf, sampleFacts } from './sample.ts'

type Changes = Parameters<typeof sampleFacts>[0]
const mark = (changes: Changes = {}, on = '2026-03-10') => factsFingerprint(sampleFacts(changes, day(on)))

describe('the mark of the facts', () => {
  const telling: [string, Changes][] = [
    ['the amount', { need: { amountFen: fen(100_000_001) } }],
    ['the months', { need: { months: 11 } }],
    ['the guarantee modes', { need: { guaranteeModes: ['mortgage', 'insurance'] } }],
    ['the highest rate', { need: { highestRatePpm: ppm(50_000) } }],
    ['the region', { firm: { region: '340603002' } }],
    ['the industry', { firm: { industry: 'C1712' } }],
    ['the size', { firm: { size: 'micro' } }],
    ['the grade', { firm: { grade: 'A' } }],
    ['the grade, no longer known', { firm: { grade: null } }],
    ['the founding day, by a month', { firm: { foundedOn: day('2024-02-10') } }],
  ]
  for (const [what, changes] of telling)
    test(`changes with ${what}`, () => assert.notEqual(mark(changes), mark()))

  test('changes on the day on which the firm is a month older, and on no day before', () => {
    assert.equal(mark({}, '2026-04-09'), mark())
    assert.notEqual(mark({}, '2026-04-10'), mark())
  })

  test('tells all marks apart', () => {
    assert.equal(new Set(telling.map(([, changes]) => mark(changes))).size, telling.length)
  })

  const silent: [string, Changes][] = [
    ['the purpose', { need: { purpose: 'orders' } }],
    ['the wish for a day', { need: { wantedBy: day('2026-05-01') } }],
    ['a first loan', { firm: { firstLoan: true } }],
    ['the padding of the region', { firm: { region: '340603001000' } }],
  ]
  for (const [what, changes] of silent)
    test(`stays with ${what}, which no condition reads`, () => assert.equal(mark(changes), mark()))

  test('stays whatever the order of the guarantee modes and of the fields', () => {
    const [a, b] = [['mortgage', 'insurance'] as const, ['insurance', 'mortgage', 'mortgage'] as const]
    assert.equal(mark({ need: { guaranteeModes: a } }), mark({ need: { guaranteeModes: b } }))
    const { need, firm, on } = sampleFacts()
    const turned = Object.fromEntries(Object.entries(firm).reverse())
    assert.equal(factsFingerprint({ on, firm: { ...firm, ...turned }, need }), mark())
  })

  test('is 64 hexadecimal digits', () => assert.match(mark(), /^[0-9a-f]{64}$/))

  test('where it is the same, so is every verdict and score', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, anyShelf, (a, other, shelf) => {
        const b = {
          ...a,
          need: { ...other.need, ...a.need, purpose: 'other' as const },
          on: day('2026-04-09'),
        }
        assert.equal(factsFingerprint(a) === factsFingerprint(b), true)
        assert.deepEqual(fitAll(a, shelf, matchRule2026), fitAll(b, shelf, matchRule2026))
      }),
    )
  })
})
