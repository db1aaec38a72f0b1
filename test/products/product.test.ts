import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import {
  checkTerms,
  mayMoveProduct,
  type ProductTerms,
  productMoves,
  productStates,
} from '../../server/products/product.ts'
import { table, words } from '../support/table.ts'
import { sampleTerms } from './sample.ts'

describe('the moves of a product', () => {
  for (const row of table(`
    from         | to
    draft        | under-review withdrawn
    under-review | draft listed withdrawn
    listed       | suspended withdrawn
    suspended    | listed withdrawn
    withdrawn    |
  `))
    test(`from ${row.from}: ${row.to || 'nowhere'}`, () => {
      const from = productStates.find((state) => state === row.from)
      assert(from)
      assert.deepEqual(productStates.filter((to) => mayMoveProduct(from, to)).sort(), words(row.to).sort())
    })

  test('no product is listed without a review', () => {
    const sources = productStates.filter((from) => mayMoveProduct(from, 'listed'))
    assert.deepEqual(sources, ['under-review', 'suspended'])
    assert.deepEqual(
      productStates.filter((from) => mayMoveProduct(from, 'suspended')),
      ['listed'],
    )
    assert.equal(Object.keys(productMoves).length, productStates.length)
  })
})

describe('the terms of a product', () => {
  const refused: [string, Partial<ProductTerms>, [string, string][]][] = [
    ['without a name', { name: '  ' }, [['required', 'name']]],
    ['without a summary', { summary: '' }, [['required', 'summary']]],
    ['without a source', { source: '' }, [['required', 'source']]],
    ['without a repayment method', { methods: [] }, [['required', 'methods']]],
    ['without a guarantee mode', { guaranteeModes: [] }, [['required', 'guaranteeModes']]],
    ['from nothing', { amountMinFen: fen(0) }, [['not-positive', 'amountMinFen']]],
    ['up to nothing', { amountMaxFen: fen(0) }, [['not-positive', 'amountMaxFen']]],
    ['with the amounts upside down', { amountMinFen: fen(200_000_001) }, [['min-above-max', 'amountMinFen']]],
    ['of no month', { monthsMin: 0 }, [['not-positive', 'monthsMin']]],
    ['of half a month', { monthsMax: 12.5 }, [['not-whole', 'monthsMax']]],
    ['with the months upside down', { monthsMin: 13 }, [['min-above-max', 'monthsMin']]],
    ['at no rate', { rateMinPpm: ppm(0) }, [['not-positive', 'rateMinPpm']]],
    ['with the rates upside down', { rateMinPpm: ppm(58_501) }, [['min-above-max', 'rateMinPpm']]],
    ['promised for today', { daysPromised: 0 }, [['not-positive', 'daysPromised']]],
    ['promised in part days', { daysPromised: 1.5 }, [['not-whole', 'daysPromised']]],
    ['for firms of a negative age', { minMonthsOperating: -1 }, [['negative', 'minMonthsOperating']]],
    ['for a region that is no code', { regions: ['3406', '34060'] }, [['not-a-division', 'regions']]],
    ['for a region in the padded form', { regions: ['340600'] }, [['not-a-division', 'regions']]],
    ['for an industry that is no code', { industries: ['C13', '13'] }, [['not-an-industry', 'industries']]],
    [
      'for a division of another section',
      { excludedIndustries: ['A13'] },
      [['not-an-industry', 'excludedIndustries']],
    ],
    [
      'for industries that are all excluded',
      { industries: ['C13', 'C1711'], excludedIndustries: ['C13', 'C17'] },
      [['all-excluded', 'excludedIndustries']],
    ],
    [
      'with several faults, all of them told',
      { name: '', monthsMin: 0, monthsMax: 0 },
      [
        ['required', 'name'],
        ['not-positive', 'monthsMin'],
        ['not-positive', 'monthsMax'],
      ],
    ],
  ]
  for (const [what, changes, faults] of refused)
    test(`are refused ${what}`, () => {
      const found = checkTerms(sampleTerms(changes)).map(({ code, field }) => [code, field])
      assert.deepEqual(found, faults)
    })

  const sound: [string, Partial<ProductTerms>][] = [
    ['as they are', {}],
    ['with one amount only', { amountMinFen: fen(200_000_000) }],
    ['with one term only', { monthsMin: 12 }],
    ['with one rate only', { rateMinPpm: ppm(58_500) }],
    ['at the least figures', { amountMinFen: fen(1), monthsMin: 1, rateMinPpm: ppm(1), daysPromised: 1 }],
    ['with codes of every length', { regions: ['3406', '340602', '340602001', '340602001001'] }],
    ['with industries of every length', { industries: ['C', 'C17', 'C171', 'C1711'] }],
    ['with an industry that is partly excluded', { industries: ['C'], excludedIndustries: ['C25', 'C31'] }],
  ]
  for (const [what, changes] of sound)
    test(`are sound ${what}`, () => assert.deepEqual(checkTerms(sampleTerms(changes)), []))
})
