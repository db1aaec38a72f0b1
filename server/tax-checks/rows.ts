import { and, asc, desc, eq, gte, inArray, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { enterprises, enterpriseYears } from '../../db/tables/enterprises.ts'
import { loans } from '../../db/tables/loans.ts'
import { products } from '../../db/tables/products.ts'
import { taxChecks } from '../../db/tables/tax-checks.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Fen, fen } from '../money/fen.ts'
import { type Id, isId } from '../platform/ids.ts'

export type TaxCheck = typeof taxChecks.$inferSelect

export async function addCheck(tx: Transaction, row: typeof taxChecks.$inferInsert): Promise<void> {
  await tx.insert(taxChecks).values(row)
}

/** A check that a firm kept for itself; a case's own are read with the case. */
export async function ownCheck(
  from: Reader,
  id: string,
  enterpriseId: EnterpriseId,
): Promise<TaxCheck | null> {
  if (!isId<'tax-check'>(id)) return null
  const [row] = await from
    .select()
    .from(taxChecks)
    .where(
      and(eq(taxChecks.id, id), eq(taxChecks.enterpriseId, enterpriseId), eq(taxChecks.occasion, 'self')),
    )
  return row ?? null
}

/** The newest that a firm kept for itself. */
export const ownChecks = (from: Reader, enterpriseId: EnterpriseId, limit: number): Promise<TaxCheck[]> =>
  from
    .select()
    .from(taxChecks)
    .where(and(eq(taxChecks.enterpriseId, enterpriseId), eq(taxChecks.occasion, 'self')))
    .orderBy(desc(taxChecks.id))
    .limit(limit)

/** The checks of a case, oldest first. */
export const checksOfCase = (from: Reader, applicationId: Id<'application'>): Promise<TaxCheck[]> =>
  from.select().from(taxChecks).where(eq(taxChecks.applicationId, applicationId)).orderBy(asc(taxChecks.id))

/** What counts against the cap over all banks: what is out of tax-credit loans, and what may still be drawn. */
const out = sql<number>`${loans.balanceFen} + case when ${loans.drawingClosed} then 0 else ${loans.amountFen} - ${loans.drawnFen} end`
const running = and(inArray(loans.state, ['signed', 'drawn', 'overdue']), eq(products.kind, 'tax-credit'))

export async function outstandingOf(from: Reader, enterpriseId: EnterpriseId): Promise<Fen> {
  const query = prepared(from, 'tax_checks_outstanding_of', (reader, name) =>
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

/** What `firmFacts` reads of every firm, and no column more: there are many. */
export const allFirms = (from: Reader) =>
  from
    .select({
      ...{ id: enterprises.id, region: enterprises.region, industry: enterprises.industry },
      ...{ size: enterprises.size, foundedOn: enterprises.foundedOn, disputed: enterprises.disputed },
      ...{ taxGrade: enterprises.taxGrade, taxBureauGrade: enterprises.taxBureauGrade },
    })
    .from(enterprises)
    .orderBy(asc(enterprises.id))

/** Revenue by year since a year; the limit rule looks back no further than two or three. */
export const allRevenues = (from: Reader, since: number) =>
  from
    .select({
      enterpriseId: enterpriseYears.enterpriseId,
      year: enterpriseYears.year,
      revenueFen: enterpriseYears.revenueFen,
    })
    .from(enterpriseYears)
    .where(gte(enterpriseYears.year, since))
