import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeProducts, modelledProducts } from '../../seeds/city/products.ts'
import { randomFrom } from '../../seeds/city/random.ts'
import { loadDivisions, loadIndustries } from '../../seeds/reference/load.ts'
import { sizeClasses } from '../../server/enterprises/size-class.ts'
import { taxGrades } from '../../server/enterprises/tax-grade.ts'
import { repaymentMethods } from '../../server/money/schedule.ts'
import { checkTerms, documentKinds, guaranteeModes, productKinds } from '../../server/products/product.ts'

const bankCount = 18
const all = [...modelledProducts, ...makeProducts(randomFrom(20_260_310), 164, bankCount)]

describe('the products of the demo city', () => {
  test('are 176, the first dozen modelled on published terms and saying so', () => {
    assert.equal(all.length, 176)
    assert.equal(modelledProducts.length, 12)
    for (const { terms } of modelledProducts) assert.match(terms.source, /^参照.+设定/, terms.name)
  })

  test('could all be sent to review as they are', () => {
    for (const { terms } of all) assert.deepEqual(checkTerms(terms), [], terms.name)
  })

  test('are the same for the same seed, and need banks enough', () => {
    const made = (seed: number) => makeProducts(randomFrom(seed), 164, bankCount)
    assert.deepEqual(made(1), made(1))
    assert.notDeepEqual(made(1), made(2))
    assert.throws(() => makeProducts(randomFrom(1), 164, 5))
  })

  test('belong to a bank of the city, no name twice within one', () => {
    assert(all.every(({ bank }) => bank >= 0 && bank < bankCount))
    assert.equal(new Set(all.map(({ bank, terms }) => `${bank} ${terms.name}`)).size, all.length)
  })

  test('cover every kind, way of security, repayment, paper and size, and the grades that banks take', () => {
    const has = <T>(list: readonly T[], of: (terms: (typeof all)[number]['terms']) => readonly T[]) => {
      const seen = new Set(all.flatMap(({ terms }) => of(terms)))
      return list.filter((one) => !seen.has(one))
    }
    assert.deepEqual(
      has(productKinds, (terms) => [terms.kind]),
      [],
    )
    assert.deepEqual(
      has(guaranteeModes, (terms) => terms.guaranteeModes),
      [],
    )
    assert.deepEqual(
      has(repaymentMethods, (terms) => terms.methods),
      [],
    )
    assert.deepEqual(
      has(documentKinds, (terms) => terms.documents),
      [],
    )
    assert.deepEqual(
      has(sizeClasses, (terms) => terms.sizes),
      ['not-classified'],
    )
    assert.deepEqual(
      has(taxGrades, (terms) => terms.grades),
      ['D', 'unrated'],
    )
  })

  test('serve each county by itself, and name no place or trade that is not in the lists', () => {
    const places = new Set(loadDivisions().map(({ code }) => code))
    const trades = new Set(loadIndustries().map(({ code }) => String(code)))
    const regions = new Set(all.flatMap(({ terms }) => terms.regions))
    for (const { code, level } of loadDivisions()) if (level === 'county') assert(regions.has(code), code)
    assert.deepEqual(
      [...regions].filter((code) => !places.has(code)),
      [],
    )
    const industries = all.flatMap(({ terms }) => [...terms.industries, ...terms.excludedIndustries])
    assert.deepEqual(
      industries.filter((code) => !trades.has(code)),
      [],
    )
  })
})
