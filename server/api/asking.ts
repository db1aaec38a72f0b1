import { z } from 'zod'
import type { Fault } from '../calculators/worked.ts'
import { isDay } from '../money/day.ts'

/*
 * How the API asks. The message of every check is a stable code; its words stand under `api.fault.<code>`. From
 * the same schemas the OpenAPI document is made, so what is described is what is checked.
 */

export type Reading<Asked> =
  | { readonly ok: true; readonly asked: Asked }
  | { readonly ok: false; readonly faults: readonly Fault[] }

const orRequired = (code: string) => ({
  error: (issue: { input?: unknown }) => (issue.input === undefined ? 'required' : code),
})

/** A whole number in JSON, no larger than a number can hold exactly. */
export const whole = () =>
  z.int({
    error: ({ code, input }) =>
      code === 'too_big' ? 'too-large' : input === undefined ? 'required' : 'not-whole',
  })

/** A whole number in an address: digits, with no point, exponent or leading zero. */
export const wholeText = (bounded: (number: z.ZodInt) => z.ZodInt) =>
  z
    .string(orRequired('only-one'))
    .regex(/^(0|-?[1-9]\d*)$/, 'not-whole')
    .transform(Number)
    // Digits past what a number can hold come here as something that is no safe integer.
    .pipe(bounded(z.int('too-large')))

export const text = () => z.string(orRequired('only-one'))

/** A day as ISO 8601 writes it, and no other way. */
export const dayText = () =>
  z.string(orRequired('wrong-kind')).refine(isDay, 'not-a-day').meta({ format: 'date' })

export const choice = <const List extends readonly [string, ...string[]]>(list: List) =>
  z.enum(list, orRequired('unknown-choice'))

/** The code of a policy, an industry or the like, which is looked up only afterwards. */
export const name = () => z.string(orRequired('wrong-kind')).max(60, 'unknown-choice')

/** Some of a kind, one at least. */
export const list = <Item extends z.ZodType>(item: Item, most: number) =>
  z.array(item, orRequired('wrong-kind')).min(1, 'empty').max(most, 'too-many')

/** A figure for each of some years. */
export const yearly = <Figure extends z.ZodType>(figure: Figure) =>
  z.record(z.string(), figure, orRequired('wrong-kind'))

/** Reads what was sent, all faults at once; names that nobody asked for are refused. */
export function readAsked<Shape extends z.ZodType>(shape: Shape, sent: unknown): Reading<z.output<Shape>> {
  const read = shape.safeParse(sent)
  return read.success
    ? { ok: true, asked: read.data }
    : { ok: false, faults: firstOfEach(read.error.issues.flatMap(faultsOf)) }
}

/** One fault a field is enough to mend it. */
const firstOfEach = (faults: readonly Fault[]): readonly Fault[] =>
  faults.filter(({ field }, at) => faults.findIndex((other) => other.field === field) === at)

/** A query as it is read: a name without a value counts as not sent. */
export const sentQuery = (query: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), code: 'unknown-field' }))
  }
  const field = issue.path.join('.')
  if (field === '') return [{ field, code: 'not-an-object' }]
  return [{ field, code: codes.has(issue.message) ? issue.message : 'wrong-kind' }]
}

/** Every code that a field can be refused with. */
export const faultCodes = [
  'required',
  'only-one',
  'wrong-kind',
  'not-an-object',
  'unknown-field',
  'unknown-choice',
  'not-whole',
  'not-positive',
  'negative',
  'too-large',
  'too-long',
  'not-a-day',
  'out-of-range',
  'out-of-order',
  'not-for-bullet',
  'industry-unknown',
  'industry-too-coarse',
  'calendar-missing',
  'payment-below-interest',
  'fees-reach-principal',
  'empty',
  'too-many',
  'unknown-arrangement',
  'unknown-scheme',
  'unknown-policy',
  'pool-free-missing',
  'lpr-missing',
  'tax-year-wrong',
  'assess-year-wrong',
  'founded-later',
  'repaid-before-payout',
  'fee-too-large',
  'unknown-quarter',
] as const
const codes: ReadonlySet<string> = new Set(faultCodes)
