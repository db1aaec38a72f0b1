import { and, asc, eq, gte, inArray, isNotNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { products } from '../../db/tables/products.ts'
import { taxChecks } from '../../db/tables/tax-checks.ts'
import { type Day, plusDays } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { dayOf, startOf } from '../platform/clock.ts'
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

/** Institutions in business with a tax-credit product on the shelf, in the order of their names. */
export const joinedInstitutions = (from: Reader) =>
  from
    .selectDistinct({
      ...{ id: institutions.id, shortName: institutions.shortName, pinyin: institutions.pinyin },
    })
    .from(institutions)
    .innerJoin(products, eq(products.institutionId, institutions.id))
    .where(
      and(eq(products.kind, 'tax-credit'), eq(products.state, 'listed'), eq(institutions.state, 'active')),
    )
    .orderBy(asc(institutions.pinyin), asc(institutions.id))

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
