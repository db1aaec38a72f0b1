import { and, desc, eq, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { counters } from '../../db/tables/platform.ts'
import { products, productVersions } from '../../db/tables/products.ts'
import { taxChecks } from '../../db/tables/tax-checks.ts'
import { taxWarnings } from '../../db/tables/tax-warnings.ts'
import type { Day } from '../money/day.ts'
import { type Id, isId } from '../platform/ids.ts'

export type TaxWarning = typeof taxWarnings.$inferSelect

/** Tax-credit loans that are out, each with the terms it was lent under and the region of its firm. */
export const watchedLoans = (from: Reader, after: Id<'loan'> | null, limit: number) =>
  from
    .select({
      ...{ id: loans.id, number: loans.number, enterpriseId: loans.enterpriseId },
      ...{ institutionId: loans.institutionId, applicationId: loans.applicationId },
      ...{ officerId: applications.officerId, region: enterprises.region, terms: productVersions.terms },
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

/** The newest warning of each of these loans and rule. */
export async function lastWarnings(
  from: Reader,
  loanIds: readonly Id<'loan'>[],
): Promise<ReadonlyMap<string, TaxWarning>> {
  const rows = await from
    .select()
    .from(taxWarnings)
    .where(inArray(taxWarnings.loanId, [...loanIds]))
    .orderBy(taxWarnings.id)
  return new Map(rows.map((row) => [`${row.loanId} ${row.rule}`, row]))
}

export async function addWarning(tx: Transaction, row: typeof taxWarnings.$inferInsert): Promise<void> {
  await tx.insert(taxWarnings).values(row)
}

/** Whose warnings somebody sees: a bank its own, a bureau those of its region's firms. */
export type Scope = { readonly institutionId: Id<'institution'> } | { readonly region: string }

const within = (scope: Scope): SQL | undefined =>
  'region' in scope
    ? startsWith(enterprises.region, scope.region)
    : eq(taxWarnings.institutionId, scope.institutionId)

const shown = (from: Reader) =>
  from
    .select({
      warning: taxWarnings,
      loanNumber: loans.number,
      applicationId: loans.applicationId,
      firm: enterprises.name,
      bank: institutions.shortName,
    })
    .from(taxWarnings)
    .innerJoin(loans, eq(loans.id, taxWarnings.loanId))
    .innerJoin(enterprises, eq(enterprises.id, taxWarnings.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, taxWarnings.institutionId))

export type ShownWarning = Awaited<ReturnType<typeof warningsOf>>[number]

/** Those that wait for an answer first, then the newest. */
export const warningsOf = (from: Reader, scope: Scope, limit: number, offset: number) =>
  shown(from)
    .where(within(scope))
    .orderBy(sql`case when ${taxWarnings.answeredAt} is null then 0 else 1 end`, desc(taxWarnings.id))
    .limit(limit)
    .offset(offset)

export async function warningIn(from: Reader, scope: Scope, id: string): Promise<ShownWarning | null> {
  if (!isId<'tax-warning'>(id)) return null
  const [row] = await shown(from).where(and(within(scope), eq(taxWarnings.id, id)))
  return row ?? null
}

export const countsOf = (from: Reader, scope: Scope) =>
  from
    .select({ rule: taxWarnings.rule, outcome: taxWarnings.outcome, count: countRows() })
    .from(taxWarnings)
    .innerJoin(enterprises, eq(enterprises.id, taxWarnings.enterpriseId))
    .where(within(scope))
    .groupBy(taxWarnings.rule, taxWarnings.outcome)

/** What was told is over: the rule is met again. */
export async function clear(tx: Transaction, id: Id<'tax-warning'>, on: Day): Promise<void> {
  await tx.update(taxWarnings).set({ clearedOn: on }).where(eq(taxWarnings.id, id))
}

/** Writes the bank's answer, once; false where somebody was quicker. */
export async function answer(
  tx: Transaction,
  id: Id<'tax-warning'>,
  said: Pick<TaxWarning, 'outcome' | 'did' | 'answeredAt' | 'answeredBy'>,
): Promise<boolean> {
  const changed = await tx
    .update(taxWarnings)
    .set(said)
    .where(and(eq(taxWarnings.id, id), isNull(taxWarnings.answeredAt)))
    .returning({ id: taxWarnings.id })
  return changed.length === 1
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
