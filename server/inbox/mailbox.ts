import type { Words } from '../platform/web/words.ts'
import { type NoticeKind, noticeWords, type Told } from './notice.ts'

/** Hours in which the link of a letter proves an address. */
export const linkHours = 24
/** Letters with such a link that one person has sent within a day: nobody's mailbox is to be flooded by us. */
export const linksADay = 5

/** Whether a person wants mail about this, at an address that is proven. */
export const wantsMail = (
  box: { readonly verifiedAt: string | null; readonly kinds: readonly NoticeKind[] },
  kind: NoticeKind,
): boolean => box.verifiedAt !== null && box.kinds.includes(kind)

/** As much of an address as is told to whoever may look over a shoulder, or reads the trail. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, Math.min(2, at - 1))}…${address.slice(at)}`
}

/** What a notice says by mail: its sentence, where to read on, and how to hear no more. */
export const noticeLetter = (w: Words, origin: string, kind: NoticeKind, told: Told) => ({
  subject: w('inbox.mail-subject', { name: w('layout.name'), kind: w(`inbox.kind.${kind}`) }),
  text: [
    noticeWords(w, told),
    '',
    w('inbox.mail-read-on', { href: `${origin}/inbox` }),
    w('inbox.mail-stop', { href: `${origin}/account/mail` }),
    '',
  ].join('\n'),
})

/** The letter that asks whether the address is the person's. */
export const linkLetter = (w: Words, origin: string, secret: string) => ({
  subject: w('inbox.mail-link-subject', { name: w('layout.name') }),
  text: [
    w('inbox.mail-link-text', { hours: linkHours }),
    '',
    `${origin}/account/mail/confirmation/${secret}`,
    '',
    w('inbox.mail-link-not-you'),
    '',
  ].join('\n'),
})

/** Letters are named after what they are about, at the host that sends them (RFC 5322, §3.6.4). */
export const messageIdOf = (about: string, origin: string): string => `<${about}@${new URL(origin).hostname}>`
