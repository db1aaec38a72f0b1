import { asc, eq, lt, sql } from 'drizzle-orm'
import { prepared, type Reader, sumFen } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { products } from '../../db/tables/products.ts'
import { type Fen, fen, noFen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { Instant } from '../platform/clock.ts'

/** Verified firms, active institutions and listed products: what is open to everybody, as it stands. */
export async function openCounts(from: Reader) {
  const query = prepared(from, 'dashboards_open_counts', (reader, name) =>
    reader
      .select({
        enterprises: sql<number>`count(*)`.mapWith(Number),
        institutions:
          sql<number>`(select count(*) from ${institutions} where ${institutions.state} = 'active')`.mapWith(
            Number,
          ),
        products: sql<number>`(select count(*) from ${products} where ${products.state} = 'listed')`.mapWith(
          Number,
        ),
      })
      .from(enterprises)
      .where(eq(enterprises.state, 'verified'))
      .prepare(name),
  )
  const [row] = await query.execute()
  return present(row, 'the row of a count')
}

/** Loans of which money was reported as paid out before a moment, and how much in all. */
export async function dealsUntil(from: Reader, before: Instant) {
  const [row] = await from
    .select({
      deals: sql<number>`count(distinct ${drawdowns.loanId})`.mapWith(Number),
      dealsFen: sumFen(drawdowns.amountFen),
    })
    .from(drawdowns)
    .where(lt(drawdowns.reportedAt, before))
  return present(row, 'the row of a count')
}

/** When money was first reported as paid out; null before. */
export async function firstReport(from: Reader): Promise<Instant | null> {
  const [row] = await from
    .select({ at: drawdowns.reportedAt })
    .from(drawdowns)
    .orderBy(asc(drawdowns.reportedAt))
    .limit(1)
  return row?.at ?? null
}

/**
 * What was reported as paid out between each of some moments and the one before: to how many firms, how much, and how much of it
 * to the firm with the most; by the place of the moment that ends it.
 */
export async function paidBetween(from: Reader, ends: readonly Instant[]) {
  const whens = ends.map((end, at) => sql`when ${lt(drawdowns.reportedAt, end)} then cast(${at} as integer)`)
  const byFirm = from
    .select({
      place: sql<number>`case ${sql.join(whens, sql` `)} end`.as('place'),
      paidFen: sql<Fen>`sum(${drawdowns.amountFen})`.as('paid_fen'),
    })
    .from(drawdowns)
    .innerJoin(loans, eq(loans.id, drawdowns.loanId))
    .where(lt(drawdowns.reportedAt, present(ends.at(-1), 'the last of some moments')))
    .groupBy(sql`1`, loans.enterpriseId)
    .as('by_firm')
  const asFen = (value: string | number) => fen(Number(value))
  const rows = await from
    .select({
      place: sql<number>`${byFirm.place}`.mapWith(Number),
      firms: sql<number>`count(*)`.mapWith(Number),
      paidFen: sql<Fen>`sum(${byFirm.paidFen})`.mapWith(asFen),
      mostFen: sql<Fen>`max(${byFirm.paidFen})`.mapWith(asFen),
    })
    .from(byFirm)
    .groupBy(byFirm.place)
  const byPlace = new Map(rows.map((row) => [row.place, row]))
  return ends.map((_, at) => {
    const { firms = 0, paidFen = noFen, mostFen = noFen } = byPlace.get(at) ?? {}
    return { firms, paidFen, mostFen }
  })
}
