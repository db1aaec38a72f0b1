import { and, ne, sql } from 'drizzle-orm'
import { countRows, prepared, type Reader, sumFen } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { products } from '../../db/tables/products.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { coarse, type Statistics } from './coarse.ts'

/** What the platform has come to, to the fen: for those who may know of every loan. */
export async function statistics(from: Reader, asOf: Day): Promise<Statistics> {
  const { largestFen: _, ...figures } = await counted(from, asOf)
  return figures
}

/**
 * The same as everybody may read it, on the first page and over the API alike, so that the two can never differ. A running sum
 * to the fen tells, to whoever asks for it twice, of each loan between; and at the ends of a quarter what the scoreboard
 * withholds.
 */
export async function openStatistics(from: Reader, asOf: Day): Promise<Statistics> {
  const { largestFen, ...figures } = await counted(from, asOf)
  return coarse(figures, largestFen)
}

async function counted(from: Reader, asOf: Day): Promise<Statistics & { readonly largestFen: Fen }> {
  const query = prepared(from, 'dashboards_statistics', (reader, name) =>
    reader
      .select({
        deals: countRows(),
        dealsFen: sumFen(loans.drawnFen),
        largestFen: sql<number>`coalesce(max(${loans.drawnFen}), 0)`.mapWith((one) => fen(Number(one))),
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
