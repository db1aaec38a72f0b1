import type { Words } from '../platform/web/words.ts'
import { faultCodes } from './asking.ts'
import { type Endpoint, type Example, endpoints } from './endpoints.ts'
import { answerOf, type Parameter, parametersOf } from './openapi.ts'
import { problemCodes } from './problem.ts'

/** The documentation as a page, made of the same descriptions as the OpenAPI document. */
export const docsPage = (w: Words, origin: string) => ({
  title: w('api.title'),
  endpoints: endpoints.map((endpoint) => ({
    id: endpoint.name,
    summary: w(`api.name.${endpoint.name}`),
    about: w(`api.about.${endpoint.name}`),
    address: `${endpoint.method} ${endpoint.url.replace(/:(\w+)/g, '{$1}')}`,
    table: parametersTable(w, endpoint),
    examples: endpoint.examples.map((example, at) => shownExample(w, origin, endpoint, example, at)),
  })),
  problems: codesTable(w, 'problem', problemCodes),
  faults: codesTable(w, 'fault', faultCodes),
})

function parametersTable(w: Words, endpoint: Endpoint) {
  const asked = (['path', 'query', 'body'] as const).flatMap((place) => parametersOf(w, endpoint, place))
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

function shownExample(w: Words, origin: string, { method }: Endpoint, example: Example, at: number) {
  const { url, body, status, varies } = example
  const sent = body ? ` \\\n  -H 'content-type: application/json' \\\n  -d '${JSON.stringify(body)}'` : ''
  return {
    label: w('api.example', { number: at + 1 }),
    request: `curl ${method === 'GET' ? '' : `-X ${method} `}'${origin}${url}'${sent}`,
    status,
    answer: JSON.stringify(answerOf(w, example), null, 2),
    note: varies ? w('api.example-varies') : null,
  }
}

const codesTable = (w: Words, kind: 'problem' | 'fault', codes: readonly string[]) => ({
  caption: w(`api.codes-${kind}`),
  columns: [{ label: w('api.code'), kind: 'code' }, { label: w('api.meaning') }],
  rows: codes.map((code) => ({
    // The words of a code name figures; here they stand for any.
    cells: [code, w(`api.${kind}.${code}`, { needs: '…', year: '…', code: '…', known: '…', on: '…' })],
  })),
})
