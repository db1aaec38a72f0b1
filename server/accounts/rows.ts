import { and, desc, eq, gt, inArray, isNull, ne, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { passwordHistory, people, recoveryCodes, sessions, setupLinks } from '../../db/tables/accounts.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { inboxes } from '../../db/tables/inbox.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { present } from '../platform/assert.ts'
import type { Instant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { PersonId } from './person.ts'

/** The person and the name of his organisation, as every request needs them. */
const personColumns = {
  id: people.id,
  name: people.name,
  role: people.role,
  enterpriseId: people.enterpriseId,
  institutionId: people.institutionId,
  region: people.region,
  language: people.language,
  organisation: sql<string>`coalesce(${enterprises.name}, ${institutions.name}, '')`,
}

/** The one query that every signed-in request costs. */
export async function personOfSession(from: Reader, hash: string) {
  const query = prepared(from, 'accounts_person_of_session', (reader, name) =>
    reader
      .select({
        ...personColumns,
        sessionId: sessions.id,
        lastSeenAt: sessions.lastSeenAt,
        endsAt: sessions.endsAt,
        endedAt: sessions.endedAt,
        complete: sessions.complete,
        passwordSetAt: people.passwordSetAt,
        // In the head of every page, so it comes along with what every page asks for.
        unread: sql<number>`coalesce(${inboxes.unread}, 0)`.mapWith(Number),
      })
      .from(sessions)
      .innerJoin(people, eq(people.id, sessions.personId))
      .leftJoin(enterprises, eq(enterprises.id, people.enterpriseId))
      .leftJoin(institutions, eq(institutions.id, people.institutionId))
      .leftJoin(inboxes, eq(inboxes.personId, people.id))
      .where(and(eq(sessions.hash, sql.placeholder('hash')), eq(people.state, 'active')))
      .prepare(name),
  )
  const [row] = await query.execute({ hash })
  return row ?? null
}

/** Everything of a person that signing in needs; names are compared in lower case. */
export async function accountNamed(from: Reader, signInName: string) {
  const [row] = await from.select().from(people).where(eq(people.signInName, signInName.toLowerCase()))
  return row ?? null
}

export async function account(from: Reader, id: PersonId) {
  const [row] = await from.select().from(people).where(eq(people.id, id))
  return row ?? null
}

export async function person(from: Reader, id: PersonId) {
  const [row] = await from
    .select(personColumns)
    .from(people)
    .leftJoin(enterprises, eq(enterprises.id, people.enterpriseId))
    .leftJoin(institutions, eq(institutions.id, people.institutionId))
    .where(eq(people.id, id))
  return row ?? null
}

export async function addPerson(tx: Transaction, row: typeof people.$inferInsert): Promise<void> {
  await tx.insert(people).values({ ...row, signInName: row.signInName.toLowerCase() })
}

export async function changePerson(
  tx: Transaction,
  id: PersonId,
  changes: Partial<Omit<typeof people.$inferInsert, 'id' | 'version'>>,
): Promise<void> {
  await tx
    .update(people)
    .set({ ...changes, version: sql`${people.version} + 1` })
    .where(eq(people.id, id))
}

export async function addSession(tx: Transaction, row: typeof sessions.$inferInsert): Promise<void> {
  await tx.insert(sessions).values(row)
}

export async function changeSession(
  tx: Transaction,
  hash: string,
  changes: Partial<Pick<typeof sessions.$inferInsert, 'lastSeenAt' | 'endedAt'>>,
): Promise<void> {
  await tx.update(sessions).set(changes).where(eq(sessions.hash, hash))
}

/**
 * The session opens everything from now on, under a new secret: a cookie that somebody saw or set before the second
 * factor was given is worth nothing.
 */
export async function completeSession(tx: Transaction, hash: string, renewed: string): Promise<Instant> {
  const [row] = await tx
    .update(sessions)
    .set({ complete: true, hash: renewed })
    .where(eq(sessions.hash, hash))
    .returning({ endsAt: sessions.endsAt })
  return present(row, 'the session that gave its code').endsAt
}

/** Sessions that are still open, newest first: "where am I signed in". */
export const openSessions = (from: Reader, personId: PersonId, at: Instant) =>
  from
    .select()
    .from(sessions)
    .where(and(eq(sessions.personId, personId), isNull(sessions.endedAt), gt(sessions.endsAt, at)))
    .orderBy(desc(sessions.startedAt))

/** Of these sessions, by their hashes, those of people in business, with their times. */
export const sessionsAmong = (from: Reader, hashes: readonly string[]) =>
  from
    .select({
      hash: sessions.hash,
      lastSeenAt: sessions.lastSeenAt,
      endsAt: sessions.endsAt,
      endedAt: sessions.endedAt,
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(and(inArray(sessions.hash, [...hashes]), eq(people.state, 'active'), eq(sessions.complete, true)))

/** Ends the sessions of a person, all or all but one. */
export async function endSessions(
  tx: Transaction,
  personId: PersonId,
  at: Instant,
  butHash?: string,
): Promise<void> {
  await tx
    .update(sessions)
    .set({ endedAt: at })
    .where(
      and(
        eq(sessions.personId, personId),
        isNull(sessions.endedAt),
        butHash ? ne(sessions.hash, butHash) : undefined,
      ),
    )
}

export const oldPasswords = (from: Reader, personId: PersonId, count: number) =>
  from
    .select({ hash: passwordHistory.hash })
    .from(passwordHistory)
    .where(eq(passwordHistory.personId, personId))
    .orderBy(desc(passwordHistory.setAt), desc(passwordHistory.id))
    .limit(count)

export async function addPassword(
  tx: Transaction,
  personId: PersonId,
  hash: string,
  setAt: Instant,
): Promise<void> {
  await tx.insert(passwordHistory).values({ id: newId<'password'>(), personId, hash, setAt })
}

export async function addSetupLink(tx: Transaction, row: typeof setupLinks.$inferInsert): Promise<void> {
  await tx.insert(setupLinks).values(row)
}

export async function setupLink(from: Reader, hash: string) {
  const [row] = await from.select().from(setupLinks).where(eq(setupLinks.hash, hash))
  return row ?? null
}

/** Uses up all links of a person: only the newest may ever work. */
export async function useSetupLinks(tx: Transaction, personId: PersonId, usedAt: Instant): Promise<void> {
  await tx
    .update(setupLinks)
    .set({ usedAt })
    .where(and(eq(setupLinks.personId, personId), isNull(setupLinks.usedAt)))
}

/** Puts new recovery codes in place of all old ones. */
export async function replaceRecoveryCodes(
  tx: Transaction,
  personId: PersonId,
  hashes: readonly string[],
): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId))
  if (hashes.length === 0) return
  await tx.insert(recoveryCodes).values(hashes.map((hash) => ({ personId, hash, usedAt: null })))
}

export async function useRecoveryCode(
  tx: Transaction,
  personId: PersonId,
  hash: string,
  at: Instant,
): Promise<boolean> {
  const used = await tx
    .update(recoveryCodes)
    .set({ usedAt: at })
    .where(
      and(eq(recoveryCodes.personId, personId), eq(recoveryCodes.hash, hash), isNull(recoveryCodes.usedAt)),
    )
    .returning({ hash: recoveryCodes.hash })
  return used.length === 1
}

/** The cast of the demo city: in the order in which they joined. */
export const demoPeople = (from: Reader) =>
  from
    .select({
      signInName: people.signInName,
      name: people.name,
      role: people.role,
      organisation: personColumns.organisation,
    })
    .from(people)
    .leftJoin(enterprises, eq(enterprises.id, people.enterpriseId))
    .leftJoin(institutions, eq(institutions.id, people.institutionId))
    .where(and(eq(people.state, 'active'), eq(people.demo, true)))
    .orderBy(people.id)
