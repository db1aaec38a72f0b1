import { z } from 'zod'
import { type Day, parseDay } from '../../money/day.ts'
import { type Fen, fen, parseYuan, showYuan } from '../../money/fen.ts'
import { type Ppm, parsePercent, showPercent } from '../../money/rate.ts'
import type { Values, Words } from './words.ts'

/*
 * The questions that forms ask. Each turns text from a browser into a typed value, or into a code with words;
 * full-width digits, spaces and thousands separators are taken as people type them.
 */

/** How a page shows the question; the words come from the room. */
export type Control =
  | 'text'
  | 'number'
  | 'date'
  | 'select'
  | 'radios'
  | 'checkboxes'
  | 'textarea'
  | 'password'
  | 'phone'
  | 'hidden'

export type Field<Value = unknown> = {
  readonly control: Control
  readonly schema: z.ZodType<Value>
  readonly required: boolean
  /** Closed list of a choice, and the key under which its words stand: `<words>.<choice>`. */
  readonly choices?: readonly string[]
  readonly wordsAt?: string
  readonly unit?: string
  /** Where several questions share their words, or stand in a list of any length. */
  readonly label?: (w: Words) => string
  readonly autocomplete?: string
  readonly inputmode?: string
  /** The value as a person would type it, to fill the form. */
  show(value: Value): string | readonly string[]
}

/** What a browser sends for one field: nothing, a text, or a list where a name repeats. */
const sent = z.union([z.string(), z.array(z.string())]).optional()
const single = sent.transform((value, context) => {
  if (!Array.isArray(value)) return value ?? ''
  fault(context, 'only-one')
  return z.NEVER
})

type Faults = { addIssue(issue: { code: 'custom'; message: string; params?: Values }): void }
/** Says what is wrong with what was typed; the value is then none. */
export const fault = (context: Faults, code: string, params?: Values) => {
  context.addIssue({ code: 'custom', message: code, ...(params ? { params } : {}) })
  return z.NEVER
}

/** Folds full-width forms and stray spaces, which Chinese keyboards produce without being asked. */
export const tidy = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, ' ').trim()

type Read<Value> = (text: string, context: Faults) => Value
/** Reads a text that has to be there. */
export const written = <Value>(read: Read<Value>) =>
  single.transform((text, context): Value => {
    const typed = text.trim()
    return typed === '' ? fault(context, 'required') : read(typed, context)
  })

const plain = (value: unknown): string => String(value ?? '')

type Lengths = { min?: number; max?: number; autocomplete?: string }

/** A line of text; control characters and bidirectional overrides are refused, they only serve to deceive. */
export const line = ({ min = 1, max = 100, autocomplete }: Lengths = {}): Field<string> => ({
  control: 'text',
  required: true,
  schema: written((text, context) => bounded(tidy(text), min, max, context)),
  show: plain,
  ...(autocomplete ? { autocomplete } : {}),
})

/** Several lines of text, kept as typed but for its ends. */
export const lines = ({ min = 1, max = 1000 }: Lengths = {}): Field<string> => ({
  control: 'textarea',
  required: true,
  schema: written((text, context) => bounded(text.replace(/\r\n/g, '\n'), min, max, context)),
  show: plain,
})

function bounded(text: string, min: number, max: number, context: Faults): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  if (/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/u.test(text))
    return fault(context, 'strange-characters')
  if (text.length < min) return fault(context, 'too-short', { min })
  if (text.length > max) return fault(context, 'too-long', { max })
  return text
}

/** A secret: never shown again, never trimmed. */
export const secret = (autocomplete: 'current-password' | 'new-password'): Field<string> => ({
  control: 'password',
  required: true,
  autocomplete,
  schema: single.transform((text, context): string => {
    if (text === '') return fault(context, 'required')
    return text.length > 256 ? fault(context, 'too-long', { max: 256 }) : text
  }),
  show: () => '',
})

/** A mobile or fixed number of the mainland, as eleven digits or with its area code. */
export const phone = (): Field<string> => ({
  control: 'phone',
  required: true,
  schema: written((text, context) => {
    const digits = tidy(text)
      .replace(/[\s()-]/g, '')
      .replace(/^\+?86(?=1\d{10}$)/, '')
    return /^(1[3-9]\d{9}|0\d{9,11})$/.test(digits) ? digits : fault(context, 'not-a-phone')
  }),
  show: plain,
})

/** What mail servers take without quotes (RFC 5321, §4.1.2), at a host with a dot; no list, no name, no line break. */
export const isMailAddress = (text: string): boolean =>
  text.length <= 254 && /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/i.test(text)

/** Where somebody takes mail. */
export const mailAddress = (): Field<string> => ({
  control: 'text',
  required: true,
  autocomplete: 'email',
  inputmode: 'email',
  schema: written((text, context) => {
    const address = tidy(text).replace(/\s/g, '')
    return isMailAddress(address) ? address : fault(context, 'not-an-address')
  }),
  show: plain,
})

type YuanBounds = { min?: Fen; max?: Fen }

/** A million million yuan: more than any form means, and little enough that dozens of them still add up exactly. */
const mostFen = fen(100_000_000_000_000)

/** An amount in yuan, with 万 and 亿 if the person likes. */
export const yuan = ({ min, max = mostFen }: YuanBounds = {}): Field<Fen> => ({
  control: 'number',
  required: true,
  unit: 'forms.unit-yuan',
  schema: written((text, context) => {
    const read = parseYuan(text)
    if (!read.ok) return fault(context, read.code)
    if (min !== undefined && read.fen < min) return fault(context, 'amount-below', { min: showYuan(min) })
    if (read.fen > max) return fault(context, 'amount-above', { max: showYuan(max) })
    return read.fen
  }),
  show: (value) => showYuan(fen(value)).replace(/\.00$/, ''),
})

type WholeBounds = { min?: number; max?: number; unit?: string }

/** A whole number. */
export const whole = ({ min = 0, max = 1_000_000_000, unit }: WholeBounds = {}): Field<number> => ({
  control: 'number',
  required: true,
  inputmode: 'numeric',
  ...(unit ? { unit } : {}),
  schema: written((text, context) => {
    const digits = tidy(text).replace(/(?<=\d)[, ](?=\d{3}(\D|$))/g, '')
    if (!/^-?\d{1,15}$/.test(digits)) return fault(context, 'not-whole')
    const value = Number(digits)
    return value < min || value > max ? fault(context, 'out-of-range', { min, max }) : value
  }),
  show: plain,
})

/** A yearly rate in per cent. */
export const percent = ({ min = 0, max = 360_000 }: { min?: number; max?: number } = {}): Field<Ppm> => ({
  control: 'number',
  required: true,
  unit: 'forms.unit-percent',
  schema: written((text, context) => {
    const read = parsePercent(text)
    if (!read.ok) return fault(context, read.code)
    if (read.ppm < min || read.ppm > max)
      return fault(context, 'out-of-range', { min: min / 10_000, max: max / 10_000 })
    return read.ppm
  }),
  show: (value) => showPercent(value).replace('%', ''),
})

/** A day that exists. */
export const date = (): Field<Day> => ({
  control: 'date',
  required: true,
  schema: written((text, context) => {
    const read = parseDay(text)
    return read.ok ? read.day : fault(context, read.code)
  }),
  show: plain,
})

type ChoiceLook = { control?: 'select' | 'radios' }

/** One of a closed list; `wordsAt` is where the words of its members stand. */
export const choice = <const List extends readonly string[]>(
  choices: List,
  wordsAt: string,
  { control = choices.length > 5 ? 'select' : 'radios' }: ChoiceLook = {},
): Field<List[number]> => ({
  control,
  required: true,
  choices,
  wordsAt,
  schema: written(
    (text, context) =>
      choices.find((one): one is List[number] => one === text) ?? fault(context, 'unknown-choice'),
  ),
  show: plain,
})

/** Any of a closed list, at least `min`. */
export const choices = <const List extends readonly string[]>(
  list: List,
  wordsAt: string,
  { min = 1 }: { min?: number } = {},
): Field<readonly List[number][]> => ({
  control: 'checkboxes',
  required: min > 0,
  choices: list,
  wordsAt,
  schema: sent.transform((value, context): readonly List[number][] => {
    const texts = value === undefined || value === '' ? [] : [value].flat()
    const known = list.filter((one): one is List[number] => texts.includes(one))
    if (known.length !== new Set(texts).size) return fault(context, 'unknown-choice')
    return known.length < min ? fault(context, 'choose-at-least', { min }) : known
  }),
  show: (value) => [...value],
})

/** A ticked box; consent is never ticked beforehand. */
export const tick = (wordsAt: string): Field<true> => ({
  control: 'checkboxes',
  required: true,
  choices: ['yes'],
  wordsAt,
  schema: sent.transform((value, context): true =>
    value === 'yes' ? true : fault(context, 'must-be-ticked'),
  ),
  show: () => [],
})

/** A value that the form carries along and the person does not see. */
export const carried = (form: RegExp = /^[\w-]{1,64}$/): Field<string> => ({
  control: 'hidden',
  required: true,
  schema: written((text, context) => (form.test(text) ? text : fault(context, 'unknown-choice'))),
  show: plain,
})

/** One of rows that the page lists (towns, banks): the form knows how such a value looks, the action whether it is there. */
export const picked = (form: RegExp = /^[\w-]{1,64}$/): Field<string> => ({
  ...carried(form),
  control: 'select',
})

/** Any of rows that the page lists, with one box each. */
export const pickedSome = (form: RegExp = /^[\w-]{1,64}$/, most = 100): Field<readonly string[]> => ({
  control: 'checkboxes',
  required: true,
  schema: sent.transform((value, context): readonly string[] => {
    const texts = value === undefined || value === '' ? [] : [value].flat()
    if (texts.length === 0) return fault(context, 'choose-at-least', { min: 1 })
    const fine = texts.length <= most && texts.every((text) => form.test(text))
    return fine ? texts : fault(context, 'unknown-choice')
  }),
  show: (value) => [...value],
})

/** The same question, which may stay unanswered. */
export const optional = <Value>(field: Field<Value>): Field<Value | null> => ({
  ...field,
  required: false,
  schema: sent.transform((value, context): Value | null => {
    if (value === undefined || (typeof value === 'string' && value.trim() === '')) return null
    const read = field.schema.safeParse(value)
    if (read.success) return read.data
    for (const issue of read.error.issues) {
      fault(
        context,
        issue.message,
        issue.code === 'custom' ? (issue.params as Values | undefined) : undefined,
      )
    }
    return z.NEVER
  }),
  show: (value) => (value === null ? '' : field.show(value)),
})
