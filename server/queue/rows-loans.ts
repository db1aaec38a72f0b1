import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { prepared, type Reader } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import type { Whose } from './rows.ts'

/* What a bank owes on loans whose case has come to its contract: they stand on the same desk, behind the cases. */

const given = sql.placeholder

/** The loans of whoever has their case now; without an officer of its own, a loan is everybody's. */
const atDesk = (isMine: boolean) =>
  isMine ? or(eq(applications.officerId, given('officerId')), isNull(applications.officerId)) : undefined

const columns = { id: loans.id, number: loans.number, firm: enterprises.name }

/** Contracts of which no drawdown was reported yet, the first to be reported first. */
function reportsDue(from: Reader, whose: Whose, limit: number) {
  const isMine = whose.officerId !== null
  const query = prepared(from, `queue_reports_${isMine ? 'mine' : 'bank'}`, (reader, name) =>
    reader
      .select({ ...columns, dueOn: loans.reportDueOn, duePolicies: loans.reportDuePolicies })
      .from(loans)
      .innerJoin(applications, eq(applications.id, loans.applicationId))
      .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
      .where(
        and(
          ...[eq(loans.institutionId, given('institutionId')), eq(loans.state, 'signed')],
          ...[isNotNull(loans.reportDueOn), atDesk(isMine)],
        ),
      )
      .orderBy(asc(loans.reportDueOn), asc(loans.id))
      .limit(given('limit'))
      .prepare(name),
  )
  return query.execute({ ...whose, limit })
}

/** Wishes to renew that wait for the bank's answer, the first to be answered first. */
function answersDue(from: Reader, whose: Whose, limit: number) {
  const isMine = whose.officerId !== null
  const query = prepared(from, `queue_renewals_${isMine ? 'mine' : 'bank'}`, (reader, name) =>
    reader
      .select({ ...columns, dueOn: renewals.dueOn, duePolicies: renewals.duePolicies })
      .from(renewals)
      .innerJoin(loans, eq(loans.id, renewals.loanId))
      .innerJoin(applications, eq(applications.id, loans.applicationId))
      .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
      .where(
        and(
          ...[eq(renewals.institutionId, given('institutionId')), eq(renewals.state, 'wished')],
          atDesk(isMine),
        ),
      )
      .orderBy(sql`case when ${renewals.dueOn} is null then 1 else 0 end`, asc(renewals.dueOn), asc(loans.id))
      .limit(given('limit'))
      .prepare(name),
  )
  return query.execute({ ...whose, limit })
}

const noDay = '9999'

/** A page of both, in the order of their days. */
export async function loanDuties(from: Reader, whose: Whose, limit: number, offset: number) {
  const [reports, answers] = await Promise.all([
    reportsDue(from, whose, limit + offset),
    answersDue(from, whose, limit + offset),
  ])
  return [
    ...reports.map((one) => ({ ...one, step: 'report' as const })),
    ...answers.map((one) => ({ ...one, step: 'renewal' as const })),
  ]
    .toSorted((one, other) => compare(one.dueOn ?? noDay, other.dueOn ?? noDay) || compare(one.id, other.id))
    .slice(offset, offset + limit)
}

export type LoanDuty = Awaited<ReturnType<typeof loanDuties>>[number]

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
