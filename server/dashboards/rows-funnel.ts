import { and, asc, eq, gte, inArray, isNotNull, lt, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith, sumFen } from '../../db/index.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { plusDays } from '../money/day.ts'
import { type Fen, fen, noFen } from '../money/fen.ts'
import { needStates } from '../needs/need.ts'
import { present } from '../platform/assert.ts'
import { type Instant, startOf } from '../platform/clock.ts'
import type { NeedProgress } from './funnel.ts'

/** Which needs are looked at: posted in a period, in a region, and at which bank they were answered. */
export type FunnelScope = {
  readonly region: string
  readonly from: Day | null
  readonly to: Day | null
  readonly institutionId: InstitutionId | null
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
  const offered = new Map((await offeredRows(from, scope)).map((row) => [row.needId, row.offeredFen]))
  const drawn = new Map((await drawnRows(from, scope)).map((row) => [row.needId, row]))
  return taken.flatMap((need) =>
    need.postedAt === null
      ? []
      : {
          postedAt: need.postedAt,
          amountFen: need.amountFen,
          takenAt: need.takenAt,
          offeredAt: need.offeredAt,
          offeredFen: offered.get(need.id) ?? noFen,
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
      offeredAt: sql<Instant | null>`min(${applications.offeredAt})`.mapWith(applications.offeredAt),
    })
    .from(needs)
    .innerJoin(applications, eq(applications.needId, needs.id))
    .where(and(posted(scope), atBank(scope), isNotNull(applications.takenAt)))
    .groupBy(needs.id, needs.publishedAt, needs.amountFen)

const offeredRows = (from: Reader, scope: FunnelScope) =>
  from
    .select({
      needId: offers.needId,
      offeredFen: sql<Fen>`max(${offers.amountFen})`.mapWith((value: string | number) => fen(Number(value))),
    })
    .from(offers)
    .innerJoin(applications, eq(applications.id, offers.applicationId))
    .innerJoin(needs, eq(needs.id, offers.needId))
    .where(and(posted(scope), atBank(scope)))
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
      ),
    )
    .groupBy(applications.declineReason)
    .orderBy(sql`count(*) desc`, asc(applications.declineReason))

/** Every case of the scope, as far as answer times need it. */
export const answerTimes = (from: Reader, scope: FunnelScope) =>
  from
    .select({
      institutionId: applications.institutionId,
      openedBy: applications.openedBy,
      state: applications.state,
      submittedAt: applications.submittedAt,
      takenAt: applications.takenAt,
      offeredAt: applications.offeredAt,
      dueOn: applications.dueOn,
    })
    .from(applications)
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(and(posted(scope), atBank(scope)))

/** Banks to choose from, in the order of their names as they are read. */
export const banks = (from: Reader) =>
  from
    .select({ id: institutions.id, shortName: institutions.shortName })
    .from(institutions)
    .where(eq(institutions.kind, 'bank'))
    .orderBy(asc(institutions.pinyin), asc(institutions.id))
