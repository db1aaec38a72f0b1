import { consentFields } from '../consents/index.ts'
import { carried, lines, optional, picked, tick } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

/** One box, never ticked beforehand, beside the written text whose version the form carries. */
export const openForm = form('second-looks', {
  agreed: tick('second-looks.agreed'),
  until: consentFields.until,
  textVersion: consentFields.textVersion,
  personTextVersion: consentFields.personTextVersion,
})

/** A bank proposes a product of its own, with words to a firm that it does not know. */
export const proposalForm = form('second-looks', {
  productId: picked(/^[0-9a-z]{26}$/),
  words: optional(lines({ max: 300 })),
})

/** A button: the version that its page showed. */
export const stepForm = form('second-looks', { version: optional(carried(/^\d{1,9}$/)) })
