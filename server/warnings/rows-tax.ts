import { and, eq, gt, inArray } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { loans } from '../../db/tables/loans.ts'
import { counters } from '../../db/tables/platform.ts'
import { products, productVersions } from '../../db/tables/products.ts'
import { taxChecks } from '../../db/tables/tax-checks.ts'
import type { Id } from '../platform/ids.ts'

/* What the tax watch asks of the rows. */

/** Tax-credit loans that are out, each with the terms it was lent under and the region of its firm. */
export const watchedLoans = (from: Reader, after: Id<'loan'> | null, limit: number) =>
  from
    .select({
      ...{ id: loans.id, number: loans.number, enterpriseId: loans.enterpriseId },
      ...{ institutionId: loans.institutionId, applicationId: loans.applicationId },
      ...{ region: enterprises.region, terms: productVersions.terms },
    })
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(
      productVersions,
      and(
        eq(productVersions.productId, applications.productId),
        eq(productVersions.version, applications.productVersion),
      ),
    )
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .where(
      and(
        inArray(loans.state, ['drawn', 'overdue']),
        eq(products.kind, 'tax-credit'),
        after ? gt(loans.id, after) : undefined,
      ),
    )
    .orderBy(loans.id)
    .limit(limit)

/** The grades on which these cases were approved, by the case. */
export async function approvedChecks(from: Reader, applicationIds: readonly Id<'application'>[]) {
  const rows = await from
    .select({ applicationId: taxChecks.applicationId, facts: taxChecks.facts })
    .from(taxChecks)
    .where(and(eq(taxChecks.occasion, 'approved'), inArray(taxChecks.applicationId, [...applicationIds])))
  return new Map(rows.map(({ applicationId, facts }) => [applicationId, facts.grade]))
}

const markName = 'tax-watch-month'

/** The month that was watched last, as 202603; 0 before the first. */
export async function watchedMonth(from: Reader): Promise<number> {
  const [row] = await from.select({ value: counters.value }).from(counters).where(eq(counters.name, markName))
  return row?.value ?? 0
}

export async function markMonth(tx: Transaction, value: number): Promise<void> {
  await tx
    .insert(counters)
    .values({ name: markName, value })
    .onConflictDoUpdate({ target: counters.name, set: { value } })
}
