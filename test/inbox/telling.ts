import assert from 'node:assert/strict'
import { eq } from 'drizzle-orm'
import { inboxes, notices } from '../../db/tables/inbox.ts'
import { byPlatform, type Person } from '../../server/accounts/index.ts'
import { type Notice, notify, type Recipient } from '../../server/inbox/index.ts'
import type { Town } from '../support/app.ts'

/** What tells people of a town something, and looks at what they were told. */
export function telling<Made extends Town>(made: Made) {
  const { store, clock } = made
  const platform = byPlatform(clock.now(), clock.today())
  const tell = (to: readonly Recipient[], more: Partial<Notice> = {}, by = platform) =>
    store.transact((tx) => notify(tx, by, { ...aboutNeed, to, ...more }))
  const all = () => store.read.select().from(notices).orderBy(notices.id)
  const toldOf = async () => new Set((await all()).map(({ personId }) => personId))
  /** What is counted, and what is there: they must always agree. */
  const counts = async ({ id }: Person) => {
    const [kept] = await store.read.select().from(inboxes).where(eq(inboxes.personId, id))
    const unread = (await all()).filter(({ personId, readAt }) => personId === id && readAt === null)
    assert.equal(kept?.unread ?? 0, unread.length)
    return unread.length
  }
  return { ...made, tell, all, toldOf, counts }
}

export const aboutNeed = {
  kind: 'needs',
  words: 'inbox.words-gone',
  href: '/needs',
  subject: { kind: 'need', id: 'n1' },
} as const satisfies Omit<Notice, 'to'>
