import { declineReasons } from '../applications/application.ts'
import { choice, lines, optional, picked } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

/** The bureau's choice of a bank, with its reason. */
export const dispatchForm = form('dispatches', {
  institutionId: picked(/^[0-9a-z]{26}$/),
  why: lines({ min: 2, max: 200 }),
})

/** A bank's no. */
export const declineForm = form('dispatches', {
  reason: choice(declineReasons, 'applications.decline-reason', { control: 'radios' }),
  words: optional(lines({ max: 300 })),
})
