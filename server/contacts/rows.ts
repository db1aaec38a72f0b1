import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications } from '../../db/tables/applications.ts'
import { contacts } from '../../db/tables/contacts.ts'
import type { Id } from '../platform/ids.ts'
import { beforeOffer } from './contact.ts'

/**
 * Keeps the first contact of a case; false where there was one, or where it is too late to be the first. The case keeps its
 * version: no button of its page depends on this.
 */
export async function markContacted(
  tx: Transaction,
  id: Id<'application'>,
  first: Required<Pick<typeof applications.$inferInsert, 'contactedOn' | 'contactWay'>>,
): Promise<boolean> {
  const marked = await tx
    .update(applications)
    .set(first)
    .where(
      and(
        eq(applications.id, id),
        isNull(applications.contactedOn),
        inArray(applications.state, [...beforeOffer]),
      ),
    )
    .returning({ id: applications.id })
  return marked.length === 1
}

export async function addContact(tx: Transaction, row: typeof contacts.$inferInsert): Promise<void> {
  await tx.insert(contacts).values(row)
}

/** As many as a page shows: who calls every day for months has a longer story in his messages. */
const shownAtMost = 50

/** The calls and visits of a case with the names of the officers, the last first. */
export function contactsOf(from: Reader, applicationId: Id<'application'>) {
  const query = prepared(from, 'contacts_of_case', (reader, name) =>
    reader
      .select({ contact: contacts, officer: people.name })
      .from(contacts)
      .innerJoin(people, eq(people.id, contacts.personId))
      .where(eq(contacts.applicationId, sql.placeholder('applicationId')))
      .orderBy(desc(contacts.reachedOn), desc(contacts.id))
      .limit(shownAtMost)
      .prepare(name),
  )
  return query.execute({ applicationId })
}
