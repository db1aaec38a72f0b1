import { whole } from '../platform/web/fields.ts'
import { portion } from '../platform/web/fields-measures.ts'
import { plainForm } from './forms-plain.ts'

/** The time of each step of a compensation pool. */
const compensationForm = plainForm({
  key: 'compensation',
  fields: {
    fileWithinDays: whole({ min: 1, max: 3650, unit: 'forms.unit-days' }),
    confirmWorkdays: whole({ min: 1, max: 250, unit: 'forms.unit-workdays' }),
  },
})

/** What a city published of its tax-credit loans. */
const publishedForm = plainForm({
  key: 'published',
  fields: { institutions: whole({ max: 100_000 }), firms: whole({ max: 10_000_000 }) },
})

/** From when a firm counts as growing or mature, for figures. */
const stagesForm = plainForm({
  key: 'stage-lines',
  fields: {
    startUpMonths: whole({ min: 1, max: 600, unit: 'forms.unit-months' }),
    growingPpm: portion({ max: 10_000_000 }),
  },
})

const messagesForm = plainForm({
  key: 'talk',
  fields: { openDays: whole({ min: 1, max: 3650, unit: 'forms.unit-days' }) },
})

/** Short questions, each of one section. */
export const cityForms = {
  messages: messagesForm,
  'tax-credit-published': publishedForm,
  'tax-credit-stages': stagesForm,
  compensation: compensationForm,
}
