import { and, asc, desc, eq, gt, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { contains, deleteSome, type Reader, type Transaction } from '../../db/index.ts'
import { people, sessions, setupLinks } from '../../db/tables/accounts.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, isId } from '../platform/ids.ts'
import { perPage } from '../platform/web/paging.ts'
import type { PersonId, PersonState, Role } from './person.ts'

/** A person as lists about people show him; nothing that could open anything. */
const listed = {
  id: people.id,
  name: people.name,
  signInName: people.signInName,
  role: people.role,
  region: people.region,
  state: people.state,
  organisation: sql<string>`coalesce(${enterprises.name}, ${institutions.name}, '')`,
  failures: people.failures,
  lockedUntil: people.lockedUntil,
  lastSignedInAt: people.lastSignedInAt,
  totpConfirmedAt: people.totpConfirmedAt,
  passwordSetAt: people.passwordSetAt,
  createdAt: people.createdAt,
}

const listing = (from: Reader) =>
  from
    .select(listed)
    .from(people)
    .leftJoin(enterprises, eq(enterprises.id, people.enterpriseId))
    .leftJoin(institutions, eq(institutions.id, people.institutionId))

export type ListedPerson = Awaited<ReturnType<typeof listing>>[number]

export type PeopleFilter = {
  readonly find: string | null
  readonly role: Role | null
  readonly organisation: string | null
  readonly state: PersonState | null
}

/** The people of one firm, in the order in which they joined. */
export const colleaguesOf = (from: Reader, enterpriseId: Id<'enterprise'>): Promise<ListedPerson[]> =>
  listing(from).where(eq(people.enterpriseId, enterpriseId)).orderBy(people.id)

/** People of a filter, newest first, one more than a page shows. */
export function peopleList(from: Reader, filter: PeopleFilter, page: number): Promise<ListedPerson[]> {
  const where: (SQL | undefined)[] = [
    filter.find
      ? or(contains(people.name, filter.find), contains(people.signInName, filter.find))
      : undefined,
    filter.role ? eq(people.role, filter.role) : undefined,
    filter.organisation
      ? or(contains(enterprises.name, filter.organisation), contains(institutions.name, filter.organisation))
      : undefined,
    filter.state ? eq(people.state, filter.state) : undefined,
  ]
  return listing(from)
    .where(and(...where))
    .orderBy(desc(people.id))
    .limit(perPage + 1)
    .offset((page - 1) * perPage)
}

export async function listedPerson(from: Reader, id: string): Promise<ListedPerson | null> {
  if (!isId<'person'>(id)) return null
  const [row] = await listing(from).where(eq(people.id, id))
  return row ?? null
}

/** Accounts that are locked, or whose last tries went wrong: locked ones first. */
export const troubledPeople = (from: Reader, at: Instant, count: number): Promise<ListedPerson[]> =>
  listing(from)
    .where(or(gt(people.lockedUntil, at), gt(people.failures, 0)))
    .orderBy(
      sql`case when ${people.lockedUntil} > ${at} then 0 else 1 end`,
      desc(people.failures),
      asc(people.id),
    )
    .limit(count)

const lastUse = sql`coalesce(${people.lastSignedInAt}, ${people.createdAt})`

/** Accounts in use on paper only: nobody signed in since. */
export const dormantPeople = (from: Reader, since: Instant, count: number): Promise<ListedPerson[]> =>
  listing(from)
    .where(and(eq(people.state, 'active'), sql`${lastUse} < ${since}`))
    .orderBy(asc(lastUse), asc(people.id))
    .limit(count)

/** The end of the newest link that still opens something. */
export async function openLinkEnd(from: Reader, personId: PersonId, at: Instant): Promise<Instant | null> {
  const [row] = await from
    .select({ endsAt: setupLinks.endsAt })
    .from(setupLinks)
    .where(and(eq(setupLinks.personId, personId), isNull(setupLinks.usedAt), gt(setupLinks.endsAt, at)))
    .orderBy(desc(setupLinks.endsAt))
    .limit(1)
  return row?.endsAt ?? null
}

export async function isNameTaken(from: Reader, signInName: string): Promise<boolean> {
  const [row] = await from.select({ id: people.id }).from(people).where(eq(people.signInName, signInName))
  return row !== undefined
}

export async function institutionKindOf(from: Reader, id: Id<'institution'>) {
  const [row] = await from
    .select({ kind: institutions.kind })
    .from(institutions)
    .where(and(eq(institutions.id, id), eq(institutions.state, 'active')))
  return row?.kind ?? null
}

/** Where a person may belong, by name. */
export const openInstitutions = (from: Reader) =>
  from
    .select({ id: institutions.id, name: institutions.name, kind: institutions.kind })
    .from(institutions)
    .where(and(eq(institutions.state, 'active'), ne(institutions.kind, 'bureau')))
    .orderBy(asc(institutions.kind), asc(institutions.pinyin), asc(institutions.id))

export async function isAnybody(from: Reader, role: Role): Promise<boolean> {
  const [row] = await from.select({ id: people.id }).from(people).where(eq(people.role, role)).limit(1)
  return row !== undefined
}

/** Sessions that ended, and links that were used or ran out, before that moment. */
export async function forgetSessions(tx: Transaction, before: Instant, limit: number): Promise<number> {
  const ended = or(lt(sessions.endedAt, before), lt(sessions.endsAt, before))
  const spent = or(lt(setupLinks.usedAt, before), lt(setupLinks.endsAt, before))
  return (
    (await deleteSome(tx, sessions, [sessions.hash], ended, limit)) +
    (await deleteSome(tx, setupLinks, [setupLinks.hash], spent, limit))
  )
}

/** The names of some people by their ids; where nobody stands for an id there is no name. */
export async function namesOfPeople(
  from: Reader,
  ids: readonly (PersonId | null)[],
): Promise<ReadonlyMap<string, string>> {
  const known = ids.filter((id) => id !== null)
  if (known.length === 0) return new Map()
  const rows = await from
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, known))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
