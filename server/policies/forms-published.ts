import { whole } from '../platform/web/fields.ts'
import { plainForm } from './forms-plain.ts'

/** What a city published of its tax-credit loans. */
export const publishedForm = plainForm({
  key: 'published',
  fields: { institutions: whole({ max: 100_000 }), firms: whole({ max: 10_000_000 }) },
})
