import { setImmediate as breath } from 'node:timers/promises'
import type { Reader, Store } from '../../db/index.ts'
import { poolsOf as bridgePoolsOf, wholeOf } from '../bridges/index.ts'
import { undecidedOf } from '../compensation/index.ts'
import { poolsWithBooks, standingOfPool } from '../covers/index.ts'
import { bankTimes, type CaseTimes } from '../dashboards/banks.ts'
import { answerTimes } from '../dashboards/index.ts'
import type { BearerRole } from '../exposures/exposure.ts'
import { concentrationOf, exposureOverview, inDimension } from '../exposures/index.ts'
import { allBanks, type InstitutionId } from '../institutions/index.ts'
import { fitRules } from '../matching/fit.ts'
import { type Day, daysBetween, plusDays } from '../money/day.ts'
import { type Fen, fen, noFen, total } from '../money/fen.ts'
import { ppm } from '../money/rate.ts'
import type { Parts } from '../parts.ts'
import { dayOf } from '../platform/clock.ts'
import { latestRun } from '../stress/index.ts'
import { inHands, overdueSteps } from '../supervision/index.ts'
import { standingByRule } from '../warnings/index.ts'
import { endOf, piecesOf, timesOn } from './as-of.ts'
import type {
  BankLine,
  BlockLine,
  CockpitFigures,
  ExposureLine,
  PoolLine,
  StressLine,
  WatchLine,
} from './figures.ts'
import { atOnce, datedBetween, type Within, yearBegins } from './parts-dated.ts'
import { roomsIn } from './parts-headroom.ts'
import * as rows from './rows.ts'

export type With = Pick<Parts, 'store' | 'policies' | 'reference'>

/**
 * The figures of a region on a day, gathered from the rows piece by piece. `live` says that the day is the one on which the
 * rows stand now; of every other day only what bears a day is told.
 */
export async function gathered(parts: With, region: string, on: Day, live: boolean): Promise<CockpitFigures> {
  const { read } = parts.store
  const year = { region, from: yearBegins(on), to: on }
  const { funnel, inclusion } = await (await datedBetween(read, { region, from: on, to: on }))(on)
  const times = await timesIn(read, year, funnel[0]?.count ?? 0)
  const declines = await rows.declinesBy(read, year, on)
  const overdue = live ? await overdueSteps(read, region, on) : null
  return {
    on,
    exposure: await exposureIn(parts.store, region, on),
    headroom: live ? await roomsIn(parts, region, on) : null,
    funnel,
    declines: reasonsOf(declines),
    banks: await banksOf(read, times, declines, on, overdue?.byInstitution ?? null),
    overdue: overdue?.all ?? null,
    overdueListed: overdue?.listed ?? null,
    blocks: live ? await blocksOf(read, region) : null,
    pools: live ? await poolsOf(parts, region, on) : null,
    inclusion,
    watch: live ? await watchOf(read, region, on) : null,
    stress: await stressOf(read, region, on),
  }
}

/** From the kept figures of exposure, which know every day themselves: never a look at the loans. */
async function exposureIn(store: Store, region: string, on: Day): Promise<ExposureLine | null> {
  const found = await exposureOverview(store.read, { place: region }, on, plusDays(on, 1))
  if (!found.ok) return null
  const { top, index } = await concentrationOf(store, region, found)
  return {
    ...{ balanceFen: found.balanceFen, loans: found.loans, indexPpm: index.firm },
    roles: inDimension(found.figures, 'role')
      .filter(({ shareFen }) => shareFen > 0)
      .map(({ key, shareFen }) => ({ role: key as BearerRole, fen: shareFen }))
      .sort((one, other) => other.fen - one.fen),
    districts: inDimension(found.figures, 'district').map(({ key, balanceFen, loans }) => ({
      ...{ code: key, balanceFen, loans },
    })),
    topPpm: found.balanceFen ? ppm(top.reduce((sum, { partPpm }) => sum + partPpm, 0)) : null,
  }
}

/** The cases of the needs posted in a period, as far as answer times need them. */
async function timesIn(read: Reader, { region, from, to }: Within, posted: number): Promise<CaseTimes[]> {
  const times: CaseTimes[] = []
  for (const piece of piecesOf(from, to, Math.ceil(posted / atOnce), daysBetween(from, to) + 1)) {
    for (const one of await answerTimes(read, { region, ...piece, institutionId: null })) times.push(one)
    await breath()
  }
  return times
}

type Declines = Awaited<ReturnType<typeof rows.declinesBy>>

/** Reasons of all banks together, the most frequent first. */
function reasonsOf(declines: Declines): CockpitFigures['declines'] {
  const counts = new Map<Declines[number]['reason'], number>()
  for (const { reason, count } of declines) counts.set(reason, (counts.get(reason) ?? 0) + count)
  return [...counts].map(([reason, count]) => ({ reason, count })).sort(mostFirst)
}

const mostFirst = (one: { reason: string; count: number }, other: { reason: string; count: number }) =>
  other.count - one.count || (one.reason < other.reason ? -1 : 1)

/** Banks in the order of their names: the page informs, it does not rank. */
async function banksOf(
  read: Reader,
  times: readonly CaseTimes[],
  declines: Declines,
  on: Day,
  overdue: ReadonlyMap<InstitutionId, number> | null,
): Promise<readonly BankLine[]> {
  const known = times.flatMap((one) => timesOn(one, on) ?? [])
  const found = new Map(bankTimes(known, on).map((one) => [one.institutionId, one]))
  return (await allBanks(read)).flatMap(({ id, shortName: name }) => {
    const own = found.get(id) ?? { cases: 0, toTake: null, toOffer: null }
    const late = overdue && (overdue.get(id) ?? 0)
    // Who is late with cases of an earlier year alone is told too, or the lines would not add up to what is overdue.
    if (own.cases === 0 && !late) return []
    const no = declines.filter(({ bank }) => bank === id).sort(mostFirst)
    return {
      ...{ id, name, cases: own.cases, toTake: own.toTake, toOffer: own.toOffer, overdue: late },
      declined: no.reduce((sum, { count }) => sum + count, 0),
      reason: no[0]?.reason ?? null,
    }
  })
}

/** Conditions by the money that they alone keep from the shelf, the most first. */
async function blocksOf(read: Reader, region: string): Promise<readonly BlockLine[]> {
  const found: BlockLine[] = []
  for (const rule of fitRules) {
    const line = await rows.blockedBy(read, region, rule)
    if (line.needs > 0) found.push(line)
    await breath()
  }
  return found.sort((one, other) => other.amountFen - one.amountFen || (one.rule < other.rule ? -1 : 1))
}

/** Bridge pools and compensation pools that lie in a region. */
async function poolsOf(parts: With, region: string, on: Day): Promise<readonly PoolLine[]> {
  const { read } = parts.store
  const found: PoolLine[] = []
  for (const pool of await bridgePoolsOf(read, { region })) {
    const { calendar, balances } = await wholeOf(parts, pool, on)
    const { days } = calendar.found
    // What is free now counts too: the calendar's first day holds already what comes back today.
    const lowest = days.reduce<{ readonly on: Day; readonly freeFen: Fen }>(
      (one, other) => (other.freeFen < one.freeFen ? other : one),
      { on, freeFen: balances['cash-free'] },
    )
    found.push({
      ...{ kind: 'bridge', id: pool.id, name: pool.name },
      ...{ freeFen: balances['cash-free'], reservedFen: balances['cash-reserved'] },
      outFen: balances['advances-out'],
      ahead: {
        kind: 'bridge',
        backFen: days.length ? total(days.map(({ backFen }) => backFen)) : noFen,
        ...{ lowestFen: lowest.freeFen, lowestOn: lowest.on },
        waiting: calendar.waiting.length,
      },
    })
    await breath()
  }
  for (const one of await poolsWithBooks(read)) {
    if (!one.pool.region.startsWith(region)) continue
    const { money } = await standingOfPool(read, one)
    const { id, arrangement, party } = one.pool
    const { claims, claimedFen, borneFen } = await undecidedOf(read, arrangement, on)
    found.push({
      ...{ kind: 'compensation', id, name: one.name, freeFen: money.freeFen },
      ...{ reservedFen: money.reservedFen, outFen: fen(Math.max(0, money.outFen)) },
      ahead: { kind: 'compensation', claims, claimedFen, ownFen: borneFen.get(party) ?? noFen },
    })
    await breath()
  }
  return found
}

async function watchOf(read: Reader, region: string, on: Day): Promise<WatchLine> {
  const standing = await standingByRule(read, { region })
  const rules = standing.sort((one, other) => other.count - one.count || (one.rule < other.rule ? -1 : 1))
  return { rules, ...(await inHands(read, region, on)) }
}

/** The newest stress test of the whole region that was done when the day ended. */
async function stressOf(read: Reader, region: string, on: Day): Promise<StressLine | null> {
  const run = await latestRun(read, region, endOf(on))
  if (!run?.answer) return null
  const { id, number, askedAt, answer } = run
  return {
    ...{ id, number, askedOn: dayOf(askedAt), lossFen: answer.loss.p99Fen },
    ...{ p50Fen: answer.loss.p50Fen, p95Fen: answer.loss.p95Fen },
    broken: answer.pools.filter(({ broken }) => broken > 0).length,
  }
}
