import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { columnsOf, sameTerms } from '../../server/products/columns.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import { type ShelfOrder, type ShelfWish, sought } from '../../server/products/shelf.ts'
import { sampleTerms } from './sample.ts'

const nothing: ShelfWish = {
  amountFen: null,
  months: null,
  guaranteeMode: null,
  kind: null,
  region: null,
  size: null,
  institution: null,
  words: '',
}

const product = (id: string, changes: Partial<ProductTerms> = {}, institutionId = 'bank') => {
  const terms = sampleTerms({ name: id, ...changes })
  const { search } = columnsOf(terms, { name: '相城农村商业银行', shortName: '相城农商行' })
  return { id, institutionId, terms, search }
}

const wan = (amount: number) => fen(amount * 1_000_000)
const found = (shelf: ReturnType<typeof product>[], wish: Partial<ShelfWish>, order: ShelfOrder = 'rate') =>
  sought(shelf, { ...nothing, ...wish }, order).map(({ id }) => id)

describe('what is sought on the shelf', () => {
  const shelf = [
    product('a', { amountMinFen: wan(10), amountMaxFen: wan(100), monthsMin: 3, monthsMax: 12 }),
    product('b', {
      ...{ amountMinFen: wan(50), amountMaxFen: wan(500), monthsMin: 12, monthsMax: 36, kind: 'science' },
      ...{ guaranteeModes: ['pledge-trademark'], regions: ['340603'], sizes: ['medium'] },
    }),
    product('c', { regions: ['340621104'], sizes: ['small', 'micro'], name: '税信贷' }, 'other'),
  ]
  const cases: [string, Partial<ShelfWish>, string[]][] = [
    ['without a wish, all', {}, ['a', 'b', 'c']],
    ['an amount at the lower end', { amountFen: wan(10) }, ['a', 'c']],
    ['an amount one fen below', { amountFen: fen(wan(10) - 1) }, []],
    ['an amount at the upper end', { amountFen: wan(500) }, ['b']],
    ['an amount one fen above', { amountFen: fen(wan(500) + 1) }, []],
    ['months at both ends', { months: 12 }, ['a', 'b', 'c']],
    ['months one above', { months: 13 }, ['b']],
    ['months one below', { months: 2 }, []],
    ['a guarantee mode', { guaranteeMode: 'pledge-trademark' }, ['b']],
    ['a guarantee mode that nobody takes', { guaranteeMode: 'insurance' }, []],
    ['a kind', { kind: 'science' }, ['b']],
    ['a county, with products of its towns and of the whole city', { region: '340621' }, ['a', 'c']],
    ['a town, with products of its county', { region: '340603001' }, ['a', 'b']],
    ['a size', { size: 'medium' }, ['a', 'b']],
    ['a size that only an open product takes', { size: 'large' }, ['a']],
    ['an institution', { institution: 'other' }, ['c']],
    ['words', { words: '税信' }, ['c']],
    ['pinyin initials of the product', { words: 'SXD' }, ['c']],
    ['pinyin initials of the bank', { words: 'xcnsh' }, ['a', 'b', 'c']],
    ['two words, both of which must be there', { words: '税信 相城' }, ['c']],
    ['two words of which one is not', { words: '税信 濉河' }, []],
    ['several wishes at once', { amountFen: wan(60), region: '340603', months: 12 }, ['a', 'b']],
  ]
  for (const [what, wish, expected] of cases)
    test(`${what}: ${expected.join(' ') || 'none'}`, () => assert.deepEqual(found(shelf, wish), expected))

  test('comes in the order that was asked for; equals by their ids', () => {
    const three = [
      product('z', { rateMinPpm: ppm(30_000), amountMaxFen: wan(300), daysPromised: 9 }),
      product('y', { rateMinPpm: ppm(35_000), amountMaxFen: wan(900), daysPromised: 1 }),
      product('x', { rateMinPpm: ppm(30_000), amountMaxFen: wan(300), daysPromised: 9 }),
      product('w', { rateMinPpm: ppm(32_000), amountMaxFen: wan(500), daysPromised: 5 }),
    ]
    assert.deepEqual(found(three, {}, 'rate'), ['x', 'z', 'w', 'y'])
    assert.deepEqual(found(three, {}, 'amount'), ['y', 'w', 'x', 'z'])
    assert.deepEqual(found(three, {}, 'days'), ['y', 'w', 'x', 'z'])
  })
})

describe('two versions', () => {
  test('say the same when only the order of a list differs, and not when anything else does', () => {
    const terms = sampleTerms({ regions: ['340603', '340621'] })
    assert.equal(sameTerms(terms, { ...terms, regions: ['340621', '340603'] }), true)
    assert.equal(sameTerms(terms, { ...terms, regions: ['340621'] }), false)
    assert.equal(sameTerms(terms, { ...terms, daysPromised: 8 }), false)
  })
})
