import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { taxCreditSchemes } from '../../seeds/reference/tax-credit-schemes.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { propose } from '../../server/policies/index.ts'
import * as actions from '../../server/products/actions.ts'
import { listedShelf, termsOf } from '../../server/products/index.ts'
import { checkTerms } from '../../server/products/product.ts'
import type { TaxCreditScheme } from '../../server/tax-credit/index.ts'
import { codeOf } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { drafted, listed } from './listed.ts'
import { sampleTerms } from './sample.ts'

const taxLoan = { kind: 'tax-credit', scheme: 'hefei-2015', guaranteeModes: ['credit'] } as const

describe('the scheme of a tax-credit product', () => {
  test('is refused where it is not in force, and on a product of another kind', async () => {
    const made = await runningTown()
    const zhou = made.by(made.cast.zhou)
    const id = await drafted(made, { ...taxLoan, scheme: 'hefei-2016' })
    const submitted = await actions.submitProduct(made.parts, zhou, { id, version: 1 })
    assert.equal(codeOf(submitted), 'unknown-scheme')
    const without = await drafted(made, { ...taxLoan, scheme: null })
    const sent = await actions.submitProduct(made.parts, zhou, { id: without, version: 1 })
    assert.equal(codeOf(sent), 'scheme-needed', 'no tax-credit product goes to the reviewer without one')
    const rewritten = await actions.writeVersion(
      made.parts,
      zhou,
      { id, version: 1 },
      sampleTerms({ ...taxLoan, scheme: 'nobody-1' }),
      'another',
    )
    assert.equal(codeOf(rewritten), 'unknown-scheme')
    assert.deepEqual(checkTerms(sampleTerms({ scheme: 'hefei-2015' })), [
      { code: 'scheme-not-tax-credit', field: 'scheme' },
    ])
  })

  test('is chosen by its name, kept with the version, shown on the shelf page and in the history', async () => {
    const made = await runningTown()
    const zhou = await made.browserOf(made.cast.zhou)
    const form = await zhou.get('/desk/products/new')
    assert.match(form.body, /value="chaohu-2021"/)
    assert.match(form.body, /合肥市税融通/)
    const id = await listed(made, taxLoan)
    const visitor = await made.browserOf(null)
    assert.match((await visitor.get(`/products/${id}`)).body, /按“hefei-2015”办法测算/)
    const next = sampleTerms({ ...taxLoan, scheme: 'demo-2026', amountMaxFen: fen(300_000_000) })
    const seen = { id, version: 1 }
    assert.equal(
      codeOf(await actions.writeVersion(made.parts, made.by(made.cast.zhou), seen, next, 'M')),
      'done',
    )
    assert.equal((await termsOf(made.store.read, id, 2))?.scheme, 'demo-2026')
    const [onShelf] = (await listedShelf(made.store.read)).filter((one) => one.id === id)
    assert.equal(onShelf?.terms.scheme, 'hefei-2015')
    assert.match((await zhou.get(`/desk/products/${id}`)).body, /hefei-2015[\s\S]*demo-2026/)
  })

  test('a scheme whose factors do not cover an industry is refused when it is proposed', async () => {
    const made = await runningTown()
    const row = present(
      taxCreditSchemes.find(({ code }) => code.endsWith('demo-2026')),
      'the demo scheme',
    )
    const value = row.value as TaxCreditScheme
    const withoutT = value.industryFactors.filter(({ industry }) => industry !== 'T')
    const outcome = await propose(
      made.parts,
      made.by(made.cast.lu),
      {
        ...{ code: row.code, baseVersion: 1, effectiveFrom: null, effectiveTo: null },
        ...{ value: { ...value, industryFactors: withoutT }, source: 'a test', certainty: 'placeholder' },
      },
      'without T',
    )
    assert.deepEqual(outcome.faults, [
      { code: 'industry-without-factor', field: 'industryFactors', values: { sections: 'T' } },
    ])
  })
})
