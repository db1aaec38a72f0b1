import { and, asc, desc, eq, gt, lt, lte, or, sql } from 'drizzle-orm'
import { oneOfMany, prepared, type Reader, startsWith, sumFen } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { exposureEntries, exposureFigures, exposureFirms, exposures } from '../../db/tables/exposures.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { type ExposureDimension, everybody } from './exposure.ts'

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

/** What stands under a scheme in all cities: how many, and what is out of it. */
export async function standingUnder(
  from: Reader,
  scheme: string,
): Promise<{ readonly loans: number; readonly coveredFen: Fen }> {
  const query = prepared(from, 'exposure_under_scheme', (reader, name) =>
    reader
      .select({
        loans: sql<number>`coalesce(sum(${exposureFigures.loans}), 0)`.mapWith(Number),
        coveredFen: sumFen(exposureFigures.balanceFen),
      })
      .from(exposureFigures)
      .where(
        and(
          eq(exposureFigures.party, everybody),
          eq(exposureFigures.dimension, 'scheme'),
          eq(exposureFigures.key, sql.placeholder('scheme')),
          sql`length(${exposureFigures.place}) = 4`,
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ scheme })
  return present(row, 'the row of a sum')
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

/** The day of the newest entry; null before the first. */
export async function newestDay(from: Reader): Promise<Day | null> {
  const [row] = await from
    .select({ on: exposureEntries.recordedOn })
    .from(exposureEntries)
    .orderBy(desc(exposureEntries.recordedOn))
    .limit(1)
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

export type FirmMove = { readonly id: EnterpriseId; readonly movedFen: Fen }

type Moved = { readonly after: Day; readonly until?: Day; readonly ids?: readonly EnterpriseId[] }

/**
 * By how much what firms have in a place moved from the day after one until another, or since: only those that moved; of a few
 * alone where they are named. Goes along the days, or the few, so that it takes as long as there are entries in them.
 */
export const firmsMoved = (from: Reader, place: string, { after, until, ids }: Moved): Promise<FirmMove[]> =>
  from
    .select({ id: exposures.enterpriseId, movedFen: sumFen(exposureEntries.balanceFen) })
    .from(exposureEntries)
    .innerJoin(exposures, eq(exposures.id, exposureEntries.exposureId))
    .where(
      and(
        ids && oneOfMany(exposures.enterpriseId, ids),
        gt(exposureEntries.recordedOn, after),
        until && lte(exposureEntries.recordedOn, until),
        startsWith(exposures.district, place),
      ),
    )
    .groupBy(exposures.enterpriseId)

/** What some firms have in a place now. */
export const balancesOf = (from: Reader, place: string, ids: readonly EnterpriseId[]) =>
  from
    .select({ id: exposureFirms.enterpriseId, balanceFen: exposureFirms.balanceFen })
    .from(exposureFirms)
    .where(and(eq(exposureFirms.place, place), oneOfMany(exposureFirms.enterpriseId, ids)))

export type FirmBalance = Awaited<ReturnType<typeof balancesOf>>[number]

/** The firms of a place in the order of what they have under cover now, some at a time: those behind the last of the page before. */
export const firmsByBalance = (from: Reader, place: string, limit: number, behind: FirmBalance | null) =>
  from
    .select({ id: exposureFirms.enterpriseId, balanceFen: exposureFirms.balanceFen })
    .from(exposureFirms)
    .where(
      and(
        eq(exposureFirms.place, place),
        gt(exposureFirms.balanceFen, fen(0)),
        behind ? lte(exposureFirms.balanceFen, behind.balanceFen) : undefined,
        behind
          ? or(lt(exposureFirms.balanceFen, behind.balanceFen), gt(exposureFirms.enterpriseId, behind.id))
          : undefined,
      ),
    )
    .orderBy(desc(exposureFirms.balanceFen), asc(exposureFirms.enterpriseId))
    .limit(limit)

/** The names of a few firms. */
export const firmNames = (from: Reader, ids: readonly EnterpriseId[]) =>
  from
    .select({ id: enterprises.id, firm: enterprises.name })
    .from(enterprises)
    .where(oneOfMany(enterprises.id, ids))
