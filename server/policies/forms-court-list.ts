import { optional, whole } from '../platform/web/fields.ts'
import { codes } from '../platform/web/fields-measures.ts'
import { plainForm } from './forms-plain.ts'
import { nameFields, type ValueForm } from './value-form.ts'

/** Room for some thousand codes; a city has fewer firms on the courts' list. */
const longestList = 100_000

const form = plainForm(
  { key: 'name', fields: nameFields },
  {
    key: 'court-list',
    fields: {
      codes: optional(codes({ max: longestList })),
      validDays: whole({ min: 1, max: 3650, unit: 'forms.unit-days' }),
    },
  },
)

/** 失信被执行人名单: codes alone, for the list of the courts names the firms. An empty list says that none is on it. */
export const courtListForm: ValueForm = {
  ...form,
  value: (typed) => form.value({ ...typed, codes: typed.codes ?? [] }),
}
