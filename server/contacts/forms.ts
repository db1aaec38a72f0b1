import { choice, date, lines } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { longestNote, recordedWays } from './contact.ts'

export const contactForm = form('contacts', {
  way: choice(recordedWays, 'contacts.way'),
  reachedOn: date(),
  note: lines({ max: longestNote }),
})
