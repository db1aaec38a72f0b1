import { lines, picked } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

const id = /^[0-9a-z]{26}$/

/** Whose work goes to whom, and why: an absence, another desk, the end of an employment. */
export const handoverForm = form('handovers', {
  fromId: picked(id),
  toId: picked(id),
  why: lines({ max: 300 }),
})
