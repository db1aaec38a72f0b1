import {
  type AnyColumn,
  and,
  asc,
  eq,
  gt,
  gte,
  inArray,
  isNull,
  lte,
  notExists,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { dispatches } from '../../db/tables/dispatches.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { products } from '../../db/tables/products.ts'
import { clockNotices, overdues, supervisions, urges } from '../../db/tables/supervision.ts'
import type { ClockNoticeKind, ClockStep } from '../clocks/clock.ts'
import type { Recipient } from '../inbox/index.ts'
import { day as asDay, type Day } from '../money/day.ts'
import { owedIn } from './matter.ts'

/* Clocks whose owner is to be told, wherever they run: one question for each kind of step. */

/** A clock, as far as its owner is told of it. */
export type Running = {
  readonly step: ClockStep
  readonly subject: { readonly kind: string; readonly id: string }
  readonly number: string
  readonly dueOn: Day
  readonly to: readonly Recipient[]
  readonly href: string
}

/** Days between which the clock runs out; no first day is every day before. */
export type Window = { readonly kind: ClockNoticeKind; readonly from: Day | null; readonly to: Day }

/** Within the window, and not told yet. */
function untold(from: Reader, { kind, from: first, to }: Window, step: ClockStep, id: SQL, dueOn: AnyColumn) {
  const told = from
    .select({ one: sql`1` })
    .from(clockNotices)
    .where(
      and(
        eq(clockNotices.subjectId, id),
        eq(clockNotices.step, step),
        eq(clockNotices.dueOn, sql`${dueOn}`),
        eq(clockNotices.kind, kind),
      ),
    )
  return and(lte(dueOn, sql`${to}`), first ? gte(dueOn, sql`${first}`) : undefined, notExists(told))
}

/** A day that is there wherever the question finds a row. */
const day = (column: AnyColumn) => sql<Day>`${column}`.mapWith(asDay)

export type Source = (from: Reader, window: Window, limit: number) => Promise<readonly Running[]>

const caseColumns = {
  id: applications.id,
  number: applications.number,
  enterpriseId: applications.enterpriseId,
  institutionId: applications.institutionId,
  officerId: applications.officerId,
}

/** A step of the bank in a case, told to the officer; the choice of an offer, told to the firm. */
const ofCases =
  (step: keyof typeof owedIn | 'offer'): Source =>
  async (from, window, limit) => {
    const state = step === 'offer' ? 'offered' : owedIn[step]
    const rows = await from
      .select({ ...caseColumns, needId: applications.needId, dueOn: day(applications.dueOn) })
      .from(applications)
      .where(
        and(
          eq(applications.state, state),
          untold(from, window, step, sql`${applications.id}`, applications.dueOn),
        ),
      )
      .orderBy(asc(applications.id))
      .limit(limit)
    return rows.map(({ id, number, dueOn, enterpriseId, institutionId, officerId, needId }) => ({
      ...{ step, number, dueOn, subject: { kind: 'application', id } },
      ...(step === 'offer'
        ? { to: [{ firm: enterpriseId }], href: `/needs/${needId}/offers` }
        : { to: [{ bank: institutionId, officer: officerId }], href: `/applications/${id}` }),
    }))
  }

const ofReports: Source = async (from, window, limit) => {
  const rows = await from
    .select({ ...caseColumns, loanId: loans.id, dueOn: day(loans.reportDueOn) })
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .where(
      and(
        eq(loans.state, 'signed'),
        untold(from, window, 'report', sql`${applications.id}`, loans.reportDueOn),
      ),
    )
    .orderBy(asc(loans.id))
    .limit(limit)
  return rows.map(({ id, number, dueOn, institutionId, officerId, loanId }) => ({
    ...{ step: 'report', number, dueOn, subject: { kind: 'application', id } },
    ...{ to: [{ bank: institutionId, officer: officerId }], href: `/loans/${loanId}` },
  }))
}

/** The papers that a firm owes; when they are late, the officer who waits for them is told too. */
const ofPapers: Source = async (from, window, limit) => {
  const rows = await from
    .select({ ...caseColumns, dueOn: documentRequests.dueOn })
    .from(documentRequests)
    .innerJoin(applications, eq(applications.id, documentRequests.applicationId))
    .where(
      and(
        eq(documentRequests.state, 'open'),
        untold(from, window, 'papers', sql`${applications.id}`, documentRequests.dueOn),
      ),
    )
    .orderBy(asc(documentRequests.id))
    .limit(limit)
  return rows.map(({ id, number, dueOn, enterpriseId, institutionId, officerId }) => ({
    ...{ step: 'papers', number, dueOn, subject: { kind: 'application', id } },
    to: [
      { firm: enterpriseId },
      ...(window.kind === 'over' ? [{ bank: institutionId, officer: officerId }] : []),
    ],
    href: `/applications/${id}/documents`,
  }))
}

const ofDispatches: Source = async (from, window, limit) => {
  const rows = await from
    .select({
      id: dispatches.id,
      number: needs.number,
      needId: needs.id,
      institutionId: dispatches.institutionId,
      dueOn: dispatches.dueOn,
    })
    .from(dispatches)
    .innerJoin(needs, eq(needs.id, dispatches.needId))
    .where(
      and(
        eq(dispatches.state, 'waiting'),
        untold(from, window, 'dispatch', sql`${dispatches.needId}`, dispatches.dueOn),
      ),
    )
    .orderBy(asc(dispatches.id))
    .limit(limit)
  return rows.map(({ number, needId, institutionId, dueOn }) => ({
    ...{ step: 'dispatch', number, dueOn, subject: { kind: 'need', id: needId } },
    ...{ to: [{ bank: institutionId, officer: null }], href: '/dispatches' },
  }))
}

const ofNeeds: Source = async (from, window, limit) => {
  const rows = await from
    .select({ id: needs.id, number: needs.number, region: needs.region, dueOn: day(needs.reviewDueOn) })
    .from(needs)
    .where(
      and(
        eq(needs.state, 'under-review'),
        untold(from, window, 'need-review', sql`${needs.id}`, needs.reviewDueOn),
      ),
    )
    .orderBy(asc(needs.id))
    .limit(limit)
  return rows.map(({ id, number, region, dueOn }) => ({
    ...{ step: 'need-review', number, dueOn, subject: { kind: 'need', id } },
    ...{ to: [{ bureauOf: region }], href: `/bureau/needs/${id}` },
  }))
}

/** Products are the city's: its office reads them, whoever sells them. */
const ofProducts =
  (region: string): Source =>
  async (from, window, limit) => {
    const rows = await from
      .select({ id: products.id, number: products.number, dueOn: day(products.reviewDueOn) })
      .from(products)
      .where(
        and(
          or(
            eq(products.state, 'under-review'),
            and(
              inArray(products.state, ['listed', 'suspended']),
              gt(products.version, products.listedVersion),
              isNull(products.returnedFor),
            ),
          ),
          untold(from, window, 'product-review', sql`${products.id}`, products.reviewDueOn),
        ),
      )
      .orderBy(asc(products.id))
      .limit(limit)
    return rows.map(({ id, number, dueOn }) => ({
      ...{ step: 'product-review', number, dueOn, subject: { kind: 'product', id } },
      ...{ to: [{ bureauOf: region }], href: `/bureau/products/${id}` },
    }))
  }

/** Answers that a bank owes the bureau; when one is late, whoever asked is told. */
const ofAnswers =
  (step: 'urge' | 'supervision'): Source =>
  async (from, window, limit) => {
    const table = step === 'urge' ? urges : supervisions
    const open = step === 'urge' ? isNull(urges.answeredAt) : eq(supervisions.state, 'open')
    const asker = step === 'urge' ? urges.urgedBy : supervisions.openedBy
    const rows = await from
      .select({ ...caseColumns, overdueId: overdues.id, dueOn: table.dueOn, asker })
      .from(table)
      .innerJoin(overdues, eq(overdues.id, table.overdueId))
      .innerJoin(applications, eq(applications.id, overdues.applicationId))
      .where(and(open, untold(from, window, step, sql`${applications.id}`, table.dueOn)))
      .orderBy(asc(table.id))
      .limit(limit)
    return rows.map(({ id, number, dueOn, institutionId, overdueId, asker: person }) => ({
      ...{ step, number, dueOn, subject: { kind: 'application', id } },
      ...(window.kind === 'over'
        ? { to: [{ person }], href: `/bureau/overdue/${overdueId}` }
        : { to: [{ managersOf: institutionId }], href: `/overdue/${overdueId}` }),
    }))
  }

/** Every clock of which the owner is reminded. `region`: the city, whose office reads the products. */
export const remindable = (region: string): readonly Source[] => [
  ofCases('accept'),
  ofCases('decision'),
  ofCases('signing'),
  ofCases('offer'),
  ofReports,
  ofPapers,
  ofDispatches,
  ofNeeds,
  ofProducts(region),
  ofAnswers('urge'),
  ofAnswers('supervision'),
]

/**
 * Clocks whose lateness is told at once and goes no further: a bank's late steps go up instead, an offer lapses, and a
 * dispatch moves on, all by themselves.
 */
export const tellable = (region: string): readonly Source[] => [
  ofPapers,
  ofNeeds,
  ofProducts(region),
  ofAnswers('urge'),
  ofAnswers('supervision'),
]

/** Keeps that it was told; false when it had been, by another process or an earlier run. */
export async function markTold(
  tx: Transaction,
  { subject, step, dueOn }: Running,
  kind: ClockNoticeKind,
  at: typeof clockNotices.$inferInsert.at,
): Promise<boolean> {
  const marked = await tx
    .insert(clockNotices)
    .values({ subjectId: subject.id, step, dueOn, kind, at })
    .onConflictDoNothing()
    .returning({ step: clockNotices.step })
  return marked.length === 1
}
