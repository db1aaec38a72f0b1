import { and, eq, gt, gte, inArray, ne, or, type SQL } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { loans } from '../../db/tables/loans.ts'
import { objections } from '../../db/tables/objections.ts'
import { counters } from '../../db/tables/platform.ts'
import { products, productVersions } from '../../db/tables/products.ts'
import { taxChecks } from '../../db/tables/tax-checks.ts'
import { taxGradeFacts, taxImports, taxStandingFacts } from '../../db/tables/tax-facts.ts'
import { type Day, day } from '../money/day.ts'
import { type Instant, startOf } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'

/* What the tax watch asks of the rows. */

/** Loans of firms whose objection was decided since, or of which a file spoke that was taken back since. */
function movedSince(from: Reader, since: Instant): SQL | undefined {
  const decided = from
    .select({ id: objections.enterpriseId })
    .from(objections)
    .where(and(ne(objections.state, 'open'), gte(objections.decidedAt, since)))
  const takenBack = (facts: typeof taxGradeFacts | typeof taxStandingFacts) =>
    from
      .select({ id: facts.enterpriseId })
      .from(facts)
      .innerJoin(taxImports, eq(taxImports.id, facts.importId))
      .where(and(eq(taxImports.state, 'reversed'), gte(taxImports.endedAt, since)))
  return or(
    inArray(loans.enterpriseId, decided),
    inArray(loans.enterpriseId, takenBack(taxGradeFacts)),
    inArray(loans.enterpriseId, takenBack(taxStandingFacts)),
  )
}

/**
 * Tax-credit loans that are out, each with the terms it was lent under and the region of its firm: all, or those of firms
 * whose facts were settled or taken back since a moment.
 */
export const watchedLoans = (
  from: Reader,
  after: Id<'loan'> | null,
  limit: number,
  since: Instant | null = null,
) =>
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
        since ? movedSince(from, since) : undefined,
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
const lookName = 'tax-watch-day'

async function markOf(from: Reader, name: string): Promise<number> {
  const [row] = await from.select({ value: counters.value }).from(counters).where(eq(counters.name, name))
  return row?.value ?? 0
}

const setMark = async (tx: Transaction, name: string, value: number): Promise<void> => {
  await tx
    .insert(counters)
    .values({ name, value })
    .onConflictDoUpdate({ target: counters.name, set: { value } })
}

/** The month that was watched last, as 202603; 0 before the first. */
export const watchedMonth = (from: Reader): Promise<number> => markOf(from, markName)
export const markMonth = (tx: Transaction, value: number): Promise<void> => setMark(tx, markName, value)

/** The first moment of the day of the last look; null before the first. */
export async function lastLook(from: Reader): Promise<Instant | null> {
  const mark = String(await markOf(from, lookName))
  return mark === '0' ? null : startOf(day(mark.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')))
}

export const markLook = (tx: Transaction, on: Day): Promise<void> =>
  setMark(tx, lookName, Number(on.replaceAll('-', '')))
