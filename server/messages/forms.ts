import { lines } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { longestMessage } from './message.ts'

export const messageForm = form('messages', { text: lines({ max: longestMessage }) })
