import { lines, optional, picked } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

/** A quarter, and for a correction why. */
export const proposalForm = form('scoreboard', {
  quarter: picked(/^20\d\d-q[1-4]$/),
  reason: optional(lines({ min: 4, max: 500 })),
})

export const rejectionForm = form('scoreboard', { why: lines({ min: 4, max: 500 }) })
