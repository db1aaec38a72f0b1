import { and, eq, gt, inArray, isNotNull, isNull, lt } from 'drizzle-orm'
import { countRows, deleteSome, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { mailboxes, mailLinks, notices } from '../../db/tables/inbox.ts'
import type { PersonId } from '../accounts/index.ts'
import type { Instant } from '../platform/clock.ts'

export type Mailbox = typeof mailboxes.$inferSelect

export async function mailboxOf(from: Reader, personId: PersonId): Promise<Mailbox | null> {
  const [row] = await from.select().from(mailboxes).where(eq(mailboxes.personId, personId))
  return row ?? null
}

export async function keepMailbox(tx: Transaction, row: Mailbox): Promise<void> {
  const { personId, ...rest } = row
  await tx.insert(mailboxes).values(row).onConflictDoUpdate({ target: mailboxes.personId, set: rest })
}

export async function dropMailbox(tx: Transaction, personId: PersonId): Promise<boolean> {
  const dropped = await tx
    .delete(mailboxes)
    .where(eq(mailboxes.personId, personId))
    .returning({ personId: mailboxes.personId })
  return dropped.length === 1
}

/** The proven addresses of these people, with what they want mail about. */
export const provenMailboxes = (from: Reader, personIds: readonly PersonId[]): Promise<Mailbox[]> =>
  from
    .select()
    .from(mailboxes)
    .where(and(inArray(mailboxes.personId, [...personIds]), isNotNull(mailboxes.verifiedAt)))

export async function addMailLink(tx: Transaction, row: typeof mailLinks.$inferInsert): Promise<void> {
  await tx.insert(mailLinks).values(row)
}

/** How many links a person asked for since then. */
export async function linksSince(from: Reader, personId: PersonId, since: Instant): Promise<number> {
  const [row] = await from
    .select({ count: countRows() })
    .from(mailLinks)
    .where(and(eq(mailLinks.personId, personId), gt(mailLinks.createdAt, since)))
  return row?.count ?? 0
}

/** A link of this person that nobody used and that has not run out. */
export async function openMailLink(from: Reader, personId: PersonId, hash: string, at: Instant) {
  const [row] = await from
    .select()
    .from(mailLinks)
    .where(
      and(
        eq(mailLinks.hash, hash),
        eq(mailLinks.personId, personId),
        isNull(mailLinks.usedAt),
        gt(mailLinks.endsAt, at),
      ),
    )
  return row ?? null
}

export async function useMailLink(tx: Transaction, hash: string, usedAt: Instant): Promise<void> {
  await tx.update(mailLinks).set({ usedAt }).where(eq(mailLinks.hash, hash))
}

/** Links that ran out before that moment prove nothing any more. */
export const forgetMailLinks = (tx: Transaction, before: Instant, limit: number): Promise<number> =>
  deleteSome(tx, mailLinks, [mailLinks.hash], lt(mailLinks.endsAt, before), limit)

/** A notice with the mailbox it goes to; null where the person was switched off or wants no mail any more. */
export async function noticeWithMailbox(from: Reader, id: string) {
  const [row] = await from
    .select({ notice: notices, mailbox: mailboxes, language: people.language })
    .from(notices)
    .innerJoin(people, eq(people.id, notices.personId))
    .innerJoin(mailboxes, eq(mailboxes.personId, notices.personId))
    .where(and(eq(notices.id, id as typeof notices.$inferSelect.id), eq(people.state, 'active')))
  return row ?? null
}
