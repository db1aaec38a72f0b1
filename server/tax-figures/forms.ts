import { carried, choice, optional } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

export const exportFormats = ['xlsx', 'csv'] as const

/** What is taken away: the period and county of the page, and the kind of file. */
export const exportForm = form('tax-figures', {
  period: carried(/^[\w-]{1,20}$/),
  county: optional(carried(/^\d{6}$/)),
  format: choice(exportFormats, 'tax-figures.format'),
})
