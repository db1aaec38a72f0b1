import { and, asc, type Column, eq, gte, inArray, isNotNull, lt, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith, sumFen } from '../../db/index.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { plusDays } from '../money/day.ts'
import { type Fen, fen, noFen } from '../money/fen.ts'
import { needStates } from '../needs/need.ts'
import { present } from '../platform/assert.ts'
import { type Instant, startOf } from '../platform/clock.ts'
import type { CaseTimes } from './banks.ts'
import type { NeedProgress } from './funnel.ts'

/** Which needs are looked at: posted in a period, in a region, and at which bank they were answered. */
export type FunnelScope = {
  readonly region: string
  readonly from: Day | null
  readonly to: Day | null
  readonly institutionId: InstitutionId | null
  /** The day at whose end all that is counted had to be known; without one, whatever is known by now. */
  readonly knownOn?: Day | null
}

/** The first moment of which a scope knows nothing any more. */
const unknownFrom = ({ knownOn }: FunnelScope): Instant | null =>
  knownOn ? startOf(plusDays(knownOn, 1)) : null

/** Whether something was recorded by the day of a scope. */
const knownBy = (scope: FunnelScope, at: Column): SQL | undefined => {
  const end = unknownFrom(scope)
  return end ? lt(at, end) : undefined
}

/**
 * The needs of a scope, whoever answered them. All states are named, which leaves none out: so their index finds the days of each,
 * where SQLite would go through all needs for every piece of a year.
 */
const posted = ({ region, from, to }: FunnelScope): SQL | undefined =>
  and(
    inArray(needs.state, [...needStates]),
    isNotNull(needs.publishedAt),
    startsWith(needs.region, region),
    from ? gte(needs.publishedAt, startOf(from)) : undefined,
    to ? lt(needs.publishedAt, startOf(plusDays(to, 1))) : undefined,
  )

const atBank = ({ institutionId }: FunnelScope): SQL | undefined =>
  institutionId ? eq(applications.institutionId, institutionId) : undefined

export async function postedNeeds(from: Reader, scope: FunnelScope) {
  const [row] = await from
    .select({ count: countRows(), amountFen: sumFen(needs.amountFen) })
    .from(needs)
    .where(posted(scope))
  return present(row, 'the row of a count')
}

/** The needs that were taken, each with how far it came: three queries, put together by need. */
export async function takenNeeds(from: Reader, scope: FunnelScope): Promise<NeedProgress[]> {
  const taken = await takenRows(from, scope)
  const offered = new Map((await offeredRows(from, scope)).map((row) => [row.needId, row]))
  const paid = await (scope.knownOn ? reportedRows(from, scope) : drawnRows(from, scope))
  const drawn = new Map(paid.map((row) => [row.needId, row]))
  return taken.flatMap((need) =>
    need.postedAt === null
      ? []
      : {
          postedAt: need.postedAt,
          amountFen: need.amountFen,
          takenAt: need.takenAt,
          offeredAt: offered.get(need.id)?.offeredAt ?? null,
          offeredFen: offered.get(need.id)?.offeredFen ?? noFen,
          drawnOn: drawn.get(need.id)?.drawnOn ?? null,
          drawnFen: drawn.get(need.id)?.drawnFen ?? noFen,
        },
  )
}

const takenRows = (from: Reader, scope: FunnelScope) =>
  from
    .select({
      id: needs.id,
      postedAt: needs.publishedAt,
      amountFen: needs.amountFen,
      takenAt: sql<Instant>`min(${applications.takenAt})`.mapWith(applications.takenAt),
    })
    .from(needs)
    .innerJoin(applications, eq(applications.needId, needs.id))
    .where(
      and(
        posted(scope),
        atBank(scope),
        isNotNull(applications.takenAt),
        knownBy(scope, applications.takenAt),
      ),
    )
    .groupBy(needs.id, needs.publishedAt, needs.amountFen)

/** By the offers themselves: a case that is offered anew bears the day of its last one, and the first is what counts. */
const offeredRows = (from: Reader, scope: FunnelScope) =>
  from
    .select({
      needId: offers.needId,
      offeredAt: sql<Instant>`min(${offers.madeAt})`.mapWith(offers.madeAt),
      offeredFen: sql<Fen>`max(${offers.amountFen})`.mapWith((value: string | number) => fen(Number(value))),
    })
    .from(offers)
    .innerJoin(applications, eq(applications.id, offers.applicationId))
    .innerJoin(needs, eq(needs.id, offers.needId))
    .where(and(posted(scope), atBank(scope), knownBy(scope, offers.madeAt)))
    .groupBy(offers.needId)

const drawnRows = (from: Reader, scope: FunnelScope) =>
  from
    .select({
      needId: loans.needId,
      drawnOn: sql<Day>`min(${loans.firstDrawnOn})`.mapWith(loans.firstDrawnOn),
      drawnFen: sumFen(loans.drawnFen),
    })
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    // By the case, whose index leads from the need to its loan; a loan has none by its need.
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(and(posted(scope), atBank(scope), isNotNull(loans.firstDrawnOn)))
    .groupBy(loans.needId)

/** The same as it was known when a day ended: by what banks had reported, and not by what a loan adds up to now. */
const reportedRows = (from: Reader, scope: FunnelScope) =>
  from
    .select({
      needId: loans.needId,
      drawnOn: sql<Day>`min(${drawdowns.drawnOn})`.mapWith(drawdowns.drawnOn),
      drawnFen: sumFen(drawdowns.amountFen),
    })
    .from(drawdowns)
    .innerJoin(loans, eq(loans.id, drawdowns.loanId))
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(and(posted(scope), atBank(scope), knownBy(scope, drawdowns.reportedAt)))
    .groupBy(loans.needId)

/** Why banks said no, the most frequent reason first. */
export const declineCounts = (from: Reader, scope: FunnelScope) =>
  from
    .select({ reason: applications.declineReason, count: countRows() })
    .from(applications)
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(
      and(
        posted(scope),
        atBank(scope),
        eq(applications.state, 'declined'),
        isNotNull(applications.declineReason),
        knownBy(scope, applications.decidedAt),
      ),
    )
    .groupBy(applications.declineReason)
    .orderBy(sql`count(*) desc`, asc(applications.declineReason))

/**
 * Every case of the scope, as far as answer times need it and as it was known on the day of the scope; its state and its day
 * are those of now. An offer that took the place of another leaves the answer where the first one stood.
 */
export async function answerTimes(from: Reader, scope: FunnelScope): Promise<CaseTimes[]> {
  const end = unknownFrom(scope)
  const found = await from
    .select({
      institutionId: applications.institutionId,
      openedBy: applications.openedBy,
      state: applications.state,
      submittedAt: applications.submittedAt,
      takenAt: applications.takenAt,
      offeredAt: firstOffer,
      dueOn: applications.dueOn,
    })
    .from(applications)
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(and(posted(scope), atBank(scope), knownBy(scope, applications.submittedAt)))
  const until = (at: Instant | null) => (at === null || (end !== null && at >= end) ? null : at)
  return found.map((one) => ({ ...one, takenAt: until(one.takenAt), offeredAt: until(one.offeredAt) }))
}

const firstOffer =
  sql`(select min(${offers.madeAt}) from ${offers} where ${offers.applicationId} = ${applications.id})`.mapWith(
    offers.madeAt,
  ) as SQL<Instant | null>

/** When the first need of a region was posted: no figure is older. */
export async function firstPosted(from: Reader, region: string): Promise<Instant | null> {
  const [row] = await from
    .select({ at: needs.publishedAt })
    .from(needs)
    .where(and(isNotNull(needs.publishedAt), startsWith(needs.region, region)))
    .orderBy(asc(needs.publishedAt))
    .limit(1)
  return row?.at ?? null
}

/** Banks to choose from, in the order of their names as they are read. */
export const banks = (from: Reader) =>
  from
    .select({ id: institutions.id, shortName: institutions.shortName })
    .from(institutions)
    .where(eq(institutions.kind, 'bank'))
    .orderBy(asc(institutions.pinyin), asc(institutions.id))
