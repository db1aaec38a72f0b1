import { and, asc, eq, gt, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import type { Reader, Transaction } from '../../db/index.ts'
import { bridgePools, bridges } from '../../db/tables/bridges.ts'
import { covers } from '../../db/tables/covers.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import {
  exposureDays,
  exposureEntries,
  exposureFigures,
  exposureFirms,
  exposureSquares,
  exposures,
} from '../../db/tables/exposures.ts'
import { guaranteeShares, guarantees } from '../../db/tables/guarantees.ts'
import { loans } from '../../db/tables/loans.ts'
import type { Day } from '../money/day.ts'
import type { DayFigure } from './exposure.ts'

/* Everything at once: for proving the kept figures, and for making them anew. */

const atOnce = 10_000

/** Every exposure, some thousand at a time in the order of their ids. */
export async function* allExposures(from: Reader) {
  let after = ''
  for (;;) {
    const found = await from
      .select()
      .from(exposures)
      .where(gt(exposures.id, after))
      .orderBy(asc(exposures.id))
      .limit(atOnce)
    yield found
    const last = found.at(-1)
    if (!last || found.length < atOnce) return
    after = last.id
  }
}

/** Every entry, day by day. */
export async function* allEntries(from: Reader) {
  let last: { on: Day; id: string } | null = null
  for (;;) {
    const found: (typeof exposureEntries.$inferSelect)[] = await from
      .select()
      .from(exposureEntries)
      .where(
        last
          ? sql`(${exposureEntries.recordedOn}, ${exposureEntries.id}) > (${last.on}, ${last.id})`
          : undefined,
      )
      .orderBy(asc(exposureEntries.recordedOn), asc(exposureEntries.id))
      .limit(atOnce)
    yield found
    const end = found.at(-1)
    if (!end || found.length < atOnce) return
    last = { on: end.recordedOn, id: end.id }
  }
}

export const allFigures = (from: Reader) => from.select().from(exposureFigures)
export const allFirms = (from: Reader) => from.select().from(exposureFirms)
export const allSquares = (from: Reader) => from.select().from(exposureSquares)

/** Every figure of every day, one who bears after the other. */
export async function* allDays(from: Reader): AsyncGenerator<readonly DayFigure[]> {
  const whose = await from
    .selectDistinct({ party: exposureFigures.party, place: exposureFigures.place })
    .from(exposureFigures)
  for (const { party, place } of whose)
    yield await from
      .select()
      .from(exposureDays)
      .where(and(eq(exposureDays.party, party), eq(exposureDays.place, place)))
}

/** Puts what was counted in the place of what was kept. */
export async function replaceFigures(
  tx: Transaction,
  kept: {
    readonly figures: readonly (typeof exposureFigures.$inferInsert)[]
    readonly days: Iterable<typeof exposureDays.$inferInsert>
    readonly firms: readonly (typeof exposureFirms.$inferInsert)[]
    readonly squares: ReadonlyMap<string, bigint>
  },
): Promise<void> {
  for (const table of [exposureFigures, exposureDays, exposureFirms, exposureSquares]) await tx.delete(table)
  await insertAll(tx, exposureFigures, kept.figures)
  let slice: (typeof exposureDays.$inferInsert)[] = []
  for (const day of kept.days) {
    slice.push(day)
    if (slice.length < atOnce) continue
    await insertAll(tx, exposureDays, slice)
    slice = []
  }
  await insertAll(tx, exposureDays, slice)
  await insertAll(tx, exposureFirms, kept.firms)
  await insertAll(
    tx,
    exposureSquares,
    [...kept.squares].map(([place, squares]) => ({ place, squares: String(squares) })),
  )
}

/* What the rooms' own rows say differently: those alone, so that a sound house answers with nothing. */

const counts = sql`case when ${guarantees.state} in ('in-force', 'claimed') then 1 else 0 end`

export const guaranteesApart = (from: Reader) =>
  from
    .select({ guarantee: guarantees })
    .from(guarantees)
    .leftJoin(exposures, eq(exposures.id, guarantees.id))
    .where(
      and(
        isNotNull(guarantees.inForceOn),
        or(
          and(isNull(exposures.id), sql`${counts} = 1`),
          ne(exposures.balanceFen, guarantees.balanceFen),
          sql`${exposures.loans} <> ${counts}`,
        ),
      ),
    )

export const sharesOfGuarantee = (from: Reader, id: (typeof guarantees.$inferSelect)['id']) =>
  from.select().from(guaranteeShares).where(eq(guaranteeShares.guaranteeId, id))

const coveredFen = sql`case
  when ${covers.state} <> 'in-cover' or ${covers.compensatedOn} is not null then 0
  when ${covers.filedFen} < ${loans.balanceFen} then ${covers.filedFen} else ${loans.balanceFen} end`

export const coversApart = (from: Reader) =>
  from
    .select({
      id: covers.id,
      standing:
        sql<number>`case when ${covers.state} = 'in-cover' and ${covers.compensatedOn} is null then 1 else 0 end`.mapWith(
          Number,
        ),
      loan: { id: loans.id, balanceFen: loans.balanceFen, firstDrawnOn: loans.firstDrawnOn },
    })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .leftJoin(exposures, eq(exposures.id, covers.id))
    .where(sql`coalesce(${exposures.balanceFen}, 0) <> ${coveredFen}`)

const outFen = sql`case when ${bridges.state} in ('paid', 'settled', 'renewed')
  then ${bridges.amountFen} - ${bridges.repaidFen} else 0 end`

export const advancesApart = (from: Reader) =>
  from
    .select({
      advance: bridges,
      scheme: bridgePools.policyCode,
      outFen: sql<number>`${outFen}`.mapWith(Number),
      firm: { industry: enterprises.industry, size: enterprises.size },
    })
    .from(bridges)
    .innerJoin(bridgePools, eq(bridgePools.id, bridges.poolId))
    .innerJoin(enterprises, eq(enterprises.id, bridges.enterpriseId))
    .leftJoin(exposures, eq(exposures.id, bridges.id))
    .where(sql`coalesce(${exposures.balanceFen}, 0) <> ${outFen}`)
