import { and, asc, desc, eq, gt, sql } from 'drizzle-orm'
import { prepared, type Reader, startsWith, sumFen } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import {
  exposureDays,
  exposureEntries,
  exposureFigures,
  exposureFirms,
  exposures,
} from '../../db/tables/exposures.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, minus } from '../money/fen.ts'
import type { ExposureDimension } from './exposure.ts'

/** A figure of one who bears in one place. */
export type FigureRow = {
  readonly dimension: ExposureDimension
  readonly key: string
  readonly balanceFen: Fen
  readonly shareFen: Fen
  readonly loans: number
}
export type Whose = { readonly party: string; readonly place: string }

/** Everything that is kept of one who bears in a place, as it stands now: as many rows as there are keys. */
export function figuresNow(from: Reader, whose: Whose): Promise<FigureRow[]> {
  const query = prepared(from, 'exposure_figures_of', (reader, name) =>
    reader
      .select({
        dimension: exposureFigures.dimension,
        key: exposureFigures.key,
        balanceFen: exposureFigures.balanceFen,
        shareFen: exposureFigures.shareFen,
        loans: exposureFigures.loans,
      })
      .from(exposureFigures)
      .where(
        and(
          eq(exposureFigures.party, sql.placeholder('party')),
          eq(exposureFigures.place, sql.placeholder('place')),
        ),
      )
      .prepare(name),
  )
  return query.execute(whose)
}

/** By how much each moved after a day. */
export function movesAfter(from: Reader, whose: Whose, on: Day): Promise<FigureRow[]> {
  const query = prepared(from, 'exposure_days_after', (reader, name) =>
    reader
      .select({
        dimension: exposureDays.dimension,
        key: exposureDays.key,
        balanceFen: sumFen(exposureDays.balanceFen),
        shareFen: sumFen(exposureDays.shareFen),
        loans: sql<number>`sum(${exposureDays.loans})`.mapWith(Number),
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
      .prepare(name),
  )
  return query.execute({ ...whose, on })
}

/** What stood at the end of a day: what stands now, less what moved since. Keys that stood at nothing are left out. */
export async function figuresOn(from: Reader, whose: Whose, on: Day | null): Promise<FigureRow[]> {
  const now = await figuresNow(from, whose)
  const since = new Map(
    (on === null ? [] : await movesAfter(from, whose, on)).map((one) => [`${one.dimension} ${one.key}`, one]),
  )
  return now
    .map((row) => {
      const moved = since.get(`${row.dimension} ${row.key}`)
      return moved
        ? {
            ...{ dimension: row.dimension, key: row.key, loans: row.loans - moved.loans },
            balanceFen: minus(row.balanceFen, moved.balanceFen),
            shareFen: minus(row.shareFen, moved.shareFen),
          }
        : row
    })
    .filter(({ balanceFen, shareFen, loans }) => balanceFen !== 0 || shareFen !== 0 || loans !== 0)
}

/** The cities in which somebody bears. */
export const citiesOf = (from: Reader, party: string) =>
  from
    .selectDistinct({ place: exposureFigures.place })
    .from(exposureFigures)
    .where(and(eq(exposureFigures.party, party), sql`length(${exposureFigures.place}) = 4`))

/** The day of the first entry; null before there is one. */
export async function firstDay(from: Reader): Promise<Day | null> {
  const query = prepared(from, 'exposure_first_day', (reader, name) =>
    reader
      .select({ on: exposureEntries.recordedOn })
      .from(exposureEntries)
      .orderBy(asc(exposureEntries.recordedOn))
      .limit(1)
      .prepare(name),
  )
  const [row] = await query.execute()
  return row?.on ?? null
}

export type FirmRow = { readonly id: string; readonly firm: string; readonly balanceFen: Fen }

/** The firms of a place with the most under cover now. */
export function topFirms(from: Reader, place: string, limit: number): Promise<FirmRow[]> {
  const query = prepared(from, 'exposure_top_firms', (reader, name) =>
    reader
      .select({ id: enterprises.id, firm: enterprises.name, balanceFen: exposureFirms.balanceFen })
      .from(exposureFirms)
      .innerJoin(enterprises, eq(enterprises.id, exposureFirms.enterpriseId))
      .where(and(eq(exposureFirms.place, sql.placeholder('place')), gt(exposureFirms.balanceFen, fen(0))))
      .orderBy(desc(exposureFirms.balanceFen), asc(exposureFirms.enterpriseId))
      .limit(sql.placeholder('limit'))
      .prepare(name),
  )
  return query.execute({ place, limit })
}

/** By how much what firms have moved after a day, with what they have now: only those that moved. */
export const firmsMovedAfter = (from: Reader, place: string, on: Day) =>
  from
    .select({
      id: enterprises.id,
      firm: enterprises.name,
      nowFen: exposureFirms.balanceFen,
      movedFen: sumFen(exposureEntries.balanceFen),
    })
    .from(exposureEntries)
    .innerJoin(exposures, eq(exposures.id, exposureEntries.exposureId))
    .innerJoin(enterprises, eq(enterprises.id, exposures.enterpriseId))
    .innerJoin(
      exposureFirms,
      and(eq(exposureFirms.enterpriseId, exposures.enterpriseId), eq(exposureFirms.place, place)),
    )
    .where(and(gt(exposureEntries.recordedOn, on), startsWith(exposures.district, place)))
    .groupBy(enterprises.id, enterprises.name, exposureFirms.balanceFen)
