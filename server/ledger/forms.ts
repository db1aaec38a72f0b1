import { date, optional } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

/** The day to which a trial balance counts; none for now. */
export const dayFilter = form('ledger', { on: optional(date()) })

/** The period of a statement, both days included. */
export const periodFilter = form('ledger', { from: optional(date()), to: optional(date()) })
