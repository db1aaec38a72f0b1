import { choice, date, line, optional } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { wordsOf } from '../platform/web/words.ts'

/** Everything that can happen, as the rooms' words name it: `<room>.<what happened>`. */
export const happenings = [...wordsOf('zh').keys()]
  .filter((key) => key.includes('.happening.'))
  .map((key) => key.replace('.happening.', '.'))

export const trailFilter = form('audit', {
  person: optional(line({ max: 40 })),
  happening: optional(choice(happenings, 'audit')),
  subject: optional(line({ max: 60 })),
  from: optional(date()),
  to: optional(date()),
})
