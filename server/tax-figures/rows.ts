import { and, asc, eq, gte, inArray, isNotNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { trail } from '../../db/tables/audit.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { products, productVersions } from '../../db/tables/products.ts'
import { taxChecks } from '../../db/tables/tax-checks.ts'
import { type Day, plusDays } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { dayOf, type Instant, startOf } from '../platform/clock.ts'
import type { Stages } from '../tax-credit/stages.ts'
import { type AtApproval, stageAt, type TaxEvent } from './figures.ts'

/** Which loans are looked at: of firms in a region, and what happened from one day to another, both included. */
export type FigureScope = { readonly region: string; readonly from: Day | null; readonly to: Day | null }

const taxCredit = ({ region }: FigureScope): SQL | undefined =>
  and(eq(products.kind, 'tax-credit'), startsWith(enterprises.region, region))

const about = {
  applicationId: applications.id,
  enterpriseId: applications.enterpriseId,
  institutionId: applications.institutionId,
  region: enterprises.region,
  industry: enterprises.industry,
}

/** Everything that counts in a scope. */
export async function eventsOf(from: Reader, scope: FigureScope): Promise<TaxEvent[]> {
  const [approved, drawn, bad] = await Promise.all([
    approvedOffers(from, scope),
    paidOut(from, scope),
    badLoans(from, scope),
  ])
  return [
    ...approved.map(({ decidedAt, ...one }): TaxEvent => {
      return { ...one, what: 'approved', on: dayOf(present(decidedAt, 'when an offer was accepted')) }
    }),
    ...drawn.map((one): TaxEvent => ({ ...one, what: 'drawn' })),
    ...bad.map(({ on, ...one }): TaxEvent => {
      return { ...one, what: 'bad', on: present(on, 'the first drawdown of a bad loan') }
    }),
  ]
}

const approvedOffers = (from: Reader, scope: FigureScope) =>
  from
    .select({ ...about, amountFen: offers.amountFen, decidedAt: offers.decidedAt })
    .from(offers)
    .innerJoin(applications, eq(applications.id, offers.applicationId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
    .where(
      and(
        taxCredit(scope),
        eq(offers.state, 'accepted'),
        scope.from ? gte(offers.decidedAt, startOf(scope.from)) : undefined,
        scope.to ? lt(offers.decidedAt, startOf(plusDays(scope.to, 1))) : undefined,
      ),
    )

const paidOut = (from: Reader, scope: FigureScope) =>
  from
    .select({ ...about, amountFen: drawdowns.amountFen, on: drawdowns.drawnOn })
    .from(drawdowns)
    .innerJoin(loans, eq(loans.id, drawdowns.loanId))
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
    .where(
      and(
        taxCredit(scope),
        scope.from ? gte(drawdowns.drawnOn, scope.from) : undefined,
        scope.to ? lte(drawdowns.drawnOn, scope.to) : undefined,
      ),
    )

const badLoans = (from: Reader, scope: FigureScope) =>
  from
    .select({ ...about, amountFen: loans.balanceFen, on: loans.firstDrawnOn })
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
    .where(
      and(
        taxCredit(scope),
        inArray(loans.state, ['drawn', 'overdue']),
        inArray(loans.riskClass, ['substandard', 'doubtful', 'loss']),
        scope.from ? gte(loans.firstDrawnOn, scope.from) : undefined,
        scope.to ? lte(loans.firstDrawnOn, scope.to) : undefined,
      ),
    )

/**
 * Grade and stage as they were when a firm accepted, by case: of several checks of a case the newest.
 */
export async function approvalsOf(
  from: Reader,
  scope: FigureScope,
  stagesOn: (on: Day) => Stages,
): Promise<ReadonlyMap<string, AtApproval>> {
  const found = await from
    .select({ id: applications.id, facts: taxChecks.facts, checked: taxChecks.checked })
    .from(taxChecks)
    .innerJoin(applications, eq(applications.id, taxChecks.applicationId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
    .where(and(taxCredit(scope), eq(taxChecks.occasion, 'approved')))
    .orderBy(asc(taxChecks.id))
  return new Map(
    found.map(({ id, facts, checked }) => [
      id,
      { grade: facts.grade, stage: stageAt({ facts, checked }, stagesOn(facts.on)) },
    ]),
  )
}

/**
 * Institutions in business with a tax-credit product on the shelf that serves the region and was first listed by the end of the
 * period, in the order of their names. What was on the shelf once and is not any more shows by what was lent on it.
 */
export async function joinedInstitutions(from: Reader, { region, to }: Omit<FigureScope, 'from'>) {
  const found = await from
    .select({
      ...{ id: institutions.id, shortName: institutions.shortName, terms: productVersions.terms },
      ...{ listedAt: products.listedAt, first: firstListed },
    })
    .from(institutions)
    .innerJoin(products, eq(products.institutionId, institutions.id))
    .innerJoin(
      productVersions,
      and(eq(productVersions.productId, products.id), eq(productVersions.version, products.listedVersion)),
    )
    .where(
      and(eq(products.kind, 'tax-credit'), eq(products.state, 'listed'), eq(institutions.state, 'active')),
    )
    .orderBy(asc(institutions.pinyin), asc(institutions.id))
  const until = to && startOf(plusDays(to, 1))
  const joined = found.filter(({ terms, listedAt, first }) => {
    const since = first ?? listedAt
    return serves(terms.regions, region) && (until === null || (since !== null && since < until))
  })
  return joined.filter(({ id }, at) => at === joined.findIndex((one) => one.id === id))
}

/** When a product first came on the shelf: what it lists now may be a later version. */
const firstListed =
  sql`(select min(${trail.at}) from ${trail} where ${trail.happening} = 'products.listed' and ${trail.subjectKind} = 'product' and ${trail.subjectId} = ${products.id})`.mapWith(
    trail.at,
  ) as SQL<Instant | null>

/** Whether a product for some places, or for all, is for firms of a region, or of a part of it. */
const serves = (regions: readonly string[], region: string): boolean =>
  regions.length === 0 || regions.some((one) => one.startsWith(region) || region.startsWith(one))

/** Firms of a region to which money was ever paid out by tax credit. */
export async function firmsServed(from: Reader, region: string): Promise<number> {
  const [row] = await from
    .select({ count: sql<number>`count(distinct ${loans.enterpriseId})`.mapWith(Number) })
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
    .where(and(taxCredit({ region, from: null, to: null }), isNotNull(loans.firstDrawnOn)))
  return present(row, 'the row of a count').count
}
