import { date, lines } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

/** 催办: what the bureau asks the bank. */
export const urgeForm = form('supervision', { urging: lines({ min: 2, max: 500 }) })

/** 督办: what is to be done, and until when. */
export const superviseForm = form('supervision', { order: lines({ min: 2, max: 1000 }), dueOn: date() })

/** A bank's answer. */
export const answerForm = form('supervision', { answer: lines({ min: 2, max: 1000 }) })

/** The bureau's last word. */
export const closingForm = form('supervision', { closing: lines({ min: 2, max: 1000 }) })
