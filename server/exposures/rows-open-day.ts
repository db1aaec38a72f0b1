import { ne, or, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { exposureDays, exposureFigures, exposureOpenDay } from '../../db/tables/exposures.ts'
import type { Day } from '../money/day.ts'

/*
 * 开账日: an entry moves each of its sixty figures once, as it stands now. What stood when the day began lies beside it, so
 * that the day's sums are the difference; they are written down when the next day opens.
 */

/** The day whose entries lie between what stands now and what stood when it began; null before the first. */
export async function openDay(from: Reader): Promise<Day | null> {
  const query = prepared(from, 'exposure_open_day', (reader, name) =>
    reader.select({ on: exposureOpenDay.openOn }).from(exposureOpenDay).prepare(name),
  )
  const [row] = await query.execute()
  return row?.on ?? null
}

/** What a line of a day adds to what is written of it. */
export const dayMoved = {
  target: [
    exposureDays.party,
    exposureDays.place,
    exposureDays.recordedOn,
    exposureDays.dimension,
    exposureDays.key,
  ],
  set: {
    balanceFen: sql`${exposureDays.balanceFen} + excluded.balance_fen`,
    shareFen: sql`${exposureDays.shareFen} + excluded.share_fen`,
    loans: sql`${exposureDays.loans} + excluded.loans`,
  },
}

/** A day begins: the sums of the one before are written down, and what stands now is what stood when it began. */
export async function beginDay(tx: Transaction, before: Day | null, today: Day): Promise<void> {
  if (before !== null) {
    await tx.insert(exposureDays).select(movedOnIt(tx)).onConflictDoUpdate(dayMoved)
    await tx
      .update(exposureFigures)
      .set({
        openingBalanceFen: sql`${exposureFigures.balanceFen}`,
        openingShareFen: sql`${exposureFigures.shareFen}`,
        openingLoans: sql`${exposureFigures.loans}`,
      })
      .where(hasMoved)
    await tx.delete(exposureOpenDay)
  }
  await tx.insert(exposureOpenDay).values({ openOn: today })
}

const hasMoved = or(
  ne(exposureFigures.balanceFen, exposureFigures.openingBalanceFen),
  ne(exposureFigures.shareFen, exposureFigures.openingShareFen),
  ne(exposureFigures.loans, exposureFigures.openingLoans),
)

/** In the order of the columns of the days. */
const movedOnIt = (tx: Transaction) =>
  tx
    .select({
      party: exposureFigures.party,
      place: exposureFigures.place,
      dimension: exposureFigures.dimension,
      key: exposureFigures.key,
      balanceFen: sql`${exposureFigures.balanceFen} - ${exposureFigures.openingBalanceFen}`.as('balance_fen'),
      shareFen: sql`${exposureFigures.shareFen} - ${exposureFigures.openingShareFen}`.as('share_fen'),
      loans: sql`${exposureFigures.loans} - ${exposureFigures.openingLoans}`.as('loans'),
      recordedOn: exposureOpenDay.openOn,
    })
    .from(exposureFigures)
    .innerJoin(exposureOpenDay, sql`true`)
    .where(hasMoved)
