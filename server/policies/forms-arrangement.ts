import { assumable, firstPayerModes, parties } from '../arrangements/arrangement.ts'
import { sizeClasses } from '../enterprises/size-class.ts'
import { choice, choices, optional, whole, yuan } from '../platform/web/fields.ts'
import { basisShare, codes, portion, yesNo } from '../platform/web/fields-measures.ts'
import { at, nested } from './paths.ts'
import { nameFields, type Section, type ValueForm } from './value-form.ts'

/** The sizes that an arrangement may name. */
const sizes = sizeClasses.filter((size) => size !== 'not-classified')

/** All of an arrangement but its layers, which have an editor of their own. */
const sections: readonly Section[] = [
  { key: 'name', fields: nameFields },
  {
    key: 'base',
    fields: {
      'base.normalInterest': yesNo('policies.interest-counts'),
      'base.interestCapDays': optional(whole({ max: 3650, unit: 'forms.unit-days' })),
    },
  },
  {
    key: 'first-payer',
    fields: {
      'firstPayer.party': optional(choice(parties, 'arrangements.party')),
      'firstPayer.mode': optional(choice(firstPayerModes, 'arrangements.first-payer', { control: 'select' })),
    },
  },
  {
    key: 'scope',
    fields: {
      'scope.sizes': choices(sizes, 'enterprises.size', { min: 0 }),
      'scope.farming': yesNo(),
      'scope.excludedIndustries': optional(codes()),
      'scope.unsecuredOnly': yesNo(),
      singleCustomerCapFen: optional(yuan()),
    },
  },
  {
    key: 'lines',
    fields: { warnLinePpm: optional(portion()), stopLinePpm: optional(portion()) },
  },
  {
    key: 'excess',
    sparse: true,
    fields: {
      'excess.party': optional(choice(parties, 'arrangements.party')),
      'excess.overPremiumPpm': optional(portion({ max: 10_000_000 })),
      'excess.to': optional(choice(parties, 'arrangements.party')),
      'excess.basisPoints': optional(basisShare()),
    },
  },
  { key: 'assumed', fields: { assumed: choices(assumable, 'arrangements.assumable', { min: 0 }) } },
]

const names = sections.flatMap(({ fields }) => Object.keys(fields))

/** A part of which nothing was filled in is none. */
const orNone = (part: unknown): unknown =>
  Object.values(Object(part)).every((one) => one === null || one === undefined) ? null : part

/** What the bureau writes of an arrangement besides its layers; `value` lacks those. */
export const arrangementForm: ValueForm = {
  sections,
  typed: (value) =>
    Object.fromEntries(
      names.map((name) => {
        const found = at(value, name)
        // No size named means that every size is in scope.
        return [name, found ?? (name === 'scope.sizes' ? [] : null)]
      }),
    ),
  value(typed) {
    const whole = nested(Object.fromEntries(names.map((name) => [name, typed[name]])))
    const sizesNamed = typed['scope.sizes']
    return {
      ...whole,
      firstPayer: orNone(whole.firstPayer),
      excess: orNone(whole.excess),
      scope: {
        ...Object(whole.scope),
        sizes: Array.isArray(sizesNamed) && sizesNamed.length > 0 ? sizesNamed : null,
        excludedIndustries: typed['scope.excludedIndustries'] ?? [],
      },
    }
  },
}
