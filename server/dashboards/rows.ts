import { and, ne, sql } from 'drizzle-orm'
import { countRows, prepared, type Reader, sumFen } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { products } from '../../db/tables/products.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'

/** What the platform has come to, for everybody. */
export type Statistics = {
  readonly enterprises: number
  readonly institutions: number
  readonly products: number
  /** Loans of which money was paid out, and how much in all. */
  readonly deals: number
  readonly dealsFen: Fen
  readonly asOf: Day
}

/** One query for the first page and the API alike, so that the two can never differ. */
export async function statistics(from: Reader, asOf: Day): Promise<Statistics> {
  const query = prepared(from, 'dashboards_statistics', (reader, name) =>
    reader
      .select({
        deals: countRows(),
        dealsFen: sumFen(loans.drawnFen),
        enterprises:
          sql<number>`(select count(*) from ${enterprises} where ${enterprises.state} = 'verified')`.mapWith(
            Number,
          ),
        institutions:
          sql<number>`(select count(*) from ${institutions} where ${institutions.state} = 'active')`.mapWith(
            Number,
          ),
        products: sql<number>`(select count(*) from ${products} where ${products.state} = 'listed')`.mapWith(
          Number,
        ),
      })
      .from(loans)
      .where(and(sql`${loans.drawnFen} > 0`, ne(loans.state, 'cancelled')))
      .prepare(name),
  )
  const [row] = await query.execute()
  return { ...present(row, 'the row of a count'), asOf }
}
