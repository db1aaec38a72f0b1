import { choice, lines } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { warningOutcomes } from './warning.ts'

/** What the bank found, and what it did. */
export const answerForm = form('tax-watch', {
  outcome: choice(warningOutcomes, 'tax-watch.outcome'),
  did: lines({ min: 2, max: 500 }),
})
