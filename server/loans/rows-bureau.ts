import { and, asc, desc, eq, gte, inArray, isNotNull, lt, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { countRows, type Reader, startsWith, sumFen } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'
import type { FiveClass } from './five-class.ts'

/** The loans of a region that are looked at: all banks or one, all classes or one. */
export type LoanScope = {
  readonly region: string
  readonly institutionId: Id<'institution'> | null
  readonly riskClass: FiveClass | null
}

const out = ['drawn', 'overdue'] as const

const within = ({ region, institutionId }: Omit<LoanScope, 'riskClass'>): SQL | undefined =>
  and(
    startsWith(enterprises.region, region),
    institutionId ? eq(loans.institutionId, institutionId) : undefined,
  )

/** How many loans are out in each class, and what is out on them. A loan of today has no class before tonight. */
export const classTotals = (from: Reader, scope: LoanScope) =>
  from
    .select({ riskClass: loans.riskClass, count: countRows(), balanceFen: sumFen(loans.balanceFen) })
    .from(loans)
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .where(and(within(scope), inArray(loans.state, [...out])))
    .groupBy(loans.riskClass)

/** Late loans, the longest late first. */
export const lateLoans = (from: Reader, scope: LoanScope, limit: number, offset: number) =>
  from
    .select({
      ...{ id: loans.id, number: loans.number, firm: enterprises.name, bank: institutions.shortName },
      ...{ balanceFen: loans.balanceFen, overdueSince: loans.overdueSince, riskClass: loans.riskClass },
      classedOn: loans.classedOn,
    })
    .from(loans)
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, loans.institutionId))
    .where(
      and(
        within(scope),
        inArray(loans.state, [...out]),
        isNotNull(loans.overdueSince),
        scope.riskClass ? eq(loans.riskClass, scope.riskClass) : undefined,
      ),
    )
    .orderBy(asc(loans.overdueSince), asc(loans.id))
    .limit(limit)
    .offset(offset)

/** First loans (首贷) signed since a day, and what was drawn of them. */
export async function firstLoansSince(from: Reader, scope: LoanScope, since: Day) {
  const [row] = await from
    .select({ count: countRows(), drawnFen: sumFen(loans.drawnFen) })
    .from(loans)
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .where(
      and(
        within(scope),
        eq(loans.firstLoan, true),
        gte(loans.signedOn, since),
        isNotNull(loans.firstDrawnOn),
      ),
    )
  return row
}

/** Per bank: contracts whose first drawdown should have been reported by now. */
export const reportsOwed = (from: Reader, scope: LoanScope, today: Day) =>
  from
    .select({ institutionId: loans.institutionId, count: countRows() })
    .from(loans)
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .where(and(within(scope), eq(loans.state, 'signed'), lt(loans.reportDueOn, today)))
    .groupBy(loans.institutionId)

/** Per bank: drawdowns of a period, and how many were reported after their day. Days of reports are days of Shanghai. */
export const drawdownReports = (from: Reader, scope: LoanScope, since: Day) =>
  from
    .select({
      institutionId: loans.institutionId,
      reportedAt: drawdowns.reportedAt,
      reportDueOn: drawdowns.reportDueOn,
    })
    .from(drawdowns)
    .innerJoin(loans, eq(loans.id, drawdowns.loanId))
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .where(and(within(scope), gte(drawdowns.drawnOn, since), isNotNull(drawdowns.reportDueOn)))

/** Per bank: what is out, how many of it late, and how much of it bad. */
export const bankTotals = (from: Reader, scope: LoanScope) =>
  from
    .select({
      ...{ institutionId: loans.institutionId, bank: institutions.shortName },
      ...{ count: countRows(), balanceFen: sumFen(loans.balanceFen) },
      late: sql<number>`sum(case when ${loans.overdueSince} is null then 0 else 1 end)`.mapWith(Number),
      badFen:
        sql<number>`sum(case when ${loans.riskClass} in ('substandard', 'doubtful', 'loss') then ${loans.balanceFen} else 0 end)`.mapWith(
          Number,
        ),
    })
    .from(loans)
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, loans.institutionId))
    .where(and(within(scope), inArray(loans.state, [...out])))
    .groupBy(loans.institutionId, institutions.shortName, institutions.pinyin)
    .orderBy(asc(institutions.pinyin))

/** Renewals drawn since a day: how many, and what they paid back. */
export async function renewedSince(from: Reader, scope: LoanScope, since: Day) {
  const [row] = await from
    .select({ count: countRows(), drawnFen: sumFen(loans.drawnFen) })
    .from(loans)
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .where(and(within(scope), isNotNull(loans.renewalOf), gte(loans.firstDrawnOn, since)))
  return row
}

/** The latest renewals with the loans that they paid back. */
export const latestRenewals = (from: Reader, scope: LoanScope, limit: number) => {
  const old = alias(loans, 'old_loan')
  return from
    .select({
      ...{ number: loans.number, old: old.number, firm: enterprises.name, bank: institutions.shortName },
      ...{ drawnFen: loans.drawnFen, drawnOn: loans.firstDrawnOn },
    })
    .from(loans)
    .innerJoin(old, eq(old.id, loans.renewalOf))
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, loans.institutionId))
    .where(and(within(scope), isNotNull(loans.firstDrawnOn)))
    .orderBy(desc(loans.firstDrawnOn), desc(loans.id))
    .limit(limit)
}
