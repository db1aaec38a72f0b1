import { and, asc, desc, eq, exists, gte, inArray, lt, not, notExists, sql } from 'drizzle-orm'
import { countRows, prepared, type Reader, type Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { dispatches } from '../../db/tables/dispatches.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { needs } from '../../db/tables/needs.ts'
import { applicationStates, isClosed } from '../applications/application.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, isId } from '../platform/ids.ts'

export type Dispatch = typeof dispatches.$inferSelect

const openStates = applicationStates.filter((state) => !isClosed(state))

export async function addDispatch(tx: Transaction, row: typeof dispatches.$inferInsert): Promise<void> {
  await tx.insert(dispatches).values(row)
}

export async function dispatchById(from: Reader, id: string): Promise<Dispatch | null> {
  if (!isId<'dispatch'>(id)) return null
  const [row] = await from.select().from(dispatches).where(eq(dispatches.id, id))
  return row ?? null
}

/** How a need was put before one bank, oldest first; what other banks were asked is none of its business. */
export const dispatchesTo = (
  from: Reader,
  needId: Id<'need'>,
  institutionId: InstitutionId,
): Promise<Dispatch[]> =>
  from
    .select()
    .from(dispatches)
    .where(and(eq(dispatches.needId, needId), eq(dispatches.institutionId, institutionId)))
    .orderBy(asc(dispatches.id))

export type Ending = Pick<Dispatch, 'state' | 'endedAt'> &
  Partial<Pick<Dispatch, 'declineReason' | 'declineWords'>>

/**
 * Ends a dispatch that still waits; false when somebody was quicker. A bank that has a case on the need has answered,
 * even while the platform's next round has not yet written it down: its dispatch can only end as taken.
 */
export async function endDispatch(tx: Transaction, id: Id<'dispatch'>, ending: Ending): Promise<boolean> {
  const ended = await tx
    .update(dispatches)
    .set(ending)
    .where(
      and(
        eq(dispatches.id, id),
        eq(dispatches.state, 'waiting'),
        ending.state === 'taken' ? undefined : notExists(itsCase(tx)),
      ),
    )
    .returning({ id: dispatches.id })
  return ended.length === 1
}

/** A case of the bank on the need, whoever opened it: then the question is answered. */
const itsCase = (from: Reader) =>
  from
    .select({ one: sql`1` })
    .from(applications)
    .where(
      and(
        eq(applications.needId, dispatches.needId),
        eq(applications.institutionId, dispatches.institutionId),
        gte(applications.submittedAt, dispatches.sentAt),
      ),
    )

/** Dispatches that wait for nothing any more: taken, gone with the need, or past their day. */
export async function settledDispatches(from: Reader, today: Day, limit: number) {
  const waiting = eq(dispatches.state, 'waiting')
  const columns = { dispatch: dispatches }
  const read = () =>
    from.select(columns).from(dispatches).innerJoin(needs, eq(needs.id, dispatches.needId)).limit(limit)
  return {
    taken: await read().where(and(waiting, exists(itsCase(from)))),
    gone: await read().where(
      and(waiting, notExists(itsCase(from)), not(inArray(needs.state, ['published', 'in-progress']))),
    ),
    late: await read().where(
      and(
        waiting,
        notExists(itsCase(from)),
        inArray(needs.state, ['published', 'in-progress']),
        lt(dispatches.dueOn, today),
      ),
    ),
  }
}

/** Needs for which a bank is to be found, oldest first. */
export const needsWithoutBank = (
  from: Reader,
  limit: number,
): Promise<{ readonly id: Id<'need'>; readonly number: string }[]> =>
  from
    .select({ id: needs.id, number: needs.number })
    .from(needs)
    .where(and(eq(needs.dispatch, 'due'), eq(needs.state, 'published')))
    .orderBy(asc(needs.publishedAt), asc(needs.id))
    .limit(limit)

/** Who was asked, or worked on the need, since it was published. */
export async function askedSince(from: Reader, needId: Id<'need'>, since: Instant): Promise<InstitutionId[]> {
  const asked = await from
    .select({ id: dispatches.institutionId })
    .from(dispatches)
    .where(and(eq(dispatches.needId, needId), gte(dispatches.sentAt, since)))
  const worked = await from
    .select({ id: applications.institutionId })
    .from(applications)
    .where(and(eq(applications.needId, needId), gte(applications.submittedAt, since)))
  return [...asked, ...worked].map(({ id }) => id)
}

/** How many cases each bank works on. */
export async function loads(from: Reader): Promise<ReadonlyMap<InstitutionId, number>> {
  const found = await from
    .select({ id: applications.institutionId, count: countRows() })
    .from(applications)
    .where(inArray(applications.state, openStates))
    .groupBy(applications.institutionId)
  return new Map(found.map(({ id, count }) => [id, count]))
}

export const dispatchesOf = (from: Reader, needId: Id<'need'>) =>
  from
    .select({ dispatch: dispatches, bank: institutions.name })
    .from(dispatches)
    .innerJoin(institutions, eq(institutions.id, dispatches.institutionId))
    .where(eq(dispatches.needId, needId))
    .orderBy(desc(dispatches.sentAt), desc(dispatches.id))

/** A need that was put before the bank and that it has neither taken nor turned down. */
const waitsFor = (from: Reader, institutionId: InstitutionId | ReturnType<typeof sql.placeholder>) =>
  and(
    eq(dispatches.institutionId, institutionId),
    eq(dispatches.state, 'waiting'),
    inArray(needs.state, ['published', 'in-progress']),
    notExists(itsCase(from)),
  )

/** How many needs wait for a bank's answer, and the day by which the first of them is owed. */
export async function waitingAt(from: Reader, institutionId: InstitutionId) {
  const query = prepared(from, 'dispatches_waiting_at', (reader, name) =>
    reader
      .select({ count: countRows(), dueOn: sql<Day | null>`min(${dispatches.dueOn})` })
      .from(dispatches)
      .innerJoin(needs, eq(needs.id, dispatches.needId))
      .where(waitsFor(reader, sql.placeholder('institutionId')))
      .prepare(name),
  )
  const [row] = await query.execute({ institutionId })
  return { count: row?.count ?? 0, dueOn: row?.dueOn ?? null }
}

/** What waits for a bank's answer, what is due first. */
export const waitingFor = (from: Reader, institutionId: InstitutionId, limit: number, offset: number) =>
  from
    .select({
      id: dispatches.id,
      reason: dispatches.reason,
      why: dispatches.why,
      dueOn: dispatches.dueOn,
      needId: needs.id,
      number: needs.number,
      amountFen: needs.amountFen,
      months: needs.months,
      purpose: needs.purpose,
      region: needs.region,
      industry: needs.industry,
    })
    .from(dispatches)
    .innerJoin(needs, eq(needs.id, dispatches.needId))
    .where(waitsFor(from, institutionId))
    .orderBy(asc(dispatches.dueOn), asc(dispatches.id))
    .limit(limit)
    .offset(offset)
