import { eq, sql } from 'drizzle-orm'
import { prepared, type Reader } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { products } from '../../db/tables/products.ts'
import type { Id } from '../platform/ids.ts'

/** A case as what comes after it knows it: who its sides are, how it ended, what came of it. */
export async function servedCase(from: Reader, id: Id<'application'>) {
  const query = prepared(from, 'ratings_served_case', (reader, name) =>
    reader
      .select({
        id: applications.id,
        number: applications.number,
        state: applications.state,
        enterpriseId: applications.enterpriseId,
        institutionId: applications.institutionId,
        officerId: applications.officerId,
        offeredAt: applications.offeredAt,
        decidedAt: applications.decidedAt,
        firm: enterprises.name,
        region: enterprises.region,
        bank: institutions.name,
        bankShort: institutions.shortName,
        product: products.name,
        loanState: loans.state,
        settledOn: loans.settledOn,
      })
      .from(applications)
      .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
      .innerJoin(institutions, eq(institutions.id, applications.institutionId))
      .innerJoin(products, eq(products.id, applications.productId))
      .leftJoin(loans, eq(loans.applicationId, applications.id))
      .where(eq(applications.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

export type ServedCase = NonNullable<Awaited<ReturnType<typeof servedCase>>>
