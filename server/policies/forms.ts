import type { Refusal } from '../platform/outcome.ts'
import { carried, choice, date, type Field, line, lines, optional, whole } from '../platform/web/fields.ts'
import { type Faults, type Form, form } from '../platform/web/forms.ts'
import { valueFormOf } from './forms-values.ts'
import { isFamily, mayEnd, type PolicyKind } from './kinds.ts'
import { certainties } from './policy.ts'
import { fieldsOf } from './value-form.ts'

/** What every proposal says besides the value. */
export const proposalFields = {
  source: lines({ min: 4, max: 600 }),
  certainty: choice(certainties, 'policies.certainty', { control: 'radios' }),
  effectiveFrom: optional(date()),
  why: lines({ min: 2, max: 500 }),
  base: carried(/^\d{1,4}$/),
} as const satisfies Record<string, Field>

export const endField = { effectiveTo: optional(date()) }
/** The code of a new policy of a family, behind the family's name. */
export const codeField = { code: line({ max: 40 }) }

export type ProposalForm = Form<Readonly<Record<string, Field>>>
const forms = new Map<string, ProposalForm>()

/** The form of a kind: its value, and what every proposal says; of a new policy also its code. */
export function proposalForm(kind: PolicyKind, isNew: boolean): ProposalForm {
  const key = `${kind} ${isNew}`
  const known = forms.get(key)
  if (known) return known
  const value = valueFormOf(kind)
  const { source, certainty, effectiveFrom, why, base } = proposalFields
  const made = form('policies', {
    ...(isNew && isFamily(kind) ? codeField : {}),
    ...(value ? fieldsOf(value) : {}),
    ...{ source, certainty, effectiveFrom },
    ...(mayEnd(kind) ? endField : {}),
    ...{ why, base },
  })
  forms.set(key, made)
  return made
}

/**
 * Refusals of a rule beside the fields of a form: what has another form than it should is simply not filled in, and
 * what is about a part of a value stands at the field that asks for it.
 */
export function faultsAt(names: readonly string[], refusals: readonly Refusal[]): Faults {
  const faults = refusals.map(({ code, field = '', values }) => {
    const plain = code.endsWith('-malformed') ? 'required' : `refusal:${code}`
    return [nearest(names, field), { code: plain, ...(values ? { values } : {}) }] as const
  })
  return Object.fromEntries(faults.toReversed())
}

/** The field of that name, or the one that it is a part of, or the first of its parts. */
function nearest(names: readonly string[], path: string): string {
  const steps = path.split('.')
  for (let count = steps.length; count > 0; count -= 1) {
    const beginning = steps.slice(0, count).join('.')
    if (names.includes(beginning)) return beginning
    const first = names.find((name) => name.startsWith(`${beginning}.`))
    if (first) return first
  }
  return ''
}

/** The day for which the list is asked. */
export const dayForm = form('policies', { on: optional(date()) })

/** What the second person says; whoever rejects says why. */
export const approvalForm = form('policies', { words: optional(lines({ max: 500 })) })
export const rejectionForm = form('policies', { reason: lines({ min: 2, max: 500 }) })

const yearFields = {
  year: whole({ min: 2000, max: 2999 }),
  days: lines({ min: 1, max: 20_000 }),
  // The year may be typed over after the page came: then this is the version of another one, and says so.
  base: optional(carried(/^\d{4}-\d{1,4}$/)),
  step: optional(carried(/^(check|propose)$/)),
}
const { source, certainty, why } = proposalFields

/** A year of the working-day calendar, as it is pasted. */
export const calendarForm = form('policies', { ...yearFields, source, certainty, why })
/** The same for a dry run, which only asks for the days. */
export const calendarCheckForm = form('policies', {
  ...yearFields,
  source: optional(source),
  certainty: optional(certainty),
  why: optional(why),
})
