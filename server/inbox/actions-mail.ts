import { createHmac } from 'node:crypto'
import type { Store, Transaction } from '../../db/index.ts'
import type { By, Person, PersonId } from '../accounts/index.ts'
import { hashOf } from '../accounts/session.ts'
import { act, write } from '../audit/index.ts'
import type { Parts } from '../parts.ts'
import { type Instant, plusMinutes } from '../platform/clock.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { postOffice } from '../platform/outside/mail.ts'
import { isLanguage } from '../platform/web/words.ts'
import { enqueue, type Handlers, Hopeless } from '../platform/work/outbox.ts'
import {
  linkHours,
  linkLetter,
  linksADay,
  maskedAddress,
  messageIdOf,
  noticeLetter,
  wantsMail,
} from './mailbox.ts'
import type { NoticeKind } from './notice.ts'
import * as rows from './rows-mail.ts'

type Wish = { readonly address: string; readonly kinds: readonly NoticeKind[] }

/**
 * Keeps where a person wants mail and about what. A new address gets a letter with a link, and nothing else until the
 * link was followed; one that is proven already only changes its kinds.
 *
 * Refuses: `mail-not-set` (the installation has no mail server), `mail-too-many` (of letters with links, in a day).
 */
export const setMailbox = (
  { store, config }: Pick<Parts, 'store' | 'config'>,
  by: By,
  me: Person,
  wish: Wish,
) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly asked: boolean }>> => {
    if (!config.mail) return refuse('mail-not-set')
    const before = await rows.mailboxOf(tx, me.id)
    const proven = before?.address === wish.address ? before.verifiedAt : null
    const box = { ...wish, personId: me.id, verifiedAt: proven, changedAt: by.at }
    await rows.keepMailbox(tx, box)
    await note(tx, by, 'mail-set', me.id, { address: maskedAddress(wish.address), kinds: wish.kinds })
    if (proven) return done({ asked: false })
    if ((await rows.linksSince(tx, me.id, plusMinutes(by.at, -24 * 60))) >= linksADay)
      return refuse('mail-too-many', { field: 'address', values: { max: linksADay } })
    const seed = newId<'mail-link'>()
    await rows.addMailLink(tx, {
      hash: hashOf(secretOf(config.secret, seed)),
      personId: me.id,
      address: wish.address,
      createdAt: by.at,
      endsAt: plusMinutes(by.at, linkHours * 60),
      usedAt: null,
    })
    // The secret itself is kept nowhere: whoever holds a copy of the database can prove no address with it.
    const letter = { seed, to: wish.address, language: me.language, at: by.at }
    await enqueue(tx, by, 'mail-link', letter)
    return done({ asked: true })
  })

const secretOf = (key: string, seed: string): string =>
  createHmac('sha256', key).update(`mail-link ${seed}`).digest('base64url')

/** The link was followed by the person who asked for it. Refuses: `mail-link-ended`. */
export const confirmMailbox = (store: Store, by: By, me: Person, secret: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const link = await rows.openMailLink(tx, me.id, hashOf(secret), by.at)
    const box = await rows.mailboxOf(tx, me.id)
    // A later wish for another address makes the earlier link void.
    if (!link || box?.address !== link.address) return refuse('mail-link-ended')
    await rows.useMailLink(tx, link.hash, by.at)
    await rows.keepMailbox(tx, { ...box, verifiedAt: by.at })
    await note(tx, by, 'mail-confirmed', me.id, { address: maskedAddress(box.address) })
    return done()
  })

/** No mail any more, from now on; what waits in the outbox is not sent. Refuses: `mail-none`. */
export const endMailbox = (store: Store, by: By, me: Person) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    if (!(await rows.dropMailbox(tx, me.id))) return refuse('mail-none')
    await note(tx, by, 'mail-ended', me.id, {})
    return done()
  })

const note = (tx: Transaction, by: By, what: string, personId: PersonId, details: Record<string, unknown>) =>
  write(tx, by, { happening: `inbox.${what}`, subject: { kind: 'person', id: personId }, details })

/** A letter each for those who chose so; the outbox sends it after the commit. */
export async function mailNotices(
  tx: Transaction,
  by: By,
  kind: NoticeKind,
  told: readonly { readonly id: Id<'notice'>; readonly personId: PersonId }[],
): Promise<void> {
  if (told.length === 0) return
  const boxes = await rows.provenMailboxes(tx, [...new Set(told.map(({ personId }) => personId))])
  const wanting = new Set(boxes.filter((one) => wantsMail(one, kind)).map(({ personId }) => personId))
  for (const { id, personId } of told)
    if (wanting.has(personId)) await enqueue(tx, by, 'mail', { notice: id })
}

type With = Pick<Parts, 'store' | 'config' | 'words'>

/**
 * What carries letters out. A crash between the server's yes and our note sends a letter again, under the same name.
 * What was read meanwhile, or is wanted no more, is not sent.
 */
export function mailHandlers({ store, config, words }: With): Handlers {
  const { mail, origin } = config
  if (!mail) {
    const nowhere = async () => {
      throw new Hopeless('no mail server is set')
    }
    return { mail: nowhere, 'mail-link': nowhere }
  }
  const office = postOffice(mail)
  return {
    mail: async ({ notice: id }) => {
      const found = await rows.noticeWithMailbox(store.read, String(id))
      if (!found || found.notice.readAt !== null || !wantsMail(found.mailbox, found.notice.kind)) return
      const { notice, mailbox, language } = found
      await office.send({
        ...noticeLetter(words[language], origin, notice.kind, notice),
        to: mailbox.address,
        messageId: messageIdOf(`notice-${notice.id}`, origin),
        writtenAt: notice.at,
      })
    },
    'mail-link': async ({ seed, to, language, at }) => {
      const w = words[isLanguage(language) ? language : 'zh']
      await office.send({
        ...linkLetter(w, origin, secretOf(config.secret, String(seed))),
        to: String(to),
        messageId: messageIdOf(`link-${seed}`, origin),
        writtenAt: at as Instant,
      })
    },
  }
}
