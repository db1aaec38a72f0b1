import { carried, choice, choices, date, lines, optional, picked, tick } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { consentStates } from './consent.ts'
import { dataKinds, firmKinds, ownPurposes } from './kind.ts'

/**
 * The questions by which somebody consents, wherever they stand: no box is ticked beforehand, a natural person's stands
 * apart, and the form carries the versions of the texts that it showed.
 */
export const consentFields = {
  kinds: choices(firmKinds, 'consents.kind', { min: 0 }),
  until: date(),
  person: choices(['yes'], 'consents.person-tick', { min: 0 }),
  textVersion: carried(),
  personTextVersion: carried(),
} as const

const id = /^[0-9a-z]{26}$/

export const giveForm = form('consents', {
  institutionId: picked(id),
  purpose: choice(ownPurposes, 'consents.purpose', { control: 'radios' }),
  ...consentFields,
})

/** One kind was asked for: one box. */
export const acceptForm = form('consents', {
  agreed: tick('consents.agreed'),
  until: consentFields.until,
  textVersion: consentFields.textVersion,
  personTextVersion: consentFields.personTextVersion,
})

export const refuseForm = form('consents', { answer: optional(lines({ max: 300 })) })

export const askForm = form('consents', {
  kind: choice(dataKinds, 'consents.kind', { control: 'radios' }),
  why: lines({ min: 4, max: 300 }),
})

export const consentFilter = form('consents', {
  bank: optional(picked(id)),
  kind: optional(choice(dataKinds, 'consents.kind', { control: 'select' })),
  state: optional(choice(consentStates, 'consents.state', { control: 'select' })),
})

export const lookFilter = form('consents', {
  bank: optional(picked(id)),
  kind: optional(choice(dataKinds, 'consents.kind', { control: 'select' })),
  from: optional(date()),
  to: optional(date()),
})
