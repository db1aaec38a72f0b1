import { and, count, desc, eq, gt, max, ne, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { messageReads, messages } from '../../db/tables/messages.ts'
import type { PersonId } from '../accounts/index.ts'
import type { Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import type { MessageSide } from './message.ts'

type CaseId = Id<'application'>
export type Message = typeof messages.$inferSelect

const given = sql.placeholder

/** The messages of a case with the names of their writers, newest first. */
export function messagesOf(from: Reader, applicationId: CaseId, limit: number, offset = 0) {
  const query = prepared(from, 'messages_of_case', (reader, name) =>
    reader
      .select({ message: messages, name: people.name })
      .from(messages)
      .innerJoin(people, eq(people.id, messages.personId))
      .where(eq(messages.applicationId, given('applicationId')))
      .orderBy(desc(messages.number))
      .limit(given('limit'))
      .offset(given('offset'))
      .prepare(name),
  )
  return query.execute({ applicationId, limit, offset })
}

export async function newestNumber(from: Reader, applicationId: CaseId): Promise<number> {
  const [row] = await from
    .select({ number: max(messages.number) })
    .from(messages)
    .where(eq(messages.applicationId, applicationId))
  return Number(row?.number ?? 0)
}

export async function addMessage(tx: Transaction, row: typeof messages.$inferInsert): Promise<void> {
  await tx.insert(messages).values(row)
}

/** How many a person wrote in a case since then. */
export const writtenSince = (from: Reader, applicationId: CaseId, personId: PersonId, since: Instant) =>
  from.$count(
    messages,
    and(eq(messages.applicationId, applicationId), eq(messages.personId, personId), gt(messages.at, since)),
  )

export async function readThrough(from: Reader, applicationId: CaseId, personId: PersonId): Promise<number> {
  const query = prepared(from, 'messages_read_through', (reader, name) =>
    reader
      .select({ through: messageReads.through })
      .from(messageReads)
      .where(
        and(
          eq(messageReads.applicationId, given('applicationId')),
          eq(messageReads.personId, given('personId')),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ applicationId, personId })
  return row?.through ?? 0
}

/** What the other side wrote after a message. */
export async function countAfter(
  from: Reader,
  applicationId: CaseId,
  mine: MessageSide,
  number: number,
): Promise<number> {
  const query = prepared(from, 'messages_count_after', (reader, name) =>
    reader
      .select({ count: count() })
      .from(messages)
      .where(
        and(
          eq(messages.applicationId, given('applicationId')),
          ne(messages.side, given('mine')),
          gt(messages.number, given('number')),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ applicationId, mine, number })
  return row?.count ?? 0
}

export async function markRead(
  tx: Transaction,
  applicationId: CaseId,
  personId: PersonId,
  through: number,
  at: Instant,
): Promise<void> {
  await tx
    .insert(messageReads)
    .values({ applicationId, personId, through, at })
    .onConflictDoUpdate({ target: [messageReads.applicationId, messageReads.personId], set: { through, at } })
}
