import type { Store } from '../../db/index.ts'
import type { By, Person } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { noteContact } from '../contacts/index.ts'
import { notify, readIn } from '../inbox/index.ts'
import { institutionOf } from '../institutions/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { plusMinutes } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import {
  checkFlood,
  type MessageSide,
  messageRuleShape,
  openUntil,
  revealsFirm,
  type Talk,
} from './message.ts'
import * as rows from './rows.ts'

export const sideOf = (who: Person, { institutionId }: Pick<Talk, 'institutionId'>): MessageSide =>
  who.institutionId === institutionId ? 'bank' : 'firm'

/** The last day of a talk by the rule of today; null while there is none. */
export const talkEnds = ({ policies }: Pick<Parts, 'policies'>, talk: Talk, today: By['today']) =>
  openUntil(talk, policies.read('messages', today, messageRuleShape).value)

/**
 * 留言: one side writes to the other, which is told. What is written stays: the row is its own record of who and when.
 * `hidden` are the names of a firm that the bank may not know yet; null where it may.
 *
 * Refuses: `messages-closed` (the case came to nothing too long ago), `messages-too-many`, `message-names-firm`.
 */
export const sendMessage = (
  parts: Pick<Parts, 'store' | 'policies'>,
  by: By,
  talk: Talk,
  { text, hidden }: { readonly text: string; readonly hidden: readonly string[] | null },
) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly number: number }>> => {
    const me = present(by.person, 'who writes')
    const side = sideOf(me, talk)
    const until = talkEnds(parts, talk, by.today)
    if (until && by.today > until) return refuse('messages-closed', { values: { until } })
    const written = await rows.writtenSince(tx, talk.id, me.id, plusMinutes(by.at, -24 * 60))
    const calm = checkFlood(written)
    if (!calm.ok) return calm
    if (side === 'firm' && hidden && revealsFirm(text, hidden))
      return refuse('message-names-firm', { field: 'text' })
    const number = (await rows.newestNumber(tx, talk.id)) + 1
    const message = { id: newId<'message'>(), applicationId: talk.id, number, side, personId: me.id }
    await rows.addMessage(tx, { ...message, text, at: by.at })
    await rows.markRead(tx, talk.id, me.id, number, by.at)
    if (side === 'bank') await noteContact(tx, by, talk.id, 'message')
    const bank = present(await institutionOf(tx, talk.institutionId), 'the bank of a case')
    await notify(tx, by, {
      to: [
        side === 'firm' ? { bank: talk.institutionId, officer: talk.officerId } : { firm: talk.enterpriseId },
      ],
      kind: 'messages',
      words: `messages.notice.from-${side}`,
      values: { number: talk.number, bank: bank.shortName },
      href: `/applications/${talk.id}/messages`,
      subject: { kind: 'application', id: talk.id },
    })
    return done({ number })
  })

/** Marks all that was written as read by this person, with the notices about it. */
export const readTalk = (store: Store, by: By, talk: Pick<Talk, 'id'>) =>
  act(store, by, async (tx) => {
    const me = present(by.person, 'who reads')
    await rows.markRead(tx, talk.id, me.id, await rows.newestNumber(tx, talk.id), by.at)
    const about = { subject: { kind: 'application', id: talk.id }, kind: 'messages' } as const
    return readIn(tx, by, me.id, about)
  })
