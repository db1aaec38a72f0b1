import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import {
  ask,
  type Cell,
  countRows,
  place,
  places,
  type Reader,
  statement,
  type Transaction,
  tell,
} from '../../db/index.ts'
import {
  exposureDays,
  exposureEntries,
  exposureFigures,
  exposureFirms,
  exposureSquares,
  exposures,
} from '../../db/tables/exposures.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { Bearing, DayFigure, Figure, Placed, Stand } from './exposure.ts'

/*
 * Everything at once: for proving the kept figures, and for making them anew. Millions of rows, so they are asked for by
 * statements that are built once, and come as the database says them.
 */

/** So many rows between two breaths. */
const atOnce = 2_000

export type Told = Placed & Stand & { readonly id: string; readonly enterpriseId: EnterpriseId }
export type ToldEntry = Stand & { readonly exposureId: string; readonly recordedOn: Day }

const exposureColumns = {
  ...{ id: exposures.id, enterpriseId: exposures.enterpriseId, bankId: exposures.bankId },
  ...{ guarantorId: exposures.guarantorId, district: exposures.district, industry: exposures.industry },
  ...{ size: exposures.size, scheme: exposures.scheme, vintage: exposures.vintage },
  ...{ balanceFen: exposures.balanceFen, loans: exposures.loans },
  bearings: sql<string>`cast(${exposures.bearings} as text)`,
}
const entryColumns = {
  exposureId: exposureEntries.exposureId,
  recordedOn: sql<Day>`cast(${exposureEntries.recordedOn} as text)`,
  ...{ balanceFen: exposureEntries.balanceFen, loans: exposureEntries.loans },
  bearings: sql<string>`cast(${exposureEntries.bearings} as text)`,
}

const bearingsIn = (cell: Cell | undefined): readonly Bearing[] => JSON.parse(String(cell))
const fenIn = (cell: Cell | undefined): Fen => fen(Number(cell))

const exposureIn = (cells: readonly Cell[]): Told => ({
  id: String(cells[0]),
  enterpriseId: String(cells[1]) as EnterpriseId,
  bankId: String(cells[2]),
  guarantorId: cells[3] == null ? null : String(cells[3]),
  district: String(cells[4]),
  industry: String(cells[5]),
  size: (cells[6] ?? null) as SizeClass | null,
  scheme: String(cells[7]),
  vintage: String(cells[8]),
  balanceFen: fenIn(cells[9]),
  loans: Number(cells[10]),
  bearings: bearingsIn(cells[11]),
})

/** An entry in the cells from one on. */
const entryIn = (cells: readonly Cell[], at = 0): ToldEntry => ({
  exposureId: String(cells[at]),
  recordedOn: String(cells[at + 1]) as Day,
  balanceFen: fenIn(cells[at + 2]),
  loans: Number(cells[at + 3]),
  bearings: bearingsIn(cells[at + 4]),
})

/** How many entries there are of a day and all before it. */
export async function countUntil(from: Reader, on: Day): Promise<number> {
  const [row] = await from
    .select({ count: countRows() })
    .from(exposureEntries)
    .where(lte(exposureEntries.recordedOn, on))
  return present(row, 'the row of a count').count
}

/** Every exposure in the order of their ids, some thousand at a time, and their entries until a day in any order. */
export async function* exposuresUntil(from: Reader, on: Day) {
  const own = statement('exposures_all', () =>
    from
      .select(exposureColumns)
      .from(exposures)
      .where(gt(exposures.id, place(0, 'after')))
      .orderBy(asc(exposures.id))
      .limit(atOnce),
  )
  const theirs = statement('exposure_entries_of_all', () =>
    from
      .select(entryColumns)
      .from(exposureEntries)
      .where(
        and(
          gt(exposureEntries.exposureId, place(0, 'after')),
          lte(exposureEntries.exposureId, place(0, 'last')),
          lte(exposureEntries.recordedOn, place(0, 'on')),
        ),
      ),
  )
  for (let after = ''; ; ) {
    const found = (await ask(from, own, [{ after }])).map(exposureIn)
    const last = found.at(-1)?.id
    if (last === undefined) return
    yield {
      exposures: found,
      entries: (await ask(from, theirs, [{ after, last, on }])).map((cells) => entryIn(cells)),
    }
    if (found.length < atOnce) return
    after = last
  }
}

/** Every entry after a day with its exposure, some thousand at a time. */
export async function* entriesAfter(from: Reader, on: Day) {
  const asked = statement('exposure_entries_after', () =>
    from
      .select({ exposure: exposureColumns, entry: entryColumns, entryId: exposureEntries.id })
      .from(exposureEntries)
      .innerJoin(exposures, eq(exposures.id, exposureEntries.exposureId))
      .where(
        and(
          gt(exposureEntries.recordedOn, place(0, 'after')),
          sql`(${exposureEntries.recordedOn}, ${exposureEntries.exposureId}, ${exposureEntries.id}) > (${place(0, 'on')}, ${place(0, 'exposureId')}, ${place(0, 'id')})`,
        ),
      )
      .orderBy(asc(exposureEntries.recordedOn), asc(exposureEntries.exposureId), asc(exposureEntries.id))
      .limit(atOnce),
  )
  for (let last = { on, exposureId: '', id: '' }; ; ) {
    const found = await ask(from, asked, [{ ...last, after: on }])
    yield found.map((cells) => ({ exposure: exposureIn(cells), entry: entryIn(cells, columns) }))
    const end = found.at(-1)
    if (!end || found.length < atOnce) return
    const entry = entryIn(end, columns)
    last = { on: entry.recordedOn, exposureId: entry.exposureId, id: String(end.at(-1)) }
  }
}
const columns = Object.keys(exposureColumns).length

/** There are as many as keys. */
export const allFigures = (from: Reader): Promise<readonly KeptFigure[]> =>
  from.select().from(exposureFigures)
export type KeptFigure = typeof exposureFigures.$inferSelect
export const allSquares = (from: Reader) => from.select().from(exposureSquares)

const dayKeys = {
  ...{ party: exposureDays.party, place: exposureDays.place },
  ...{ dimension: exposureDays.dimension, key: exposureDays.key },
}

/** Every figure of every day, some thousand at a time. */
export async function* allDays(from: Reader): AsyncGenerator<readonly DayFigure[]> {
  const asked = statement('exposure_days_all', () =>
    from
      .select({
        ...{ ...dayKeys, on: sql<Day>`cast(${exposureDays.recordedOn} as text)` },
        ...{ balanceFen: exposureDays.balanceFen, shareFen: exposureDays.shareFen },
        loans: exposureDays.loans,
      })
      .from(exposureDays)
      .where(
        sql`(${exposureDays.party}, ${exposureDays.place}, ${exposureDays.recordedOn}, ${exposureDays.dimension}, ${exposureDays.key}) > (${place(0, 'party')}, ${place(0, 'place')}, ${place(0, 'recordedOn')}, ${place(0, 'dimension')}, ${place(0, 'key')})`,
      )
      .orderBy(
        ...[asc(exposureDays.party), asc(exposureDays.place), asc(exposureDays.recordedOn)],
        ...[asc(exposureDays.dimension), asc(exposureDays.key)],
      )
      .limit(atOnce),
  )
  const first = { party: '', place: '', recordedOn: '1900-01-01', dimension: '', key: '' }
  for (let last: Record<string, unknown> = first; ; ) {
    const found = (await ask(from, asked, [last])).map(
      (cells): DayFigure => ({
        party: String(cells[0]),
        place: String(cells[1]),
        dimension: String(cells[2]) as Figure['dimension'],
        key: String(cells[3]),
        recordedOn: String(cells[4]) as Day,
        balanceFen: fenIn(cells[5]),
        shareFen: fenIn(cells[6]),
        loans: Number(cells[7]),
      }),
    )
    yield found
    const end = found.at(-1)
    if (!end || found.length < atOnce) return
    last = end
  }
}

export type FirmSum = {
  readonly place: string
  readonly enterpriseId: EnterpriseId
  readonly balanceFen: Fen
}

/** What every firm has in every place, some thousand at a time. */
export async function* allFirms(from: Reader): AsyncGenerator<readonly FirmSum[]> {
  const asked = statement('exposure_firms_all', () =>
    from
      .select()
      .from(exposureFirms)
      .where(
        sql`(${exposureFirms.place}, ${exposureFirms.enterpriseId}) > (${place(0, 'place')}, ${place(0, 'enterpriseId')})`,
      )
      .orderBy(asc(exposureFirms.place), asc(exposureFirms.enterpriseId))
      .limit(atOnce),
  )
  for (let last: Record<string, unknown> = { place: '', enterpriseId: '' }; ; ) {
    const found = (await ask(from, asked, [last])).map(([where, enterpriseId, balanceFen]) => ({
      place: String(where),
      enterpriseId: String(enterpriseId) as EnterpriseId,
      balanceFen: fenIn(balanceFen),
    }))
    yield found
    const end = found.at(-1)
    if (!end || found.length < atOnce) return
    last = end
  }
}

/** Moves what some firms have, each by its own difference. */
export const moveFirms = (tx: Transaction, firms: readonly FirmSum[]): Promise<void> =>
  tell(tx, [
    [
      statement(`exposure_firms_${firms.length}`, () =>
        tx
          .insert(exposureFirms)
          .values(firms.map((_, at) => places(at, ['place', 'enterpriseId', 'balanceFen'])))
          .onConflictDoUpdate({
            target: [exposureFirms.place, exposureFirms.enterpriseId],
            set: { balanceFen: sql`${exposureFirms.balanceFen} + excluded.balance_fen` },
          }),
      ),
      firms,
    ],
  ])

/** Puts the sums of squares in the place of what was kept. */
export async function replaceSquares(tx: Transaction, squares: ReadonlyMap<string, bigint>): Promise<void> {
  await tx.delete(exposureSquares)
  if (squares.size)
    await tx
      .insert(exposureSquares)
      .values([...squares].map(([where, sum]) => ({ place: where, squares: String(sum) })))
}
