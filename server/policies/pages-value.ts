import { arrangementShape } from '../arrangements/arrangement.ts'
import { layerLists, layerWords } from '../arrangements/shown.ts'
import type { Field } from '../platform/web/fields.ts'
import type { Words } from '../platform/web/words.ts'
import { calendarShape, runsOf } from './calendar.ts'
import { valueFormOf } from './forms-values.ts'
import { isFamily, kindOf, type PolicyKind } from './kinds.ts'
import type { PolicyRow } from './policy.ts'
import { nameShape } from './shapes.ts'
import type { Section } from './value-form.ts'

/** One part of a policy's value in words; `key` tells which, whatever the language. */
export type ValueFact = { readonly key: string; readonly label: string; readonly value: string }
export type ValueSection = { readonly title: string; readonly facts: readonly ValueFact[] }

/** What a policy is called: by its words, or where people add to a family, by the names in its row. */
export function policyTitle(w: Words, { code, value }: Pick<PolicyRow, 'code' | 'value'>): string {
  const kind = kindOf(code)
  if (kind === null) return code
  if (kind === 'calendar') return w('policies.name.calendar', { year: code.slice(-4) })
  if (!isFamily(kind)) return w(`policies.name.${kind}`)
  const read = nameShape.safeParse(Object(value).name)
  return read.success ? read.data[w.language] : code
}

/** The value of a policy, question by question; what an older version did not know yet stands as not set. */
export function valueSections(w: Words, { code, value }: Pick<PolicyRow, 'code' | 'value'>): ValueSection[] {
  const kind = kindOf(code)
  if (kind === null) return []
  if (kind === 'calendar') return calendarSections(w, value)
  const own = kind === 'arrangement' ? layerSections(w, value) : []
  const [first, ...rest] = formSections(w, kind, value)
  return first ? [first, ...own, ...rest] : own
}

function formSections(w: Words, kind: PolicyKind, value: unknown): ValueSection[] {
  const form = valueFormOf(kind)
  if (form === null) return []
  const typed = form.typed(value)
  return form.sections.flatMap((section) => {
    const facts = factsOf(w, section, typed)
    return facts.length ? [{ title: w(`policies.section.${section.key}`), facts }] : []
  })
}

const factsOf = (
  w: Words,
  { fields, sparse }: Section,
  typed: Readonly<Record<string, unknown>>,
): ValueFact[] =>
  Object.entries(fields).flatMap(([name, field]) => {
    const shown = fieldWords(w, field, typed[name])
    if (sparse && !shown) return []
    const empty = `policies.empty.${name}`
    const nothing = w.has(empty) ? w(empty) : w('policies.not-set')
    return [{ key: name, label: fieldLabel(w, name, field), value: shown || nothing }]
  })

export const fieldLabel = (w: Words, name: string, field: Field): string =>
  field.label?.(w) ?? w(`policies.field.${name}`)

/** An answer as a reader sees it: choices by their words, figures with their unit; empty for none. */
function fieldWords(w: Words, field: Field, typed: unknown): string {
  if (typed === null || typed === undefined) return ''
  const shown = [field.show(typed)].flat().filter((one) => one !== '')
  if (field.choices)
    // In the order of the list: which was ticked first says nothing.
    return field.choices
      .filter((one) => shown.includes(one))
      .map((one) => w(`${field.wordsAt}.${one}`))
      .join(w('policies.comma'))
  const text = shown.join(' ').split('\n').join(w('policies.comma'))
  return text && field.unit ? w('policies.with-unit', { text, unit: w(field.unit) }) : text
}

function layerSections(w: Words, value: unknown): ValueSection[] {
  const read = arrangementShape.safeParse(value)
  if (!read.success) return []
  return layerLists(w, read.data).map(({ title, layers }, at) => ({
    title: title ? w('policies.layers-for', { loans: title }) : w('policies.section.layers'),
    facts: layers.map((layer, index) => ({
      key: `layers.${at}.${index}`,
      label: w('arrangements.layer', { number: index + 1 }),
      value: layerWords(w, layer),
    })),
  }))
}

function calendarSections(w: Words, value: unknown): ValueSection[] {
  const read = calendarShape.safeParse(value)
  if (!read.success) return []
  const { off, work } = read.data
  const runs = runsOf(off).map(({ from, to }) => ({
    key: `off.${from}`,
    label: from === to ? from : w('policies.run', { from, to: to.slice(5) }),
    value: w('policies.days-off', { count: daysIn(off, from, to) }),
  }))
  return [
    { title: w('policies.section.off', { count: off.length }), facts: runs },
    {
      title: w('policies.section.work', { count: work.length }),
      facts: work.map((on) => ({ key: `work.${on}`, label: on, value: w('policies.made-up') })),
    },
  ].filter(({ facts }) => facts.length > 0)
}

const daysIn = (days: readonly string[], from: string, to: string): number =>
  days.filter((on) => from <= on && on <= to).length

export type Difference = { readonly label: string; readonly before: string; readonly after: string }

/** What one value says otherwise than another, part by part. */
export function differences(
  w: Words,
  before: Pick<PolicyRow, 'code' | 'value'> | null,
  after: Pick<PolicyRow, 'code' | 'value'>,
): Difference[] {
  const list = (row: Pick<PolicyRow, 'code' | 'value'> | null) =>
    row ? valueSections(w, row).flatMap(({ facts }) => facts) : []
  const [old, fresh] = [list(before), list(after)]
  const keys = [...new Set([...fresh, ...old].map(({ key }) => key))]
  const none = w('policies.not-there')
  return keys.flatMap((key) => {
    const was = old.find((fact) => fact.key === key)
    const is = fresh.find((fact) => fact.key === key)
    const label = is?.label ?? was?.label ?? key
    return was?.value === is?.value ? [] : [{ label, before: was?.value ?? none, after: is?.value ?? none }]
  })
}
