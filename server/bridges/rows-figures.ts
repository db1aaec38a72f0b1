import { and, asc, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import { countRows, prepared, type Reader, sumFen } from '../../db/index.ts'
import { bridgeFundings, bridges, promises } from '../../db/tables/bridges.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { type Day, daysBetween } from '../money/day.ts'
import { type Fen, fen, noFen } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'
import type { Pool } from './rows-pools.ts'

export type PoolFigures = {
  readonly times: number
  readonly firms: number
  readonly paidOutFen: Fen
  readonly renewedFen: Fen
  readonly feesFen: Fen
  readonly savingFen: Fen
  readonly lateTimes: number
  readonly lateFen: Fen
  readonly days: { readonly mean: number; readonly median: number; readonly worst: number } | null
  /** Paid out ÷ what funders had in it on average, since the first of them paid in. */
  readonly turns: number | null
  readonly averageFen: Fen
  readonly since: Day | null
}

/** What a pool has come to, over all its history. */
export async function figuresOf(from: Reader, pool: Pool, today: Day): Promise<PoolFigures> {
  const poolId = pool.id
  const [sums, fundings] = await Promise.all([
    sumsOf(from, poolId),
    from
      .select({ kind: bridgeFundings.kind, amountFen: bridgeFundings.amountFen, on: bridgeFundings.bookedOn })
      .from(bridgeFundings)
      .where(and(eq(bridgeFundings.poolId, poolId), eq(bridgeFundings.state, 'booked')))
      .orderBy(asc(bridgeFundings.bookedOn)),
  ])
  const median = sums.returned ? await medianOf(from, poolId, sums.returned) : null
  const since = fundings[0]?.on ?? null
  const average = since ? averageOf(fundings, since, today) : 0
  return {
    ...sums,
    days: median === null ? null : { mean: sums.daysSum / sums.returned, median, worst: sums.worst },
    averageFen: fen(Math.round(average)),
    turns: average > 0 ? sums.paidOutFen / average : null,
    since,
  }
}

async function sumsOf(from: Reader, poolId: Id<'pool'>) {
  const query = prepared(from, 'bridge_pool_sums', (reader, name) =>
    reader
      .select({
        times: countRows(),
        firms: sql<number>`count(distinct ${bridges.enterpriseId})`.mapWith(Number),
        paidOutFen: sumFen(bridges.amountFen),
        renewedFen: sumFen(bridges.newLoanFen),
        feesFen: sumFen(bridges.feeFen),
        savingFen: sumFen(bridges.savingFen),
        returned: sql<number>`count(${bridges.daysOut})`.mapWith(Number),
        daysSum: sql<number>`coalesce(sum(${bridges.daysOut}), 0)`.mapWith(Number),
        worst: sql<number>`coalesce(max(${bridges.daysOut}), 0)`.mapWith(Number),
        lateTimes: sql<number>`count(${bridges.overdueSince})`.mapWith(Number),
        lateFen:
          sql<Fen>`coalesce(sum(case when ${bridges.overdueSince} is not null then ${bridges.amountFen} else 0 end), 0)`.mapWith(
            (value: string | number) => fen(Number(value)),
          ),
      })
      .from(bridges)
      .where(and(eq(bridges.poolId, sql.placeholder('poolId')), isNotNull(bridges.paidOutOn)))
      .prepare(name),
  )
  const [row] = await query.execute({ poolId })
  const nothing = { times: 0, firms: 0, returned: 0, daysSum: 0, worst: 0, lateTimes: 0 }
  const none = { paidOutFen: noFen, renewedFen: noFen, feesFen: noFen, savingFen: noFen, lateFen: noFen }
  return row ?? { ...nothing, ...none }
}

/** The middle one: half of them were out no longer. */
async function medianOf(from: Reader, poolId: Id<'pool'>, count: number): Promise<number> {
  const [row] = await from
    .select({ days: bridges.daysOut })
    .from(bridges)
    .where(and(eq(bridges.poolId, poolId), isNotNull(bridges.daysOut)))
    .orderBy(asc(bridges.daysOut))
    .limit(1)
    .offset(Math.floor((count - 1) / 2))
  return row?.days ?? 0
}

type Moved = {
  readonly kind: 'contribution' | 'withdrawal'
  readonly amountFen: Fen
  readonly on: Day | null
}

/** What stood in it on an average day, the first and today among them. */
function averageOf(fundings: readonly Moved[], since: Day, today: Day): number {
  const all = daysBetween(since, today) + 1
  return fundings.reduce((sum, { kind, amountFen, on }) => {
    const days = on ? Math.max(0, daysBetween(on, today) + 1) : 0
    return sum + ((kind === 'contribution' ? amountFen : -amountFen) * days) / all
  }, 0)
}

/**
 * Banks and their word. A promise is kept where the new loan was paid out in the letter's time and in its amount (what was
 * taken over has no letter: there the new loan is all that is known), late where it came after that or smaller, broken where
 * the money came back or the letter lapsed without a new loan; the others are still to come. The days are those from the old
 * loan settled to the new one paid.
 */
export const byBank = (from: Reader, poolId: Id<'pool'>) => {
  const inTime = sql`(${promises.id} is null or (${bridges.newLoanOn} <= ${promises.validUntil} and ${bridges.newLoanFen} >= ${promises.amountFen}))`
  const over = sql`(${promises.state} = 'lapsed' or ${bridges.state} in ('repaid', 'closed'))`
  const count = (of: SQL) => sql<number>`coalesce(sum(case when ${of} then 1 else 0 end), 0)`.mapWith(Number)
  return from
    .select({
      bank: institutions.shortName,
      times: countRows(),
      kept: count(sql`${bridges.newLoanOn} is not null and ${inTime}`),
      late: count(sql`${bridges.newLoanOn} is not null and not ${inTime}`),
      broken: count(sql`${bridges.newLoanOn} is null and ${over}`),
      daysMean: sql<number | null>`avg(${bridges.renewalDays})`.mapWith(Number),
      daysWorst: sql<number | null>`max(${bridges.renewalDays})`.mapWith(Number),
      paidOutFen: sumFen(bridges.amountFen),
      renewedFen: sumFen(bridges.newLoanFen),
    })
    .from(bridges)
    .innerJoin(institutions, eq(institutions.id, bridges.institutionId))
    .leftJoin(promises, eq(promises.bridgeId, bridges.id))
    .where(and(eq(bridges.poolId, poolId), isNotNull(bridges.paidOutOn)))
    .groupBy(institutions.id, institutions.shortName)
    .orderBy(desc(sumFen(bridges.amountFen)), asc(institutions.id))
    .limit(40)
}
export type BankFigures = Awaited<ReturnType<typeof byBank>>[number]

/** A bridge is for once: firms that came so often or oftener stand out. */
export const oftenTimes = 3
const oftenShown = 15

/** Firms that came `oftenTimes` or oftener over all, with how often after a day: the most frequent of late first. */
export const again = (from: Reader, poolId: Id<'pool'>, after: Day) => {
  const late = sql<number>`sum(case when ${bridges.paidOutOn} > ${after} then 1 else 0 end)`.mapWith(Number)
  return from
    .select({
      firm: enterprises.name,
      times: countRows(),
      lately: late,
      paidOutFen: sumFen(bridges.amountFen),
      last: sql<Day>`max(${bridges.paidOutOn})`.mapWith(bridges.paidOutOn),
    })
    .from(bridges)
    .innerJoin(enterprises, eq(enterprises.id, bridges.enterpriseId))
    .where(and(eq(bridges.poolId, poolId), isNotNull(bridges.paidOutOn)))
    .groupBy(enterprises.id, enterprises.name)
    .having(sql`count(*) >= ${oftenTimes}`)
    .orderBy(desc(late), desc(countRows()), desc(sumFen(bridges.amountFen)), asc(enterprises.id))
    .limit(oftenShown)
}
export type OftenFirm = Awaited<ReturnType<typeof again>>[number]
