import { and, eq, inArray, sql } from 'drizzle-orm'
import { prepared, type Reader } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { loans } from '../../db/tables/loans.ts'
import { products } from '../../db/tables/products.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Fen, fen } from '../money/fen.ts'

/** What counts against the cap over all banks: what is out of tax-credit loans, and what may still be drawn. */
const out = sql<number>`${loans.balanceFen} + case when ${loans.drawingClosed} then 0 else ${loans.amountFen} - ${loans.drawnFen} end`
const running = and(inArray(loans.state, ['signed', 'drawn', 'overdue']), eq(products.kind, 'tax-credit'))

export async function outstandingOf(from: Reader, enterpriseId: EnterpriseId): Promise<Fen> {
  const query = prepared(from, 'tax_facts_outstanding_of', (reader, name) =>
    reader
      .select({ outFen: sql<number>`coalesce(sum(${out}), 0)`.mapWith(Number) })
      .from(loans)
      .innerJoin(applications, eq(applications.id, loans.applicationId))
      .innerJoin(products, eq(products.id, applications.productId))
      .where(and(eq(loans.enterpriseId, sql.placeholder('enterpriseId')), running))
      .prepare(name),
  )
  const [row] = await query.execute({ enterpriseId })
  return fen(row?.outFen ?? 0)
}

/** The same of every firm that has any. */
export async function outstandingOfAll(from: Reader): Promise<ReadonlyMap<EnterpriseId, Fen>> {
  const rows = await from
    .select({ id: loans.enterpriseId, outFen: sql<number>`sum(${out})`.mapWith(Number) })
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(products, eq(products.id, applications.productId))
    .where(running)
    .groupBy(loans.enterpriseId)
  return new Map(rows.map(({ id, outFen }) => [id, fen(outFen)]))
}
