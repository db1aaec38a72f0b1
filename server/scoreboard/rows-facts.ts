import { and, asc, eq, gte, isNotNull, lt, lte, or, type SQL } from 'drizzle-orm'
import { type Reader, startsWith, sumFen } from '../../db/index.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { ratings } from '../../db/tables/ratings.ts'
import type { Day } from '../money/day.ts'
import { plusDays } from '../money/day.ts'
import type { Calendar } from '../money/workdays.ts'
import { dayOf, type Instant, startOf } from '../platform/clock.ts'
import { workdaysTaken } from '../supervision/times.ts'
import type { CaseFact, Facts, LoanFact, RatingFact } from './facts.ts'
import type { Quarter } from './quarter.ts'

/** How the platform counts days: the calendar, and the clock of a decision that began on a day. */
export type Counting = {
  readonly calendar: Calendar
  readonly decisionWorkdays: (from: Day) => number
}

/** Everything that happened in a quarter with firms of a region, in the order of ids. */
export async function factsOf(
  from: Reader,
  region: string,
  quarter: Quarter,
  counting: Counting,
): Promise<Facts> {
  const [paid, done, rated] = await Promise.all([
    loansPaidOut(from, region, quarter),
    casesOf(from, region, quarter, counting),
    ratingsOf(from, region, quarter),
  ])
  return { loans: paid, cases: done, ratings: rated }
}

async function loansPaidOut(from: Reader, region: string, quarter: Quarter): Promise<LoanFact[]> {
  const found = await from
    .select({
      id: loans.id,
      firm: loans.enterpriseId,
      bank: loans.institutionId,
      region: enterprises.region,
      industry: enterprises.industry,
      size: enterprises.size,
      firstLoan: loans.firstLoan,
      firstDrawnOn: loans.firstDrawnOn,
      mode: offers.guaranteeMode,
      costPpm: offers.simplePpm,
      drawnFen: sumFen(drawdowns.amountFen),
    })
    .from(drawdowns)
    .innerJoin(loans, eq(loans.id, drawdowns.loanId))
    .innerJoin(offers, eq(offers.id, loans.offerId))
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .where(
      and(
        gte(drawdowns.drawnOn, quarter.from),
        lte(drawdowns.drawnOn, quarter.to),
        startsWith(enterprises.region, region),
      ),
    )
    .groupBy(
      ...[loans.id, loans.enterpriseId, loans.institutionId, enterprises.region, enterprises.industry],
      ...[enterprises.size, loans.firstLoan, loans.firstDrawnOn, offers.guaranteeMode, offers.simplePpm],
    )
    .orderBy(asc(loans.id))
  return found.map((one) => ({
    ...{ firm: one.firm, bank: one.bank, drawnFen: one.drawnFen, costPpm: one.costPpm },
    district: one.region.slice(0, 6),
    industry: one.industry.slice(0, 1),
    size: one.size ?? 'unknown',
    isFirst: one.firstLoan && one.firstDrawnOn !== null && one.firstDrawnOn >= quarter.from,
    isUnsecured: one.mode === 'credit',
  }))
}

type Moment = typeof applications.takenAt | typeof applications.offeredAt | typeof applications.decidedAt
const within = (column: Moment | typeof ratings.ratedAt, { from, to }: Quarter): SQL | undefined =>
  and(gte(column, startOf(from)), lt(column, startOf(plusDays(to, 1))))
const isWithin = (at: Instant | null, { from, to }: Quarter): boolean =>
  at !== null && dayOf(at) >= from && dayOf(at) <= to

async function casesOf(
  from: Reader,
  region: string,
  quarter: Quarter,
  counting: Counting,
): Promise<CaseFact[]> {
  const inQuarter = and(
    startsWith(enterprises.region, region),
    or(
      within(applications.takenAt, quarter),
      within(applications.offeredAt, quarter),
      within(applications.decidedAt, quarter),
    ),
  )
  const found = await from
    .select({
      id: applications.id,
      firm: applications.enterpriseId,
      bank: applications.institutionId,
      state: applications.state,
      takenAt: applications.takenAt,
      offeredAt: applications.offeredAt,
      decidedAt: applications.decidedAt,
      duePolicies: applications.duePolicies,
    })
    .from(applications)
    .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
    .where(inQuarter)
    .orderBy(asc(applications.id))
  const stops = await stopsOf(from, inQuarter)
  return found.flatMap(({ id, firm, bank, takenAt, ...one }) => {
    const { end, at } = endOf(one)
    const isTaken = isWithin(takenAt, quarter)
    const isEnded = isWithin(at, quarter)
    if (!isTaken && !isEnded) return []
    const days =
      isEnded && at && takenAt
        ? workdaysTaken(counting.calendar, {
            ...{ bank, step: 'decision', from: dayOf(takenAt), to: dayOf(at) },
            stops: stops.get(id) ?? [],
          })
        : null
    const isInTime =
      end !== 'stopped' &&
      days !== null &&
      takenAt !== null &&
      days <= counting.decisionWorkdays(dayOf(takenAt))
    return [{ firm, bank, isTaken, end: isEnded ? end : null, days, isInTime }]
  })
}

/** How the bank answered and when: its first offer, its no, or the hard stop that ended what it left lying. */
function endOf({
  state,
  offeredAt,
  decidedAt,
  duePolicies,
}: {
  readonly state: string
  readonly offeredAt: Instant | null
  readonly decidedAt: Instant | null
  readonly duePolicies: readonly string[] | null
}): { readonly end: CaseFact['end']; readonly at: Instant | null } {
  if (offeredAt) return { end: 'offer', at: offeredAt }
  if (state === 'declined') return { end: 'declined', at: decidedAt }
  // What ends by another day than the hard stop's, names no policy.
  const isStopped = state === 'expired' && duePolicies !== null
  return isStopped ? { end: 'stopped', at: decidedAt } : { end: null, at: null }
}

/** When firms owed papers, by case. */
async function stopsOf(from: Reader, inQuarter: SQL | undefined) {
  const rows = await from
    .select({
      id: documentRequests.applicationId,
      since: documentRequests.owedSince,
      until: documentRequests.owedUntil,
    })
    .from(documentRequests)
    .innerJoin(applications, eq(applications.id, documentRequests.applicationId))
    .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
    .where(and(inQuarter, isNotNull(documentRequests.owedUntil)))
  const stops = new Map<string, { from: Day; to: Day }[]>()
  for (const { id, since, until } of rows)
    if (until) stops.set(id, [...(stops.get(id) ?? []), { from: dayOf(since), to: dayOf(until) }])
  return stops
}

const ratingsOf = (from: Reader, region: string, quarter: Quarter): Promise<RatingFact[]> =>
  from
    .select({ firm: ratings.enterpriseId, bank: ratings.institutionId, score: ratings.score })
    .from(ratings)
    .where(and(startsWith(ratings.region, region), within(ratings.ratedAt, quarter)))
    .orderBy(asc(ratings.id))
