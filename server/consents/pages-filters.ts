import type { ShownForm } from '../platform/web/forms.ts'
import { withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'

export type Query = Parameters<typeof withQuery>[1]

/** What is asked for now, each to be taken away by itself. */
export const chips = (w: Words, { fields }: ShownForm, query: Query, path: string) =>
  fields.flatMap(({ name, label, value, options }) => {
    if (value === undefined || value === '') return []
    const list = Array.isArray(options) ? options : []
    const chosen: string = list.find((option) => option.value === value)?.label ?? String(value)
    return [
      {
        label: w('consents.chip', { label, value: chosen }),
        removeHref: withQuery(path, query, { [name]: null }),
      },
    ]
  })
