import {
  and,
  asc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  notExists,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { countRows, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications } from '../../db/tables/applications.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { products } from '../../db/tables/products.ts'
import { overdues, supervisions, urges } from '../../db/tables/supervision.ts'
import type { PersonId } from '../accounts/index.ts'
import type { BankStep } from '../clocks/clock.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { type Day, plusDays } from '../money/day.ts'
import { startOf } from '../platform/clock.ts'
import { type Id, isId } from '../platform/ids.ts'
import { type Measure, owedIn } from './matter.ts'
import { isUncontacted } from './rows-told.ts'

export type Overdue = typeof overdues.$inferSelect

const caseSteps = Object.entries(owedIn) as [keyof typeof owedIn, (typeof owedIn)[keyof typeof owedIn]][]

/** What a list and a page of late steps show of the case behind. */
const shown = {
  overdue: overdues,
  number: applications.number,
  state: applications.state,
  dueOn: applications.dueOn,
  duePolicies: applications.duePolicies,
  contactDueOn: applications.contactDueOn,
  contactDuePolicies: applications.contactDuePolicies,
  contactedOn: applications.contactedOn,
  officerId: applications.officerId,
  loanId: loans.id,
  loanState: loans.state,
  reportDueOn: loans.reportDueOn,
  reportDuePolicies: loans.reportDuePolicies,
  renewalDueOn: renewals.dueOn,
  renewalDuePolicies: renewals.duePolicies,
  bank: institutions.name,
  bankShort: institutions.shortName,
  product: products.name,
  officer: people.name,
}

const matters = (from: Reader) =>
  from
    .select(shown)
    .from(overdues)
    .innerJoin(applications, eq(applications.id, overdues.applicationId))
    .innerJoin(institutions, eq(institutions.id, overdues.institutionId))
    .innerJoin(products, eq(products.id, applications.productId))
    .leftJoin(loans, eq(loans.applicationId, applications.id))
    // A loan has one wish before the bank at a time.
    .leftJoin(renewals, and(eq(renewals.loanId, loans.id), eq(renewals.state, 'wished')))
    .leftJoin(people, eq(people.id, applications.officerId))

export type Matter = Awaited<ReturnType<typeof matters>>[number]

export async function matterById(from: Reader, id: string): Promise<Matter | null> {
  if (!isId<'overdue'>(id)) return null
  const [row] = await matters(from).where(eq(overdues.id, id))
  return row ?? null
}

/** Late steps that have not ended, for the morning's work, in the order of their ids. */
export const openMatters = (from: Reader, after: Overdue['id'] | null, limit: number): Promise<Matter[]> =>
  matters(from)
    .where(and(isNull(overdues.endedAt), after ? gt(overdues.id, after) : undefined))
    .orderBy(asc(overdues.id))
    .limit(limit)

/** Steps that are owed still, late or stopped: what was done a minute ago is gone from the lists at once. */
const isOwed = (today: Day): SQL | undefined =>
  and(
    isNull(overdues.endedAt),
    or(
      ...caseSteps.map(([step, state]) =>
        and(
          eq(overdues.step, step),
          eq(applications.state, state),
          or(isNull(applications.dueOn), lt(applications.dueOn, today)),
        ),
      ),
      and(eq(overdues.step, 'contact'), isUncontacted(), lt(applications.contactDueOn, today)),
      and(eq(overdues.step, 'report'), eq(loans.state, 'signed')),
      and(eq(overdues.step, 'renewal'), lt(renewals.dueOn, today)),
    ),
  )

/** The same when a day ended, as the mornings wrote it down: a step that was made that day went off the next morning. */
function wasOwed(on: Day): SQL | undefined {
  const end = startOf(plusDays(on, 1))
  return and(lt(overdues.foundAt, end), or(isNull(overdues.endedAt), gte(overdues.endedAt, end)))
}

const wasListed = (on: Day | null): SQL =>
  on === null ? isNotNull(overdues.listedAt) : lt(overdues.listedAt, startOf(plusDays(on, 1)))

export type MatterFilter = {
  readonly step: BankStep | null
  /** The day of the step lies between these. */
  readonly dueFrom: Day | null
  readonly dueTo: Day | null
  readonly measure: Measure | null
  readonly institutionId: InstitutionId | null
  readonly officerId: PersonId | null
  /** The region of an office; null for a bank's own people. */
  readonly region: string | null
  /** Whether what was found late and does not stand on the office's list yet is told too. */
  readonly reach: 'listed' | 'all'
  /** What had been found and not ended when a day ended; null for now. */
  readonly on: Day | null
}

const hasSupervision = (from: Reader) =>
  from
    .select({ one: sql`1` })
    .from(supervisions)
    .where(and(eq(supervisions.overdueId, overdues.id), inArray(supervisions.state, ['open', 'answered'])))
const hasUrge = (from: Reader) =>
  from.select({ one: sql`1` }).from(urges).where(eq(urges.overdueId, overdues.id))

function measured(from: Reader, measure: Measure | null): SQL | undefined {
  if (measure === 'supervised') return sql`exists ${hasSupervision(from)}`
  if (measure === 'urged') return sql`exists ${hasUrge(from)}`
  return measure === 'none' ? and(notExists(hasUrge(from)), notExists(hasSupervision(from))) : undefined
}

/** Late steps, the longest overdue first. */
export const mattersOf = (from: Reader, today: Day, filter: MatterFilter, limit: number, offset: number) =>
  matters(from)
    .where(
      and(
        filter.on === null ? isOwed(today) : wasOwed(filter.on),
        filter.region === null ? undefined : startsWith(overdues.region, filter.region),
        filter.reach === 'listed' ? wasListed(filter.on) : undefined,
        filter.institutionId ? eq(overdues.institutionId, filter.institutionId) : undefined,
        filter.officerId
          ? or(eq(applications.officerId, filter.officerId), isNull(applications.officerId))
          : undefined,
        filter.step ? eq(overdues.step, filter.step) : undefined,
        filter.dueFrom ? gte(overdues.dueOn, filter.dueFrom) : undefined,
        filter.dueTo ? lte(overdues.dueOn, filter.dueTo) : undefined,
        measured(from, filter.measure),
      ),
    )
    .orderBy(asc(overdues.dueOn), asc(overdues.id))
    .limit(limit)
    .offset(offset)

/** How many steps are late in a region by institution, and how many of them stand on the office's list: as its list tells them. */
export const countMatters = (from: Reader, today: Day, region: string) =>
  from
    .select({
      institutionId: overdues.institutionId,
      all: countRows(),
      listed: sql<number>`count(${overdues.listedAt})`.mapWith(Number),
    })
    .from(overdues)
    .innerJoin(applications, eq(applications.id, overdues.applicationId))
    .leftJoin(loans, eq(loans.applicationId, applications.id))
    .leftJoin(renewals, and(eq(renewals.loanId, loans.id), eq(renewals.state, 'wished')))
    .where(and(isOwed(today), startsWith(overdues.region, region)))
    .groupBy(overdues.institutionId)

/* Steps that came to be late. */

const isOpenMatter = (from: Reader, step: SQL) =>
  from
    .select({ one: sql`1` })
    .from(overdues)
    .where(
      and(eq(overdues.applicationId, applications.id), eq(overdues.step, step), isNull(overdues.endedAt)),
    )

const found = {
  applicationId: applications.id,
  number: applications.number,
  institutionId: applications.institutionId,
  officerId: applications.officerId,
  region: needs.region,
}

/** Steps past their day of which nobody has been told, the oldest first. */
export async function lateSteps(from: Reader, today: Day, limit: number) {
  const late = []
  for (const [step, state] of caseSteps) {
    const rows = await from
      .select({ ...found, dueOn: sql<Day>`${applications.dueOn}`.mapWith(applications.dueOn) })
      .from(applications)
      .innerJoin(needs, eq(needs.id, applications.needId))
      .where(
        and(
          eq(applications.state, state),
          lt(applications.dueOn, today),
          notExists(isOpenMatter(from, sql`${step}`)),
        ),
      )
      .orderBy(asc(applications.dueOn), asc(applications.id))
      .limit(limit)
    for (const row of rows) late.push({ ...row, step })
  }
  const reports = await from
    .select({ ...found, dueOn: sql<Day>`${loans.reportDueOn}`.mapWith(loans.reportDueOn) })
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(needs, eq(needs.id, loans.needId))
    .where(
      and(
        eq(loans.state, 'signed'),
        lt(loans.reportDueOn, today),
        notExists(isOpenMatter(from, sql`${'report'}`)),
      ),
    )
    .orderBy(asc(loans.reportDueOn), asc(loans.id))
    .limit(limit)
  const contacts = await lateContacts(from, today, limit)
  const wishes = await lateRenewals(from, today, limit)
  return [...late, ...contacts, ...reports.map((row) => ({ ...row, step: 'report' as const })), ...wishes]
}

/** Cases of which the bank has left the firm without a word past its day. */
async function lateContacts(from: Reader, today: Day, limit: number) {
  const rows = await from
    .select({ ...found, dueOn: sql<Day>`${applications.contactDueOn}`.mapWith(applications.contactDueOn) })
    .from(applications)
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(
      and(
        isUncontacted(),
        lt(applications.contactDueOn, today),
        notExists(isOpenMatter(from, sql`${'contact'}`)),
      ),
    )
    .orderBy(asc(applications.contactDueOn), asc(applications.id))
    .limit(limit)
  return rows.map((row) => ({ ...row, step: 'contact' as const }))
}

/** Wishes to renew that the bank has left without an answer past its day. */
async function lateRenewals(from: Reader, today: Day, limit: number) {
  const rows = await from
    .select({ ...found, dueOn: sql<Day>`${renewals.dueOn}`.mapWith(loans.reportDueOn) })
    .from(renewals)
    .innerJoin(loans, eq(loans.id, renewals.loanId))
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(needs, eq(needs.id, loans.needId))
    .where(
      and(
        eq(renewals.state, 'wished'),
        lt(renewals.dueOn, today),
        notExists(isOpenMatter(from, sql`${'renewal'}`)),
      ),
    )
    .orderBy(asc(renewals.dueOn), asc(renewals.id))
    .limit(limit)
  return rows.map((row) => ({ ...row, step: 'renewal' as const }))
}

/** Keeps a late step; false when it is kept already. */
export async function addOverdue(tx: Transaction, row: typeof overdues.$inferInsert): Promise<boolean> {
  const added = await tx.insert(overdues).values(row).onConflictDoNothing().returning({ id: overdues.id })
  return added.length === 1
}

export async function changeOverdue(
  tx: Transaction,
  id: Id<'overdue'>,
  changes: Partial<Pick<Overdue, 'dueOn' | 'listOn' | 'listedAt' | 'endedAt'>>,
): Promise<void> {
  await tx.update(overdues).set(changes).where(eq(overdues.id, id))
}

/** Late steps whose day for the bureau's list has come. */
export const toBeListed = (from: Reader, today: Day, limit: number): Promise<Matter[]> =>
  matters(from)
    .where(and(isOwed(today), isNull(overdues.listedAt), lte(overdues.listOn, today)))
    .orderBy(asc(overdues.id))
    .limit(limit)
