import { type AnyColumn, and, eq, gt, type SQL, sql } from 'drizzle-orm'
import { prepared, type Reader, sumFen } from '../../db/index.ts'
import { exposureDays, exposureFigures, exposureOpenDay } from '../../db/tables/exposures.ts'
import type { Day } from '../money/day.ts'
import { fen, noFen, plus } from '../money/fen.ts'
import { everybody } from './exposure.ts'
import { citiesOf, type FigureRow, figuresNow, type Whose } from './rows-figures.ts'

/**
 * What stood at the end of a day; null for what stands now. Before the open day that is what stood when it began, less what
 * moved since: one question, so that no entry comes between its parts. Keys that stood at nothing are left out.
 */
export async function figuresOn(from: Reader, whose: Whose, on: Day | null): Promise<FigureRow[]> {
  const found = on === null ? await figuresNow(from, whose) : await figuresAt(from).execute({ ...whose, on })
  return found.filter(({ balanceFen, shareFen, loans }) => balanceFen !== 0 || shareFen !== 0 || loans !== 0)
}

/** What stood under a scheme in all cities at the end of a day, as it was known then. */
export async function stoodUnder(from: Reader, scheme: string, on: Day) {
  let loans = 0
  let coveredFen = noFen
  for (const { place } of await citiesOf(from, everybody))
    for (const row of await figuresOn(from, { party: everybody, place }, on)) {
      if (row.dimension !== 'scheme' || row.key !== scheme) continue
      loans += row.loans
      coveredFen = plus(coveredFen, row.balanceFen)
    }
  return { loans, coveredFen }
}

const fenIn = (value: string | number) => fen(Number(value))

const figuresAt = (from: Reader) =>
  prepared(from, 'exposure_figures_at', (reader, name) => {
    const since = movedSince(reader)
    const stood = (now: AnyColumn, opening: AnyColumn, moved: SQL.Aliased) =>
      sql`case when ${exposureOpenDay.openOn} > ${sql.placeholder('on')} then ${opening} else ${now} end - coalesce(${moved}, 0)`
    const { balanceFen, openingBalanceFen, shareFen, openingShareFen, loans, openingLoans } = exposureFigures
    return reader
      .select({
        dimension: exposureFigures.dimension,
        key: exposureFigures.key,
        balanceFen: stood(balanceFen, openingBalanceFen, since.balanceFen).mapWith(fenIn),
        shareFen: stood(shareFen, openingShareFen, since.shareFen).mapWith(fenIn),
        loans: stood(loans, openingLoans, since.loans).mapWith(Number),
      })
      .from(exposureFigures)
      .leftJoin(exposureOpenDay, sql`true`)
      .leftJoin(
        since,
        and(eq(since.dimension, exposureFigures.dimension), eq(since.key, exposureFigures.key)),
      )
      .where(
        and(
          eq(exposureFigures.party, sql.placeholder('party')),
          eq(exposureFigures.place, sql.placeholder('place')),
        ),
      )
      .prepare(name)
  })

/** By how much each moved on the days after one, as far as that is written down. */
const movedSince = (from: Reader) =>
  from
    .select({
      dimension: exposureDays.dimension,
      key: exposureDays.key,
      balanceFen: sumFen(exposureDays.balanceFen).as('moved_balance_fen'),
      shareFen: sumFen(exposureDays.shareFen).as('moved_share_fen'),
      loans: sql`sum(${exposureDays.loans})`.as('moved_loans'),
    })
    .from(exposureDays)
    .where(
      and(
        eq(exposureDays.party, sql.placeholder('party')),
        eq(exposureDays.place, sql.placeholder('place')),
        gt(exposureDays.recordedOn, sql.placeholder('on')),
      ),
    )
    .groupBy(exposureDays.dimension, exposureDays.key)
    .as('since')
