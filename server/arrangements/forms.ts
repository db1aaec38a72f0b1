import type { Refusal } from '../platform/outcome.ts'
import { choice, type Field, optional, yuan } from '../platform/web/fields.ts'
import { basisShare } from '../platform/web/fields-measures.ts'
import { type Faults, type Form, form } from '../platform/web/forms.ts'
import {
  arrangementForm,
  codeField,
  endField,
  faultsAt,
  fieldsOf,
  nameFields,
  proposalFields,
} from '../policies/index.ts'
import { parties, variants } from './arrangement.ts'
import { type Draft, layerListNames } from './draft.ts'

export const limitKinds = ['none', 'amount', 'pool'] as const

const sum = (name: string): Field => ({
  ...optional(yuan()),
  label: (w) => w(`arrangements.field.${name}`),
})

/** A sum on which an arrangement is tried. */
const trialFields = {
  tryLoss: sum('loss'),
  tryPoolFree: sum('poolFree'),
  tryRecovered: sum('recovered'),
  tryRecoveryCost: sum('recoveryCost'),
  tryVariant: {
    ...optional(choice(variants, 'arrangements.variant', { control: 'select' })),
    label: (w) => w('arrangements.field.variant'),
  } satisfies Field,
} as const

export const trialNames = Object.keys(trialFields)

/** Trying an arrangement that is there: the address carries what was asked. */
export const trialForm = form('arrangements', {
  loss: yuan(),
  poolFree: optional(yuan()),
  recovered: optional(yuan()),
  recoveryCost: optional(yuan()),
  variant: optional(choice(variants, 'arrangements.variant', { control: 'select' })),
})

export type EditForm = Form<Readonly<Record<string, Field>>>

/** The form for so many layers and shares as a draft has. To try it, nothing has to be said about its source yet. */
export function editForm(draft: Draft, isNew: boolean, isTrial: boolean): EditForm {
  const { source, certainty, effectiveFrom, why, base } = proposalFields
  const said = { ...(isNew ? codeField : {}), ...nameFields, source, certainty, why }
  const asked: Record<string, Field> = isTrial
    ? Object.fromEntries(
        // The questions look the same: they have to be answered once the arrangement is sent.
        Object.entries(said).map(([name, field]) => [name, { ...optional<unknown>(field), required: true }]),
      )
    : said
  return form('policies', {
    ...fieldsOf(arrangementForm),
    ...layerFields(draft),
    ...trialFields,
    ...asked,
    ...{ effectiveFrom, ...endField, base },
  })
}

function layerFields(draft: Draft): Record<string, Field> {
  const fields: Record<string, Field> = {}
  for (const name of layerListNames) {
    for (const [at, { shares }] of draft[name].entries()) {
      const here = `${name}.${at}`
      fields[`${here}.limit`] = labelled(choice(limitKinds, 'arrangements.limit-kind', select), 'limit')
      fields[`${here}.limitFen`] = labelled(optional(yuan()), 'limitFen')
      fields[`${here}.limitParty`] = labelled(optional(choice(parties, 'arrangements.party')), 'limitParty')
      for (const index of shares.keys()) {
        const share = `${here}.shares.${index}`
        fields[`${share}.party`] = labelled(optional(choice(parties, 'arrangements.party')), 'party')
        fields[`${share}.percent`] = labelled(optional(basisShare()), 'percent')
      }
    }
  }
  return fields
}

const select = { control: 'select' } as const

const labelled = <Value>(field: Field<Value>, label: string): Field<Value> => ({
  ...field,
  label: (w) => w(`arrangements.field.${label}`),
})

/** Refusals of an arrangement beside the fields of its form. */
export const editFaults = (
  { names }: EditForm,
  refusals: readonly Refusal[],
  fieldOf: (path: string) => string,
): Faults =>
  faultsAt(
    names,
    refusals.map((refusal) => ({ ...refusal, field: fieldOf(refusal.field ?? '') })),
  )
