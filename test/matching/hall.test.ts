import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readHall } from '../../server/matching/hall.ts'
import { table } from '../support/table.ts'

describe('amounts in the address of the hall', () => {
  for (const row of table(`
    typed      | fen         | fault
    200        | 200000000   |
    ２００     | 200000000   |
    1,000      | 1000000000  |
    0.5        | 500000      |
    200万      | 200000000   |
    1.2 亿     | 12000000000 |
    500000元   | 50000000    |
               | null        |
    abc        | null        | not-an-amount
    -5         | null        | negative
    1.234      | null        | too-many-decimals
    99999999999999999 | null | too-large
    99999999999       | null | too-large
  `))
    test(`${row.typed || 'nothing'}: ${row.fault || row.fen}`, () => {
      const { filters, faults } = readHall({ from: row.typed })
      assert.equal(String(filters.fromFen), row.fen)
      assert.equal(faults.from ?? '', row.fault)
    })
})

describe('the rest of the address', () => {
  test('what makes no sense filters nothing', () => {
    const { filters, faults } = readHall({
      region: '34060',
      industry: 'Z99',
      size: 'huge',
      purpose: ['wages', 'orders'],
      mode: 'gold',
      days: '-3',
      floor: 'financed',
      sort: 'name',
      q: '%_\\ ',
    })
    assert.deepEqual(faults, {})
    assert.deepEqual(filters, {
      floor: 'published',
      fromFen: null,
      toFen: null,
      region: null,
      industry: null,
      size: null,
      purpose: null,
      mode: null,
      days: null,
      words: [],
      sort: 'newest',
    })
  })

  test('a search is at most three words, in small letters, without signs', () => {
    assert.deepEqual(readHall({ q: '　ＭＦ 纺织，50% a b' }).filters.words, ['mf', '纺织', '50'])
    assert.equal(readHall({ q: 'x'.repeat(500) }).filters.words[0]?.length, 60)
  })

  test('an industry finer than its division is read as its division, which is what the hall keeps', () => {
    assert.equal(readHall({ industry: 'C1711' }).filters.industry, 'C17')
  })
})
