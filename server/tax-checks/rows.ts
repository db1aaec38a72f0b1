import { and, asc, desc, eq, gte, lte } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { enterprises, enterpriseYears } from '../../db/tables/enterprises.ts'
import { taxChecks } from '../../db/tables/tax-checks.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { Instant } from '../platform/clock.ts'
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

/** The newest check that a firm kept for itself before a moment; the answer that it asked for a loan on. */
export async function ownCheckBefore(
  from: Reader,
  enterpriseId: EnterpriseId,
  before: Instant,
): Promise<TaxCheck | null> {
  const [row] = await from
    .select()
    .from(taxChecks)
    .where(
      and(
        eq(taxChecks.enterpriseId, enterpriseId),
        eq(taxChecks.occasion, 'self'),
        lte(taxChecks.madeAt, before),
      ),
    )
    .orderBy(desc(taxChecks.id))
    .limit(1)
  return row ?? null
}

/** The checks of a case, oldest first. */
export const checksOfCase = (from: Reader, applicationId: Id<'application'>): Promise<TaxCheck[]> =>
  from.select().from(taxChecks).where(eq(taxChecks.applicationId, applicationId)).orderBy(asc(taxChecks.id))

/** What `firmFacts` reads of every firm, and no column more: there are many. */
export const allFirms = (from: Reader) =>
  from
    .select({
      ...{ id: enterprises.id, region: enterprises.region, industry: enterprises.industry },
      ...{ size: enterprises.size, foundedOn: enterprises.foundedOn, disputed: enterprises.disputed },
      ...{ taxGrade: enterprises.taxGrade, taxBureauGrade: enterprises.taxBureauGrade },
      uscc: enterprises.uscc,
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
