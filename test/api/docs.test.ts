import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { endpoints } from '../../server/api/endpoints.ts'
import { openApiDocument } from '../../server/api/openapi.ts'
import { problemBody } from '../../server/api/problem.ts'
import { createKey } from '../../server/api-keys/actions.ts'
import { scopes } from '../../server/api-keys/index.ts'
import { rooms } from '../../server/app.ts'
import { fen } from '../../server/money/fen.ts'
import { speak } from '../../server/platform/web/words.ts'
import { applied, given, inHall, onShelf } from '../applications/played.ts'
import { drawn, signed } from '../loans/contract.ts'
import { runningTown } from '../support/app.ts'
import { stated } from '../tax-checks/stated.ts'

const words = { zh: speak('zh'), en: speak('en') }

/** Every local reference of a document leads somewhere. */
function unresolved(document: Record<string, unknown>): string[] {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, path = '']) => path,
  )
  return references.filter((path) => {
    let at: unknown = document
    for (const part of path.split('/'))
      at =
        typeof at === 'object' && at !== null
          ? Object.entries(at).find(([key]) => key === part)?.[1]
          : undefined
    return at === undefined
  })
}

/** Lin's case with bank A by a tax-credit scheme: A, 100,000 yuan of tax in each of two years. */
async function taxCase(made: Awaited<ReturnType<typeof runningTown>>) {
  const says = { grade: 'A', tax: { 2024: 100_000, 2025: 100_000 }, arrears: false, abnormal: false } as const
  await stated(made, made.cast.enterpriseIds.linFirm, says)
  const productId = await onShelf(made, 'bankA', {
    ...{ kind: 'tax-credit', scheme: 'hefei-2015', guaranteeModes: ['credit'] },
  })
  const need = await inHall(made, { amountFen: fen(50_000_000), guaranteeModes: [] })
  return applied(made, { needId: need.id, productId })
}

/** A key of bank A with every scope, and what the examples are about: a case by tax credit, or a loan, drawn unless they draw it. */
async function forProgram(made: Awaited<ReturnType<typeof runningTown>>, name: string) {
  if (name === 'tax-check') await taxCase(made)
  else {
    const loan = await signed(made)
    if (name !== 'drawdowns') await drawn(made, loan, 100_000_000)
  }
  const { key } = given(await createKey(made.store, made.by(made.cast.qian), { name: 'x', scopes, days: 30 }))
  return { authorization: `Bearer ${key}`, 'idempotency-key': 'example-0001' }
}

describe('the documentation', () => {
  test('has every route of the API, and no other', () => {
    const served = rooms
      .flat()
      .filter(({ url }) => url.startsWith('/api/v1/') || url === '/healthz')
      .map(({ method, url }) => `${method} ${url}`)
    assert.deepEqual(endpoints.map(({ method, url }) => `${method} ${url}`).toSorted(), served.toSorted())
    const { paths } = openApiDocument(words.en, 'https://example.test', '1')
    assert.deepEqual(
      Object.entries(paths as Record<string, object>)
        .flatMap(([path, methods]) =>
          Object.keys(methods).map(
            (method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
          ),
        )
        .toSorted(),
      served.toSorted(),
    )
  })

  for (const endpoint of endpoints) {
    for (const [at, example] of endpoint.examples.entries()) {
      test(`example ${at + 1} of ${endpoint.name} is answered as shown`, async () => {
        const made = await runningTown()
        const headers = endpoint.scope ? await forProgram(made, endpoint.name) : {}
        const { statusCode, body } = await made.app.inject({
          method: endpoint.method,
          url: example.url,
          headers,
          ...(example.body ? { payload: example.body } : {}),
        })
        const answer: unknown = JSON.parse(body)
        assert.equal(statusCode, example.status, body)
        if (example.refused)
          assert.deepEqual(
            answer,
            problemBody(words.zh, example.status, example.refused.code, example.refused.faults),
          )
        else if (!example.varies) assert.deepEqual(answer, example.answer)
        if (!example.refused) {
          assert.doesNotThrow(() => endpoint.answer.parse(answer), 'the answer is not of the described shape')
          assert.doesNotThrow(() => endpoint.answer.parse(example.answer), 'the example is not of the shape')
        }
      })
    }
  }

  test('is OpenAPI 3.1 whose references lead somewhere, in both languages', async () => {
    const { browserOf } = await runningTown()
    const browser = await browserOf(null)
    for (const lang of ['zh', 'en']) {
      browser.setCookie('lang', lang)
      const { statusCode, headers, body } = await browser.get('/api/docs/openapi.json')
      assert.equal(statusCode, 200)
      assert.match(String(headers['content-type']), /^application\/json/)
      const document = JSON.parse(body)
      assert.equal(document.openapi, '3.1.0')
      assert.deepEqual(unresolved(document), [])
      const { requestBody } = document.paths['/api/v1/calculators/repayment-schedule'].post
      const { schema } = requestBody.content['application/json']
      assert.equal(schema.additionalProperties, false)
      const optional = ['firstDueOn']
      assert.deepEqual(
        schema.required,
        Object.keys(schema.properties).filter((name) => !optional.includes(name)),
      )
      assert.equal(schema.properties.months.maximum, 600)
      const [, employees] = document.paths['/api/v1/size-class'].get.parameters
      assert.deepEqual(
        [employees.name, employees.required, employees.schema.type],
        ['employees', false, 'integer'],
      )
    }
  })

  test('is a page with every address, its parameters and examples, in both languages', async () => {
    const { browserOf } = await runningTown()
    const browser = await browserOf(null)
    for (const [lang, title] of [
      ['zh', '开放接口'],
      ['en', 'Open API'],
    ] as const) {
      browser.setCookie('lang', lang)
      const { statusCode, body } = await browser.get('/api/docs')
      assert.equal(statusCode, 200)
      assert.ok(body.includes(title))
      for (const { method, url, name } of endpoints) {
        assert.ok(body.includes(`${method} ${url.replace(/:(\w+)/g, '{$1}')}`), url)
        assert.ok(body.includes(`id="${name}"`), name)
      }
      assert.ok(body.includes('annualRatePpm'))
      assert.ok(body.includes('3357529'))
    }
  })
})
