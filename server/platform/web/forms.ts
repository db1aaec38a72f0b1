import { z } from 'zod'
import type { Refusal } from '../outcome.ts'
import type { Field } from './fields.ts'
import type { Values, Words } from './words.ts'

export type Typed = Readonly<Record<string, unknown>>
export type Faults = Readonly<Record<string, { readonly code: string; readonly values?: Values }>>

type FieldsOf = Readonly<Record<string, Field>>
// The value type of each field, whatever its control.
type ValuesOf<Fields extends FieldsOf> = {
  readonly [Name in keyof Fields]: Fields[Name] extends Field<infer Value> ? Value : never
}

export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly typed: Typed; readonly faults: Faults }

/** One question as `views/parts/field.ejs` shows it. */
export type ShownField = Readonly<Record<string, unknown>> & { readonly name: string; readonly label: string }
export type ShownError = { readonly href?: string; readonly words: string }

/** What a page needs to show a form, empty, filled or with errors. */
export type ShownForm = { readonly fields: readonly ShownField[]; readonly errors: readonly ShownError[] }

export type Form<Fields extends FieldsOf> = {
  readonly names: readonly (keyof Fields & string)[]
  /** Reads a body; unknown names are refused, so nobody assigns what the form does not ask. */
  read(body: unknown): Reading<ValuesOf<Fields>>
  /** The form with these values in it, as stored. */
  filled(w: Words, values: Partial<ValuesOf<Fields>>, more?: Showing): ShownForm
  /** The form as it was typed, with what is to be mended. */
  again(w: Words, typed: Typed, faults: Faults, more?: Showing): ShownForm
  /** The form as it was typed, when a rule refused what the form itself found in order. */
  refused(w: Words, typed: unknown, refusal: Refusal, more?: Showing): ShownForm
}

/** Choices that are rows (banks, products) and not a closed list: value and words, by field. */
export type Showing = {
  readonly options?: Readonly<Record<string, readonly { value: string; label: string; hint?: string }[]>>
  /** Prefix for ids where one page shows two forms. */
  readonly prefix?: string
}

/** Names that every form may carry beside its questions. */
const carriedNames = ['_csrf', '_once'] as const

/**
 * A form of a room: labels stand under `<room>.field.<name>`, hints under `<room>.hint.<name>`, messages under
 * `forms.<code>`.
 */
export function form<Fields extends FieldsOf>(room: string, fields: Fields): Form<Fields> {
  const shape = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.schema]))
  const carriedShape = Object.fromEntries(carriedNames.map((name) => [name, z.string().max(200).optional()]))
  const schema = z.strictObject({ ...shape, ...carriedShape })
  const typedOf = (body: unknown): Typed =>
    typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {}

  const show = (w: Words, typed: Typed, faults: Faults, more: Showing = {}): ShownForm => ({
    fields: Object.entries(fields).map(([name, field]) =>
      shownField(w, room, name, field, typed[name], faults[name], more),
    ),
    errors: Object.entries(faults).map(([name, fault]) => {
      const field = fields[name]
      const words = faultWords(w, fault)
      if (!field || field.control === 'hidden') return { words }
      const label = labelOf(w, room, name, field)
      return {
        href: `#${more.prefix ?? ''}${name}`,
        words: w('forms.fault-of', { field: label, fault: words }),
      }
    }),
  })

  return {
    names: Object.keys(fields),
    read(body) {
      const read = schema.safeParse(typedOf(body))
      if (!read.success) return { ok: false, typed: typedOf(body), faults: faultsOf(read.error.issues) }
      const value = Object.fromEntries(Object.keys(fields).map((name) => [name, read.data[name]]))
      return { ok: true, value: value as ValuesOf<Fields> }
    },
    filled(w, values, more) {
      const typed = Object.entries(values).flatMap(([name, value]) => {
        const field = fields[name]
        return field && value !== undefined ? [[name, field.show(value)]] : []
      })
      return show(w, Object.fromEntries(typed), {}, more)
    },
    again: show,
    refused: (w, typed, refusal, more) =>
      show(
        w,
        typedOf(typed),
        { [refusal.field ?? '']: { code: `refusal:${refusal.code}`, values: refusal.values ?? {} } },
        more,
      ),
  }
}

function faultsOf(issues: readonly z.core.$ZodIssue[]): Faults {
  const faults: Record<string, { code: string; values?: Values }> = {}
  for (const issue of issues) {
    const name = String(issue.path[0] ?? '')
    if (faults[name]) continue
    if (issue.code === 'unrecognized_keys') faults[''] = { code: 'unknown-field' }
    else if (issue.code === 'custom') faults[name] = { code: issue.message, values: issue.params as Values }
    else faults[name] = { code: 'wrong-kind' }
  }
  return faults
}

function faultWords(w: Words, fault: { code: string; values?: Values }): string {
  const [kind, code] = fault.code.split(':')
  if (kind === 'refusal' && code) return w.refusal({ code, values: fault.values ?? {} })
  return w(`forms.${fault.code}`, fault.values)
}

const labelOf = (w: Words, room: string, name: string, field: Field): string =>
  field.label?.(w) ?? w(`${room}.field.${name}`)

function shownField(
  w: Words,
  room: string,
  name: string,
  field: Field,
  typed: unknown,
  fault: Faults[string] | undefined,
  more: Showing,
): ShownField {
  const options =
    more.options?.[name] ?? field.choices?.map((one) => ({ value: one, label: w(`${field.wordsAt}.${one}`) }))
  const blank = field.control === 'select' ? [{ value: '', label: w('forms.choose') }] : []
  const hint = `${room}.hint.${name}`
  return {
    name,
    id: `${more.prefix ?? ''}${name}`,
    label: labelOf(w, room, name, field),
    kind: field.control,
    required: field.required,
    ...(w.has(hint) ? { hint: w(hint) } : {}),
    ...(field.unit ? { unit: w(field.unit) } : {}),
    ...(field.autocomplete ? { autocomplete: field.autocomplete } : {}),
    ...(field.inputmode ? { inputmode: field.inputmode } : {}),
    ...(options ? { options: [...blank, ...options] } : {}),
    ...(field.control === 'password'
      ? {}
      : {
          value: Array.isArray(typed) ? typed[0] : typed,
          values: typed === undefined ? [] : [typed].flat(),
        }),
    ...(fault ? { error: faultWords(w, fault) } : {}),
  }
}
