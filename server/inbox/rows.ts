import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, max, ne, type SQL, sql } from 'drizzle-orm'
import { deleteSome, prepared, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { inboxes, notices } from '../../db/tables/inbox.ts'
import { bankRoles, guarantorRoles, type PersonId, type Role } from '../accounts/index.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, isId } from '../platform/ids.ts'
import type { NoticeKind } from './notice.ts'

export type Notice = typeof notices.$inferSelect
type NewNotice = typeof notices.$inferInsert
type Added = Pick<Notice, 'id' | 'personId'>

/**
 * Writes notices, of one person perhaps several, and counts them for their people. Whoever was told under the same key before is left out; answers whom
 * it told. There is one writer at a time, so the stamp of an inbox is greater than all that anybody has seen.
 */
export async function addNotices(tx: Transaction, rows: readonly NewNotice[]): Promise<Added[]> {
  if (rows.length === 0) return []
  const added = await tx
    .insert(notices)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: notices.id, personId: notices.personId })
  if (added.length === 0) return []
  const stamp = await nextStamp(tx)
  await tx
    .insert(inboxes)
    .values([...countsOf(added)].map(([personId, unread]) => ({ personId, unread, stamp })))
    .onConflictDoUpdate({
      target: inboxes.personId,
      set: { unread: sql`${inboxes.unread} + excluded.unread`, stamp },
    })
  return added
}

function countsOf(added: readonly Added[]): ReadonlyMap<PersonId, number> {
  const counts = new Map<PersonId, number>()
  for (const { personId } of added) counts.set(personId, (counts.get(personId) ?? 0) + 1)
  return counts
}

async function nextStamp(tx: Transaction): Promise<number> {
  return (await newestStamp(tx)) + 1
}

/** The stamp of the newest change of any inbox; zero before the first. */
export async function newestStamp(from: Reader): Promise<number> {
  const [row] = await from.select({ stamp: max(inboxes.stamp) }).from(inboxes)
  return Number(row?.stamp ?? 0)
}

/** The inboxes that changed since, in the order in which they did. */
export function inboxesSince(from: Reader, stamp: number) {
  const query = prepared(from, 'inbox_inboxes_since', (reader, name) =>
    reader
      .select()
      .from(inboxes)
      .where(gt(inboxes.stamp, sql.placeholder('stamp')))
      .orderBy(asc(inboxes.stamp))
      .prepare(name),
  )
  return query.execute({ stamp })
}

export type NoticeFilter = { readonly unread: boolean; readonly kind: NoticeKind | null }

/** A person's notices, newest first. */
export const noticesOf = (
  from: Reader,
  personId: PersonId,
  { unread, kind }: NoticeFilter,
  limit: number,
  offset: number,
): Promise<Notice[]> =>
  from
    .select()
    .from(notices)
    .where(
      and(
        eq(notices.personId, personId),
        unread ? isNull(notices.readAt) : undefined,
        kind ? eq(notices.kind, kind) : undefined,
      ),
    )
    .orderBy(desc(notices.id))
    .limit(limit)
    .offset(offset)

/** A notice of this person; nobody else's is found. */
export async function noticeOf(from: Reader, personId: PersonId, id: string): Promise<Notice | null> {
  if (!isId<'notice'>(id)) return null
  const [row] = await from
    .select()
    .from(notices)
    .where(and(eq(notices.id, id), eq(notices.personId, personId)))
  return row ?? null
}

export async function unreadOf(from: Reader, personId: PersonId): Promise<number> {
  const [row] = await from
    .select({ unread: inboxes.unread })
    .from(inboxes)
    .where(eq(inboxes.personId, personId))
  return row?.unread ?? 0
}

/** Which of a person's notices: one, all up to one, or all about one thing. */
export type Which =
  | { readonly id: Id<'notice'> }
  | { readonly through: Id<'notice'> }
  | { readonly subject: { readonly kind: string; readonly id: string }; readonly kind: NoticeKind }

const matching = (which: Which): SQL | undefined => {
  if ('id' in which) return eq(notices.id, which.id)
  if ('through' in which) return lte(notices.id, which.through)
  const { subject, kind } = which
  return and(eq(notices.subjectKind, subject.kind), eq(notices.subjectId, subject.id), eq(notices.kind, kind))
}

/** Marks notices as read, and takes them off the count; answers how many there were. */
export async function markRead(
  tx: Transaction,
  personId: PersonId,
  which: Which,
  readAt: Instant,
): Promise<number> {
  const read = await tx
    .update(notices)
    .set({ readAt })
    .where(and(eq(notices.personId, personId), isNull(notices.readAt), matching(which)))
    .returning({ id: notices.id })
  if (read.length === 0) return 0
  await tx
    .update(inboxes)
    .set({ unread: sql`${inboxes.unread} - ${read.length}`, stamp: await nextStamp(tx) })
    .where(eq(inboxes.personId, personId))
  return read.length
}

/** What was read before that moment; the trail keeps what happened. */
export const forgetNotices = (tx: Transaction, before: Instant, limit: number): Promise<number> =>
  deleteSome(tx, notices, [notices.id], lt(notices.readAt, before), limit)

const active = eq(people.state, 'active')
const ids = { id: people.id }

/** Those of these people who may still sign in. */
export const activeOf = (from: Reader, wanted: readonly PersonId[]) =>
  from
    .select(ids)
    .from(people)
    .where(and(active, inArray(people.id, [...wanted])))

export const peopleOfFirm = (from: Reader, enterpriseId: Id<'enterprise'>) =>
  from
    .select(ids)
    .from(people)
    .where(and(active, eq(people.enterpriseId, enterpriseId)))

/** The same of many firms at once. */
export const peopleOfFirms = (from: Reader, enterpriseIds: readonly Id<'enterprise'>[]) =>
  from
    .select({ id: people.id, enterpriseId: people.enterpriseId })
    .from(people)
    .where(and(active, inArray(people.enterpriseId, [...enterpriseIds])))

/** Everybody who works on cases at an institution; at one that runs a pool, who decides what comes before it. */
export const deskOf = (from: Reader, institutionId: Id<'institution'>) =>
  from
    .select(ids)
    .from(people)
    .where(
      and(
        active,
        eq(people.institutionId, institutionId),
        inArray(people.role, [...bankRoles, ...guarantorRoles, 'reguarantor', 'treasury', 'pool-operator']),
      ),
    )

export const roleAt = (from: Reader, institutionId: Id<'institution'>, role: Role) =>
  from
    .select(ids)
    .from(people)
    .where(and(active, eq(people.institutionId, institutionId), eq(people.role, role)))

export const managersOf = (from: Reader, institutionId: Id<'institution'>) =>
  from
    .select(ids)
    .from(people)
    .where(
      and(
        active,
        eq(people.institutionId, institutionId),
        inArray(people.role, ['bank-manager', 'guarantor-manager']),
      ),
    )

/** The officer, if he still works there. */
export const officerAt = (from: Reader, institutionId: Id<'institution'>, officerId: PersonId) =>
  from
    .select(ids)
    .from(people)
    .where(and(active, eq(people.id, officerId), eq(people.institutionId, institutionId)))

/** The people of a bureau who answer for a place: theirs is it, or what it lies in. */
export const officeOf = (from: Reader, roles: readonly Role[], region: string) =>
  from
    .select(ids)
    .from(people)
    .where(
      and(
        active,
        inArray(people.role, [...roles]),
        ne(people.region, ''),
        sql`${region} like ${people.region} || '%'`,
      ),
    )
