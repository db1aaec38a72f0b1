import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { linkHours } from './mailbox.ts'
import type { Mailbox } from './rows-mail.ts'

/** `/account/mail`: where mail goes and about what; of an installation without mail, that it has none. */
export const mailPage = (w: Words, isSet: boolean, box: Mailbox | null, shown: ShownForm) => ({
  title: w('inbox.mail-title'),
  lead: isSet ? w('inbox.mail-lead') : '',
  off: isSet
    ? null
    : {
        title: w('inbox.mail-off-title'),
        text: w('inbox.mail-off-text'),
        href: '/inbox',
        label: w('inbox.title'),
      },
  state: box
    ? w(box.verifiedAt ? 'inbox.mail-state-proven' : 'inbox.mail-state-waiting', {
        address: box.address,
        hours: linkHours,
      })
    : null,
  once: newId(),
  ...shown,
})

/** A link changes nothing by being opened: mail programs open links by themselves. */
export const confirmPage = (w: Words, address: string, action: string) => ({
  title: w('inbox.mail-confirm-title'),
  text: w('inbox.mail-confirm-text', { address }),
  action,
})
