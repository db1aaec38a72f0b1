import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import {
  ask,
  place,
  places,
  prepared,
  type Reader,
  statement,
  type Transaction,
  tell,
} from '../../db/index.ts'
import { compensationPools, coverCharges, covers } from '../../db/tables/covers.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import {
  exposureDays,
  exposureEntries,
  exposureFigures,
  exposureFirms,
  exposureParties,
  exposureSquares,
  exposures,
} from '../../db/tables/exposures.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Fen, fen } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'
import { slicesOf } from '../platform/work/breaths.ts'
import type { DayFigure, Figure } from './exposure.ts'
import { dayMoved } from './rows-open-day.ts'

/** What is written in bulk. */
export const tables = { exposures, parties: exposureParties, entries: exposureEntries } as const

export type Exposure = typeof exposures.$inferSelect
export type Entry = typeof exposureEntries.$inferSelect

export async function exposureById(from: Reader, id: string): Promise<Exposure | null> {
  const query = prepared(from, 'exposure_by_id', (reader, name) =>
    reader
      .select()
      .from(exposures)
      .where(eq(exposures.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

/** A thing counts for the first time: the row, and who will ever bear of it. */
export async function addExposure(tx: Transaction, row: Exposure): Promise<void> {
  await tx.insert(exposures).values(row)
  const parties = new Set(row.bearings.map(({ party }) => party))
  if (parties.size)
    await tx.insert(exposureParties).values([...parties].map((party) => ({ party, exposureId: row.id })))
}

const stand = ['balanceFen', 'loans', 'bearings'] as const

/** Where an exposure stands now. */
export const changeExposure = (
  tx: Transaction,
  id: string,
  after: Pick<Exposure, (typeof stand)[number]>,
): Promise<void> =>
  tell(tx, [
    [
      statement('exposure_change', () =>
        tx
          .update(exposures)
          .set({
            balanceFen: sql`cast(${place(0, 'balanceFen')} as bigint)`,
            loans: sql`cast(${place(0, 'loans')} as bigint)`,
            bearings: sql`${place(0, 'bearings')}`,
          })
          .where(eq(exposures.id, place(0, 'id'))),
      ),
      [{ ...after, id, bearings: JSON.stringify(after.bearings) }],
    ],
  ])

const figureColumns = ['party', 'place', 'dimension', 'key', 'balanceFen', 'shareFen', 'loans'] as const
const dayColumns = [...figureColumns, 'recordedOn'] as const
const whichFigure = [
  exposureFigures.party,
  exposureFigures.place,
  exposureFigures.dimension,
  exposureFigures.key,
]
const movedNow = {
  balanceFen: sql`${exposureFigures.balanceFen} + excluded.balance_fen`,
  shareFen: sql`${exposureFigures.shareFen} + excluded.share_fen`,
  loans: sql`${exposureFigures.loans} + excluded.loans`,
}

/** An entry of the open day, and every figure that it moves since that day began. */
export const addEntry = (tx: Transaction, entry: Entry, figures: readonly Figure[]): Promise<void> =>
  tell(tx, [
    [entryInsert(tx), [entry]],
    [figuresMove(tx), figures],
  ])

/** An entry of a day that is over, as another process may still write it a moment after midnight. */
export async function addLateEntry(
  tx: Transaction,
  entry: Entry,
  figures: readonly DayFigure[],
): Promise<void> {
  await tell(tx, [[entryInsert(tx), [entry]]])
  await moveMany(tx, figures, figures)
}

const entryInsert = (tx: Transaction) =>
  statement('exposure_entry', () =>
    tx
      .insert(exposureEntries)
      .values(places(0, ['id', 'exposureId', 'recordedOn', 'balanceFen', 'loans', 'bearings', 'at'])),
  )

const figuresMove = (tx: Transaction) => (count: number) =>
  statement(`exposure_figures_${count}`, () =>
    tx
      .insert(exposureFigures)
      .values(Array.from({ length: count }, (_, at) => places(at, figureColumns)))
      .onConflictDoUpdate({ target: whichFigure, set: movedNow }),
  )

/** The same of days that are over: what stood when the open day began moves along. */
const openingsMove = (tx: Transaction, count: number) =>
  statement(`exposure_openings_${count}`, () =>
    tx
      .insert(exposureFigures)
      .values(
        Array.from({ length: count }, (_, at) => ({
          ...places(at, figureColumns),
          openingBalanceFen: place(at, 'balanceFen'),
          openingShareFen: place(at, 'shareFen'),
          openingLoans: place(at, 'loans'),
        })),
      )
      .onConflictDoUpdate({
        target: whichFigure,
        set: {
          ...movedNow,
          openingBalanceFen: sql`${exposureFigures.openingBalanceFen} + excluded.balance_fen`,
          openingShareFen: sql`${exposureFigures.openingShareFen} + excluded.share_fen`,
          openingLoans: sql`${exposureFigures.openingLoans} + excluded.loans`,
        },
      }),
  )

const daysMove = (tx: Transaction, count: number) =>
  statement(`exposure_days_${count}`, () =>
    tx
      .insert(exposureDays)
      .values(Array.from({ length: count }, (_, at) => places(at, dayColumns)))
      .onConflictDoUpdate(dayMoved),
  )

/**
 * Moves figures with the days on which they moved, each by its own sum; the open day itself is left as it is. By long statements:
 * most of these rows are new, which is what SQLite writes quicker together.
 */
export async function moveMany(
  tx: Transaction,
  figures: readonly Figure[],
  days: readonly DayFigure[],
): Promise<void> {
  for (const slice of slicesOf(figures, 100)) await tell(tx, [[openingsMove(tx, slice.length), slice]])
  for (const slice of slicesOf(days, 100)) await tell(tx, [[daysMove(tx, slice.length), slice]])
}

/**
 * Moves what a firm has in some places, and says what it has there after.
 */
export async function moveFirm(
  tx: Transaction,
  enterpriseId: EnterpriseId,
  inPlaces: readonly string[],
  balanceFen: Fen,
): Promise<readonly { readonly place: string; readonly balanceFen: Fen }[]> {
  const moved = statement(`exposure_firm_${inPlaces.length}`, () =>
    tx
      .insert(exposureFirms)
      .values(inPlaces.map((_, at) => places(at, ['place', 'enterpriseId', 'balanceFen'])))
      .onConflictDoUpdate({
        target: [exposureFirms.place, exposureFirms.enterpriseId],
        set: { balanceFen: sql`${exposureFirms.balanceFen} + excluded.balance_fen` },
      })
      .returning({ place: exposureFirms.place, balanceFen: exposureFirms.balanceFen }),
  )
  const found = await ask(
    tx,
    moved,
    inPlaces.map((one) => ({ place: one, enterpriseId, balanceFen })),
  )
  return found.map(([where, sum]) => ({ place: String(where), balanceFen: fen(Number(sum)) }))
}

export async function squaresOf(from: Reader, inPlaces: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await from
    .select()
    .from(exposureSquares)
    .where(inArray(exposureSquares.place, [...inPlaces]))
  return new Map(rows.map(({ place: one, squares }) => [one, BigInt(squares)]))
}

/** Moves the sums of squares of some places by what one firm in them has after a difference, and had before. */
export async function moveSquares(
  tx: Transaction,
  after: readonly { readonly place: string; readonly balanceFen: Fen }[],
  movedFen: Fen,
): Promise<void> {
  const asked = statement(`exposure_squares_of_${after.length}`, () =>
    tx
      .select({ place: exposureSquares.place, squares: exposureSquares.squares })
      .from(exposureSquares)
      .where(
        inArray(
          exposureSquares.place,
          after.map((_, at) => place(at, 'place')),
        ),
      ),
  )
  const kept = statement(`exposure_squares_keep_${after.length}`, () =>
    tx
      .insert(exposureSquares)
      .values(after.map((_, at) => places(at, ['place', 'squares'])))
      .onConflictDoUpdate({ target: exposureSquares.place, set: { squares: sql`excluded.squares` } }),
  )
  const before = new Map((await ask(tx, asked, after)).map(([where, sum]) => [where, BigInt(sum ?? 0)]))
  const lines = after.map(({ place: where, balanceFen }) => {
    const [is, was] = [BigInt(balanceFen), BigInt(balanceFen) - BigInt(movedFen)]
    return { place: where, squares: String((before.get(where) ?? 0n) + is * is - was * was) }
  })
  await tell(tx, [[kept, lines]])
}

/** What has to be known of a firm where nobody has written it down with the thing itself. */
export async function firmPlaced(from: Reader, id: EnterpriseId) {
  const [row] = await from
    .select({ region: enterprises.region, industry: enterprises.industry, size: enterprises.size })
    .from(enterprises)
    .where(eq(enterprises.id, id))
  return row ?? null
}

/** Covers in force behind some loans, with what counts of each; one that was paid for is over. */
export const coversOfLoans = (from: Reader, ids: readonly Id<'loan'>[]) => {
  const [id] = ids
  return id !== undefined && ids.length === 1
    ? coversOfLoan(from).execute({ id })
    : coversWhere(from, inArray(covers.loanId, [...ids]))
}

/** Of one loan, planned once: every report of a loan asks this. */
const coversOfLoan = (from: Reader) =>
  prepared(from, 'covers_of_loan', (reader, name) =>
    coversWhere(reader, eq(covers.loanId, sql.placeholder('id'))).prepare(name),
  )

const coversWhere = (from: Reader, which: SQL) =>
  from
    .select({ cover: coverColumns, firm: firmColumns, depositFen: coverCharges.amountFen })
    .from(covers)
    .innerJoin(enterprises, eq(enterprises.id, covers.enterpriseId))
    .leftJoin(
      coverCharges,
      and(
        eq(coverCharges.coverId, covers.id),
        eq(coverCharges.kind, 'deposit'),
        eq(coverCharges.state, 'paid'),
      ),
    )
    .where(and(which, eq(covers.state, 'in-cover'), isNull(covers.compensatedOn)))
/** What a cover counts under, and no more: its checks alone would take longer to read than all of these. */
const coverColumns = {
  ...{ id: covers.id, loanId: covers.loanId, enterpriseId: covers.enterpriseId },
  ...{ institutionId: covers.institutionId, arrangement: covers.arrangement, terms: covers.terms },
  ...{ filedFen: covers.filedFen, filedOn: covers.filedOn },
}
const firmColumns = { region: enterprises.region, industry: enterprises.industry, size: enterprises.size }
export type FoundCover = Awaited<ReturnType<typeof coversOfLoans>>[number]

/** The pools behind all arrangements: there are as many as parties of schemes. */
export const poolsOfArrangements = (from: Reader) =>
  prepared(from, 'pools_of_arrangements', (reader, name) =>
    reader
      .select({
        id: compensationPools.id,
        arrangement: compensationPools.arrangement,
        party: compensationPools.party,
      })
      .from(compensationPools)
      .prepare(name),
  ).execute()
