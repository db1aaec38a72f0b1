import { carried, choices, mailAddress, optional } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { noticeKinds } from './notice.ts'

/** Whether the reader goes on to what the notice is about, or stays in his list. */
export const readingForm = form('inbox', { stay: optional(carried(/^\/inbox(\?[^\s]{0,200})?$/)) })

/** All that stood on the page; what came since stays unread. */
export const allReadForm = form('inbox', { through: carried(/^[0-9a-z]{26}$/) })

/** Where mail goes, and about what; nothing is ticked beforehand. */
export const mailForm = form('inbox', { address: mailAddress(), kinds: choices(noticeKinds, 'inbox.kind') })
