import { z } from 'zod'
import type { Words } from '../platform/web/words.ts'
import { type Endpoint, type Example, endpoints } from './endpoints.ts'
import { problemBody } from './problem.ts'

type Json = Record<string, unknown>
type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject
type JsonObject = { readonly [key: string]: JsonValue }

/** What an answer of 422 and its like look like; the document's one component. */
const problemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
})

/** The OpenAPI 3.1 document, made of the very schemas by which the API reads and answers. */
export function openApiDocument(w: Words, origin: string, version: string): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.url.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(w, endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: { title: w('api.title'), version, description: w('api.lead') },
    servers: [{ url: origin }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemShape) },
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: w('api.rule-keys') } },
    },
  }
}

function operation(w: Words, endpoint: Endpoint): Json {
  const body = endpoint.body && {
    required: true,
    content: {
      'application/json': {
        schema: described(w, endpoint.body),
        examples: named(endpoint.examples, ({ body }) => body),
      },
    },
  }
  const parameters = [
    ...parametersOf(w, endpoint, 'path'),
    ...parametersOf(w, endpoint, 'query'),
    ...headersOf(w, endpoint),
  ]
  return {
    operationId: endpoint.name,
    summary: w(`api.name.${endpoint.name}`),
    description: w(`api.about.${endpoint.name}`),
    security: endpoint.scope ? [{ key: [endpoint.scope] }] : [],
    ...(parameters.length ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: responsesOf(w, endpoint),
  }
}

export type Parameter = {
  readonly name: string
  readonly in: 'path' | 'query' | 'body' | 'header'
  readonly required: boolean
  readonly description: string
  readonly schema: JsonObject
  readonly example?: JsonValue
}

/** What is asked in one place, name by name, as the schema describes it. */
export function parametersOf(w: Words, endpoint: Endpoint, place: Parameter['in']): Parameter[] {
  if (place === 'header') return headersOf(w, endpoint)
  const shape = { path: endpoint.params, query: endpoint.query, body: endpoint.body }[place]
  if (!shape) return []
  const { properties, required } = schemaOf(shape)
  if (!isObject(properties)) return []
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isObject(property)) return []
    const { examples, ...schema } = property
    return {
      name,
      in: place,
      required: Array.isArray(required) && required.includes(name),
      description: w(`api.field.${name}`),
      schema,
      ...(Array.isArray(examples) && examples[0] !== undefined ? { example: examples[0] } : {}),
    }
  })
}

/** A write of a program has a name of its own, so that sending it again changes nothing. */
const headersOf = (w: Words, endpoint: Endpoint): Parameter[] =>
  endpoint.scope && endpoint.method === 'POST'
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: true,
          description: w('api.rule-idempotency'),
          schema: { type: 'string', minLength: 8, maxLength: 255 },
          example: '0198c2f0-5a7b-7c3e-9d11-2f6b7a8c9d01',
        },
      ]
    : []

function responsesOf(w: Words, endpoint: Endpoint): Json {
  const problem = (examples: Json = {}) => ({
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples },
  })
  const isGood = (status: number) => status === 200 || status === 201
  const good = endpoint.examples.filter(({ status }) => isGood(status))
  const refused = endpoint.examples.filter(({ status }) => status === 422)
  return {
    [good[0]?.status ?? 200]: {
      description: w('api.answered'),
      content: {
        'application/json': {
          schema: described(w, endpoint.answer),
          examples: named(good, ({ answer }) => answer),
        },
      },
    },
    ...(endpoint.body ? { 400: { description: w('api.problem.not-json'), content: problem() } } : {}),
    ...(endpoint.body || endpoint.query
      ? {
          422: {
            description: w('api.problem.not-valid'),
            content: problem(named(refused, (example) => answerOf(w, example))),
          },
        }
      : {}),
    ...(endpoint.scope
      ? {
          401: { description: w('api.problem.key-unknown'), content: problem() },
          403: { description: w('api.problem.scope-missing'), content: problem() },
          404: { description: w('api.problem.not-found'), content: problem() },
          ...(endpoint.body
            ? { 409: { description: w('api.problem.idempotency-key-reused'), content: problem() } }
            : {}),
        }
      : {}),
    429: { description: w('api.too-many'), content: problem() },
    ...(endpoint.name === 'health'
      ? { 503: { description: w('api.problem.database-silent'), content: problem() } }
      : {}),
  }
}

/** What the example is answered with, in the reader's language. */
export const answerOf = (w: Words, { status, answer, refused }: Example): unknown =>
  refused ? problemBody(w, status, refused.code, refused.faults) : answer

const named = (examples: readonly Example[], value: (example: Example) => unknown): Json =>
  Object.fromEntries(examples.map((example, at) => [`example-${at + 1}`, { value: value(example) }]))

/** A schema as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is; numbers in addresses are numbers here. */
export function schemaOf(shape: z.ZodType): JsonObject {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'output', unrepresentable: 'any' })
  return JSON.parse(JSON.stringify(schema))
}

/** The schema with what each property means, in words. */
function described(w: Words, shape: z.ZodType): JsonObject {
  const told = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(told)
    return isObject(value) ? toldObject(value) : value
  }
  const toldObject = (schema: JsonObject): JsonObject =>
    mapped(schema, (key, value) =>
      key === 'properties' && isObject(value) ? mapped(value, withWords) : told(value),
    )
  const withWords = (name: string, property: JsonValue): JsonValue =>
    isObject(property) ? { description: w(`api.field.${name}`), ...toldObject(property) } : property
  return toldObject(schemaOf(shape))
}

const mapped = (object: JsonObject, to: (key: string, value: JsonValue) => JsonValue): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, to(key, value)]))

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
