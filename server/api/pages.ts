import type { Words } from '../platform/web/words.ts'
import { faultCodes } from './asking.ts'
import { type Endpoint, type Example, endpoints } from './endpoints.ts'
import { loanRefusals } from './endpoints-loans.ts'
import { answerOf, type Parameter, parametersOf } from './openapi.ts'
import { problemCodes } from './problem.ts'

/** The documentation as a page, made of the same descriptions as the OpenAPI document. */
export const docsPage = (w: Words, origin: string) => ({
  title: w('api.title'),
  endpoints: endpoints.map((endpoint) => ({
    id: endpoint.name,
    summary: w(`api.name.${endpoint.name}`),
    about: w(`api.about.${endpoint.name}`),
    scope: endpoint.scope
      ? w('api.scope-needed', { scope: endpoint.scope, words: w(`api-keys.scope.${endpoint.scope}`) })
      : null,
    address: `${endpoint.method} ${endpoint.url.replace(/:(\w+)/g, '{$1}')}`,
    table: parametersTable(w, endpoint),
    examples: endpoint.examples.map((example, at) => shownExample(w, origin, endpoint, example, at)),
  })),
  problems: codesTable(w, 'problem', problemCodes),
  faults: codesTable(w, 'fault', faultCodes),
  refusals: refusalsTable(w),
})

function parametersTable(w: Words, endpoint: Endpoint) {
  const asked = (['header', 'path', 'query', 'body'] as const).flatMap((place) =>
    parametersOf(w, endpoint, place),
  )
  if (!asked.length) return null
  return {
    caption: w('api.parameters'),
    columns: [
      { label: w('api.parameter'), kind: 'code' },
      { label: w('api.place') },
      { label: w('api.kind') },
      { label: w('api.meaning') },
    ],
    rows: asked.map((one) => ({
      cells: [
        { words: one.name, note: one.required ? undefined : w('parts.optional') },
        w(`api.place-${one.in}`),
        kindOf(w, one),
        one.description,
      ],
    })),
  }
}

function kindOf(w: Words, { schema }: Parameter): string {
  if (Array.isArray(schema.enum)) return schema.enum.join(' · ')
  if (schema.format === 'date') return w('api.kind-day')
  if (schema.type === 'array') return w('api.kind-list')
  if (schema.type === 'object') return w('api.kind-object')
  if (schema.type !== 'integer') return w('api.kind-text')
  const { minimum, maximum } = schema
  const isBounded = typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER
  if (isBounded) return w('api.kind-whole-between', { min: Number(minimum), max: maximum })
  return typeof minimum === 'number' ? w('api.kind-whole-from', { min: minimum }) : w('api.kind-whole')
}

function shownExample(w: Words, origin: string, { method, scope }: Endpoint, example: Example, at: number) {
  const { url, body, status, varies } = example
  const key = scope ? ` \\\n  -H 'authorization: Bearer rq_…'` : ''
  const named = scope && body ? ` \\\n  -H 'idempotency-key: 0198c2f0-5a7b-7c3e-9d11-2f6b7a8c9d01'` : ''
  const sent = body ? ` \\\n  -H 'content-type: application/json' \\\n  -d '${JSON.stringify(body)}'` : ''
  return {
    label: w('api.example', { number: at + 1 }),
    request: `curl ${method === 'GET' ? '' : `-X ${method} `}'${origin}${url}'${key}${named}${sent}`,
    status,
    answer: JSON.stringify(answerOf(w, example), null, 2),
    note: varies ? w('api.example-varies') : null,
  }
}

/** What the rules of a loan refuse: their words name sums, which here stand for any. */
const refusalsTable = (w: Words) => ({
  caption: w('api.codes-refusal'),
  columns: [{ label: w('api.code'), kind: 'code' }, { label: w('api.meaning') }],
  rows: loanRefusals.map((code) => ({
    cells: [code, w.refusal({ code, values: { leftFen: '…', balanceFen: '…' } })],
  })),
})

const codesTable = (w: Words, kind: 'problem' | 'fault', codes: readonly string[]) => ({
  caption: w(`api.codes-${kind}`),
  columns: [{ label: w('api.code'), kind: 'code' }, { label: w('api.meaning') }],
  rows: codes.map((code) => ({
    // The words of a code name figures; here they stand for any.
    cells: [code, w(`api.${kind}.${code}`, { needs: '…', year: '…', code: '…', known: '…', on: '…' })],
  })),
})
