import {
  type AnyColumn,
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNull,
  lt,
  lte,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { prepared, type Reader } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications } from '../../db/tables/applications.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import { products } from '../../db/tables/products.ts'
import type { PersonId } from '../accounts/index.ts'
import type { ApplicationState } from '../applications/application.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'
import type { Band } from './band.ts'

/** Whose cases: an officer's own and those that are nobody's yet, or all of a bank. */
export type Whose = { readonly institutionId: InstitutionId; readonly officerId: PersonId | null }
export type Days = { readonly today: Day; readonly soon: Day }

const openStates: readonly ApplicationState[] = ['submitted', 'taken', 'offered', 'agreed']

const given = sql.placeholder

/** Each arm by itself is found by the index of the queue; together they would be found by the bank's alone. */
function atDesk(isMine: boolean) {
  const ofBank = [
    eq(applications.institutionId, given('institutionId')),
    inArray(applications.state, [...openStates]),
  ]
  return isMine
    ? or(
        and(eq(applications.officerId, given('officerId')), ...ofBank),
        and(isNull(applications.officerId), ...ofBank),
      )
    : and(...ofBank)
}

/** Whether the firm owes papers that the bank asked for. */
const asked = (from: Reader, caseId: AnyColumn | SQL.Aliased = applications.id): SQL =>
  exists(
    from
      .select({ one: sql`1` })
      .from(documentRequests)
      .where(and(eq(documentRequests.applicationId, caseId), eq(documentRequests.state, 'open'))),
  )

const waits = (from: Reader): SQL => or(eq(applications.state, 'offered'), asked(from)) as SQL

/** The cases of one band: `bandOf` in the words of the database. */
function inBand(from: Reader, band: Band): SQL | undefined {
  const due = applications.dueOn
  const [today, soon] = [given('today'), given('soon')]
  const within: Readonly<Record<Exclude<Band, 'firm'>, SQL | undefined>> = {
    late: lt(due, today),
    today: eq(due, today),
    soon: and(gt(due, today), lte(due, soon)),
    later: or(isNull(due), gt(due, soon)),
  }
  return band === 'firm' ? waits(from) : and(not(waits(from)), within[band])
}

const waitingLast = (from: Reader) => sql<number>`case when ${waits(from)} then 1 else 0 end`

/** What the bank owes first, by its day; what waits for the firm last. */
const inTurn = (from: Reader) => [
  waitingLast(from),
  sql`case when ${applications.dueOn} is null then 1 else 0 end`,
  asc(applications.dueOn),
  asc(applications.id),
]

/**
 * A page of the queue. The twenty cases are found first and only they are joined with what is shown of them: the names of a
 * whole desk, looked up to be sorted away, took three quarters of the time.
 */
export function queueOf(
  from: Reader,
  whose: Whose,
  band: Band | null,
  days: Days,
  limit: number,
  offset: number,
): Promise<QueueRow[]> {
  const isMine = whose.officerId !== null
  const query = prepared(from, `queue_${isMine ? 'mine' : 'bank'}_${band ?? 'every'}`, (reader, name) =>
    selected(reader, inPage(reader, isMine, band)).prepare(name),
  )
  return query.execute({ ...whose, ...days, limit, offset })
}

/** The cases of a page in their turn, with what the database has of them in one table. */
const inPage = (from: Reader, isMine: boolean, band: Band | null) =>
  from
    .select({
      ...{ id: applications.id, number: applications.number, state: applications.state },
      ...{ dueOn: applications.dueOn, duePolicies: applications.duePolicies },
      ...{ submittedAt: applications.submittedAt, takenAt: applications.takenAt },
      ...{ offeredAt: applications.offeredAt, decidedAt: applications.decidedAt },
      ...{ enterpriseId: applications.enterpriseId, productId: applications.productId },
      ...{ needId: applications.needId, officerId: applications.officerId },
      waits: waitingLast(from).as('waits'),
    })
    .from(applications)
    .where(and(atDesk(isMine), band ? inBand(from, band) : undefined))
    .orderBy(...inTurn(from))
    .limit(given('limit'))
    .offset(given('offset'))
    .as('turn')

const selected = (from: Reader, turn: ReturnType<typeof inPage>) =>
  from
    .select({
      ...{ id: turn.id, number: turn.number, state: turn.state, dueOn: turn.dueOn },
      ...{ duePolicies: turn.duePolicies, submittedAt: turn.submittedAt, takenAt: turn.takenAt },
      ...{ offeredAt: turn.offeredAt, decidedAt: turn.decidedAt, enterpriseId: turn.enterpriseId },
      ...{ firm: enterprises.name, nameShown: needs.nameShown, product: products.name },
      ...{ amountFen: needs.amountFen, months: needs.months, officer: people.name },
      asked: sql<boolean>`${asked(from, turn.id)}`.mapWith(Boolean),
    })
    .from(turn)
    .innerJoin(enterprises, eq(enterprises.id, turn.enterpriseId))
    .innerJoin(products, eq(products.id, turn.productId))
    .innerJoin(needs, eq(needs.id, turn.needId))
    .leftJoin(people, eq(people.id, turn.officerId))
    .orderBy(
      turn.waits,
      sql`case when ${turn.dueOn} is null then 1 else 0 end`,
      asc(turn.dueOn),
      asc(turn.id),
    )

export type QueueRow = Awaited<ReturnType<typeof selected>>[number]

/** How many cases stand at each state and day: few rows, of which the bands are summed. */
export function standings(from: Reader, whose: Whose) {
  const isMine = whose.officerId !== null
  const query = prepared(from, `queue_standings_${isMine ? 'mine' : 'bank'}`, (reader, name) =>
    reader
      .select({
        ...{ state: applications.state, dueOn: applications.dueOn },
        asked: sql<boolean>`${asked(reader)}`.mapWith(Boolean),
        count: sql<number>`count(*)`.mapWith(Number),
      })
      .from(applications)
      .where(atDesk(isMine))
      .groupBy(applications.state, applications.dueOn, sql`3`)
      .prepare(name),
  )
  return query.execute(whose)
}

/** The neighbour, if there is one, and whether the case itself is in the turn. */
export type Neighbour = { readonly inTurn: boolean; readonly id: Id<'application'> | null }

/**
 * The case before or behind another in the same turn as `queueOf`, however long that is: first the place of the one, then
 * the nearest beyond it.
 */
export async function neighbourOf(
  from: Reader,
  whose: Whose,
  band: Band | null,
  days: Days,
  id: Id<'application'>,
  by: 1 | -1,
): Promise<Neighbour> {
  const isMine = whose.officerId !== null
  const of = `${isMine ? 'mine' : 'bank'}_${band ?? 'every'}`
  const turn = (reader: Reader) => and(atDesk(isMine), band ? inBand(reader, band) : undefined)
  const place = prepared(from, `queue_place_${of}`, (reader, name) =>
    reader
      .select({ waits: waitingLast(reader).mapWith(Number), due: dueLast.mapWith(String) })
      .from(applications)
      .where(and(eq(applications.id, given('id')), turn(reader)))
      .prepare(name),
  )
  const [own] = await place.execute({ ...whose, ...days, id })
  if (!own) return { inTurn: false, id: null }
  const beyond = prepared(from, `queue_${by > 0 ? 'after' : 'before'}_${of}`, (reader, name) =>
    reader
      .select({ id: applications.id })
      .from(applications)
      .where(and(turn(reader), isBeyond(reader, by)))
      .orderBy(...placeOf(reader).map((part) => (by > 0 ? asc(part) : desc(part))))
      .limit(1)
      .prepare(name),
  )
  const [next] = await beyond.execute({ ...whose, ...days, ...own, id })
  return { inTurn: true, id: next?.id ?? null }
}

/** A case without a day stands behind all that have one. */
const dueLast = sql`coalesce(${applications.dueOn}, '9999-12-31')`

/** `inTurn` as one place that can be compared. */
const placeOf = (from: Reader) => [waitingLast(from), dueLast, sql`${applications.id}`]

const isBeyond = (from: Reader, by: 1 | -1): SQL => {
  const place = sql.join(placeOf(from), sql`, `)
  const own = sql`${given('waits')}, ${given('due')}, ${given('id')}`
  return by > 0 ? sql`(${place}) > (${own})` : sql`(${place}) < (${own})`
}
