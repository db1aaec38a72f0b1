import { and, eq, inArray, isNull, not, or, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { Reader } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import type { PersonId } from '../accounts/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'

/*
 * What a desk has to do, each with its place in the turn: cases until their contract, drawdowns to report, wishes to renew
 * to be answered, and instalments that are late. They are one list to whoever works on them, so they are one question.
 */

/** Whose duties: an officer's own and those that are nobody's yet, or all of a bank. */
export type Whose = { readonly institutionId: InstitutionId; readonly officerId: PersonId | null }
export type Days = { readonly today: Day; readonly soon: Day }

export const dutyKinds = ['case', 'loan', 'renewal'] as const
export type DutyKind = (typeof dutyKinds)[number]

const given = sql.placeholder

/*
 * The place of a case on its bank's desk, in the very words of the indexes of migration 0035, so that a page of the queue is
 * read in its turn and not sorted. First: whether the next step is the firm's. It chooses among offers, or owes papers, and
 * while it does the clock of the bank stands still, which nothing else stops.
 */
const caseWaits = sql`case when ${applications.state} = 'offered' or (${applications.dueOn} is null and ${applications.state} in ('submitted', 'taken')) then 1 else 0 end`

/** Then: the day of what is owed next, the first contact before the decision. */
const caseDue = sql`coalesce(case when ${applications.state} = 'taken' and ${applications.contactedOn} is null and ${applications.contactDueOn} < ${applications.dueOn} then ${applications.contactDueOn} else ${applications.dueOn} end, '9999-12-31')`

/** The states in which a case lies on a desk. */
const onDesk = sql`${applications.state} in ('submitted', 'taken', 'offered', 'agreed')`

/** A case whose clock stands still for papers: it has no day of its own until they are there. */
const owesPapers = sql`(${applications.dueOn} is null and ${applications.state} in ('submitted', 'taken'))`

/** Where a duty stands, in words that may be compared and ordered by. */
export type Place = { readonly waits: SQL; readonly due: SQL; readonly id: SQL }

/** What is asked of a desk: a part of its turn, and of that no more than `most`, from one end. */
export type Part = {
  readonly within?: (place: Place) => SQL | undefined
  readonly order?: (place: Place) => SQL[]
}

type Arm = Place & { readonly kind: SQL<DutyKind>; readonly caseId: SQL; readonly loanId: SQL }

const columns = ({ kind, id, waits, due, caseId, loanId }: Arm) => ({
  kind: sql<DutyKind>`${kind}`.as('duty_kind'),
  id: sql<string>`${id}`.as('duty_id'),
  waits: sql<number>`${waits}`.mapWith(Number).as('duty_waits'),
  due: sql<string>`${due}`.as('duty_due'),
  caseId: sql<string>`${caseId}`.as('duty_case'),
  loanId: sql<string | null>`${loanId}`.as('duty_loan'),
})

/** A case that waits for papers stands at the day by which the firm owes them. */
const ofPapers: Arm = {
  ...{ kind: sql<DutyKind>`'case'`, id: sql`${applications.id}` },
  // Known before any row is read, so that nobody looks for papers in a band of what the bank owes.
  waits: sql`0 + 1`,
  due: sql`coalesce(${documentRequests.dueOn}, '9999-12-31')`,
  ...{ caseId: sql`${applications.id}`, loanId: sql`cast(null as text)` },
}

const ofCase: Arm = {
  ...{ kind: sql<DutyKind>`'case'`, id: sql`${applications.id}`, waits: caseWaits, due: caseDue },
  caseId: sql`${applications.id}`,
  loanId: sql`cast(null as text)`,
}

/** How many stand at the same place, for a question that groups by it. */
const counted = ({ waits, due }: Place) => ({
  waits: sql<boolean>`${waits}`.mapWith(Boolean).as('duty_waits'),
  dueOn: sql<Day | null>`nullif(${due}, '9999-12-31')`.as('duty_due_on'),
  count: sql<number>`count(*)`.mapWith(Number).as('duty_count'),
})

const isOfficers = eq(applications.officerId, given('officerId'))
const isNobodys = isNull(applications.officerId)

const isCaseOf = (desk?: SQL) => and(eq(applications.institutionId, given('institutionId')), desk, onDesk)

/** One arm for each desk: either is found by its own index, in its turn; together they would be sorted each time. */
const casesAt = (from: Reader, desk: SQL | undefined, { within }: Part) =>
  from
    .select(columns(ofCase))
    .from(applications)
    .where(and(isCaseOf(desk), not(owesPapers), within?.(ofCase)))

/** Those that wait for papers, whose day stands with their request; of a desk few, and put in order each time. */
const papersAt = (from: Reader, desk: SQL | undefined, { within }: Part) =>
  from
    .select(columns(ofPapers))
    .from(applications)
    .leftJoin(
      documentRequests,
      and(eq(documentRequests.applicationId, applications.id), eq(documentRequests.state, 'open')),
    )
    .where(and(isCaseOf(desk), owesPapers, within?.(ofPapers)))

/** The loans of whoever has their case now; without an officer of its own, a loan is everybody's. */
const ofCaseAt = (isMine: boolean) => (isMine ? or(isOfficers, isNobodys) : undefined)

const ofLoan: Arm = {
  ...{ kind: sql<DutyKind>`'loan'`, id: sql`${loans.id}` },
  waits: sql`case when ${loans.state} = 'overdue' then 1 else 0 end`,
  due: sql`coalesce(case when ${loans.state} = 'overdue' then ${loans.overdueSince} else ${loans.reportDueOn} end, '9999-12-31')`,
  ...{ caseId: sql`${loans.applicationId}`, loanId: sql`${loans.id}` },
}

/** Drawdowns that are to be reported by a day, and loans of which an instalment is late: that one waits for the firm. */
const isLoanOf = (isMine: boolean) =>
  and(
    eq(loans.institutionId, given('institutionId')),
    inArray(loans.state, ['signed', 'overdue']),
    sql`(${loans.state} = 'overdue' or ${loans.reportDueOn} is not null)`,
    ofCaseAt(isMine),
  )

const loansAt = (from: Reader, isMine: boolean, { within }: Part) =>
  from
    .select(columns(ofLoan))
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .where(and(isLoanOf(isMine), within?.(ofLoan)))

const ofRenewal: Arm = {
  ...{ kind: sql<DutyKind>`'renewal'`, id: sql`${renewals.id}` },
  // A number by itself would name a column where it is ordered by.
  waits: sql`case when ${renewals.state} = 'wished' then 0 else 1 end`,
  due: sql`coalesce(${renewals.dueOn}, '9999-12-31')`,
  ...{ caseId: sql`${loans.applicationId}`, loanId: sql`${loans.id}` },
}

/** Wishes to renew that wait for the bank's answer. */
const isRenewalOf = (isMine: boolean) =>
  and(eq(renewals.institutionId, given('institutionId')), eq(renewals.state, 'wished'), ofCaseAt(isMine))

const renewalsAt = (from: Reader, isMine: boolean, { within }: Part) =>
  from
    .select(columns(ofRenewal))
    .from(renewals)
    .innerJoin(loans, eq(loans.id, renewals.loanId))
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .where(and(isRenewalOf(isMine), within?.(ofRenewal)))

/**
 * The duties of a desk, as a table to ask. With an order, each arm gives no more than `most` of its own: an arm that is
 * read in its turn stops there, and the few that are left are put in order.
 */
export function dutiesOf(from: Reader, isMine: boolean, part: Part = {}) {
  const first = <
    Rest extends ReturnType<typeof casesAt | typeof loansAt | typeof renewalsAt | typeof papersAt>,
  >(
    arm: Rest,
    place: Place,
    name: string,
  ) => {
    if (!part.order) return arm
    const some = (arm as ReturnType<typeof casesAt>)
      .orderBy(...part.order(place))
      .limit(given('most'))
      .as(name)
    return from
      .select({
        ...{ kind: some.kind, id: some.id, waits: some.waits },
        ...{ due: some.due, caseId: some.caseId, loanId: some.loanId },
      })
      .from(some) as unknown as Rest
  }
  const others = [
    first(loansAt(from, isMine, part), ofLoan, 'of_loans'),
    first(renewalsAt(from, isMine, part), ofRenewal, 'of_renewals'),
    first(papersAt(from, isMine ? or(isOfficers, isNobodys) : undefined, part), ofPapers, 'of_papers'),
  ] as const
  const cases = (desk: SQL | undefined, name: string) => first(casesAt(from, desk, part), ofCase, name)
  const all = isMine
    ? unionAll(cases(isOfficers, 'of_mine'), cases(isNobodys, 'of_nobody'), ...others)
    : unionAll(cases(undefined, 'of_bank'), ...others)
  return all.as('duty')
}

/**
 * How many duties of a desk stand at each place. Each arm is counted by itself: cases lie in their index in this very
 * order, so that those of a whole bank are counted without a sort.
 */
export function countsOf(from: Reader, isMine: boolean) {
  const cases = (desk?: SQL) =>
    from.select(counted(ofCase)).from(applications).where(isCaseOf(desk)).groupBy(ofCase.waits, ofCase.due)
  const others = [
    from
      .select(counted(ofLoan))
      .from(loans)
      .innerJoin(applications, eq(applications.id, loans.applicationId))
      .where(isLoanOf(isMine))
      .groupBy(ofLoan.waits, ofLoan.due),
    from
      .select(counted(ofRenewal))
      .from(renewals)
      .innerJoin(loans, eq(loans.id, renewals.loanId))
      .innerJoin(applications, eq(applications.id, loans.applicationId))
      .where(isRenewalOf(isMine))
      .groupBy(ofRenewal.waits, ofRenewal.due),
  ] as const
  return isMine ? unionAll(cases(isOfficers), cases(isNobodys), ...others) : unionAll(cases(), ...others)
}
