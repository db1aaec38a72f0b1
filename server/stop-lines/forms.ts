import { lines } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

export const liftForm = form('stop-lines', { why: lines({ min: 4, max: 500 }) })
