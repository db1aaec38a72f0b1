import { and, asc, desc, eq, gt, inArray, isNull, lte, ne, or, type SQL } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { applicationStates, isClosed } from '../applications/application.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'
import type { LoanRow } from './rows.ts'

export type Renewal = typeof renewals.$inferSelect

/** Whose loans: a firm's or a bank's. */
export type Whose =
  | { readonly enterpriseId: Id<'enterprise'> }
  | { readonly institutionId: Id<'institution'> }

const shown = {
  loan: loans,
  size: enterprises.size,
  purpose: needs.purpose,
  firm: enterprises.name,
  bank: institutions.shortName,
}

const joined = (from: Reader) =>
  from
    .select(shown)
    .from(loans)
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, loans.institutionId))
    .innerJoin(needs, eq(needs.id, loans.needId))

export type DueLoan = Awaited<ReturnType<typeof joined>>[number]

const own = (whose: Whose): SQL =>
  'enterpriseId' in whose
    ? eq(loans.enterpriseId, whose.enterpriseId)
    : eq(loans.institutionId, whose.institutionId)

/** Loans that are out and fall due up to a day, the next to fall due first. */
export const loansDueBy = (
  from: Reader,
  whose: Whose,
  until: Day,
  limit: number,
  offset: number,
): Promise<DueLoan[]> =>
  joined(from)
    .where(and(own(whose), inArray(loans.state, ['drawn', 'overdue']), lte(loans.maturesOn, until)))
    .orderBy(asc(loans.maturesOn), asc(loans.id))
    .limit(limit)
    .offset(offset)

/** Loans whose renewal waits for the bank's answer, the first to be answered first. */
export const loansWished = (from: Reader, whose: Whose, limit: number, offset: number): Promise<DueLoan[]> =>
  joined(from)
    .innerJoin(renewals, and(eq(renewals.loanId, loans.id), eq(renewals.state, 'wished')))
    .where(own(whose))
    .orderBy(asc(renewals.dueOn), asc(renewals.id))
    .limit(limit)
    .offset(offset)

/** Loans that are out and fall due after a day and up to another, of which nobody was told that this day comes. */
export const untoldOfMaturity = (from: Reader, after: Day, until: Day, limit: number): Promise<LoanRow[]> =>
  from
    .select()
    .from(loans)
    .where(
      and(
        inArray(loans.state, ['drawn', 'overdue']),
        gt(loans.maturesOn, after),
        lte(loans.maturesOn, until),
        or(isNull(loans.renewalToldFor), ne(loans.renewalToldFor, loans.maturesOn)),
      ),
    )
    .orderBy(asc(loans.maturesOn), asc(loans.id))
    .limit(limit)

/** Keeps that both sides were told of this last day; false when they had been, by another process. */
export async function markMaturityTold(
  tx: Transaction,
  { id }: Pick<LoanRow, 'id'>,
  day: Day,
): Promise<boolean> {
  const marked = await tx
    .update(loans)
    .set({ renewalToldFor: day })
    .where(and(eq(loans.id, id), or(isNull(loans.renewalToldFor), ne(loans.renewalToldFor, day))))
    .returning({ id: loans.id })
  return marked.length === 1
}

export async function dueLoan(from: Reader, id: LoanRow['id']): Promise<DueLoan | null> {
  const [row] = await joined(from).where(eq(loans.id, id))
  return row ?? null
}

/** All wishes about these loans, the newest first. */
export const renewalsOf = async (from: Reader, loanIds: readonly Id<'loan'>[]): Promise<Renewal[]> =>
  loanIds.length
    ? from
        .select()
        .from(renewals)
        .where(inArray(renewals.loanId, [...loanIds]))
        .orderBy(desc(renewals.id))
    : []

/**
 * Whether a yes of the bank is still carried out or was: its case is open, or came to a contract that was not cancelled. A
 * case that came to nothing leaves the firm free to ask again.
 */
export async function isBeingRenewed(from: Reader, loanId: Id<'loan'>): Promise<boolean> {
  const found = await from
    .select({ id: renewals.id })
    .from(renewals)
    .innerJoin(applications, eq(applications.id, renewals.applicationId))
    .leftJoin(loans, eq(loans.applicationId, applications.id))
    .where(
      and(
        eq(renewals.loanId, loanId),
        or(
          inArray(applications.state, openStates),
          and(eq(applications.state, 'signed'), ne(loans.state, 'cancelled')),
        ),
      ),
    )
    .limit(1)
  return found.length > 0
}

/** How a loan and its renewal stand together: what it pays back, and what pays it back; a cancelled contract does not. */
export async function renewalLinks(from: Reader, { id, renewalOf }: Pick<LoanRow, 'id' | 'renewalOf'>) {
  const columns = { id: loans.id, number: loans.number, balanceFen: loans.balanceFen }
  const [old] = renewalOf ? await from.select(columns).from(loans).where(eq(loans.id, renewalOf)) : []
  const [renewal] = await from
    .select({ ...columns, drawnFen: loans.drawnFen, drawnOn: loans.firstDrawnOn })
    .from(loans)
    .where(and(eq(loans.renewalOf, id), ne(loans.state, 'cancelled')))
  return { old: old ?? null, renewal: renewal ?? null }
}
export type RenewalLinks = Awaited<ReturnType<typeof renewalLinks>>

const openStates = applicationStates.filter((state) => !isClosed(state))

export async function renewalById(from: Reader, id: Id<'renewal'>): Promise<Renewal | null> {
  const [row] = await from.select().from(renewals).where(eq(renewals.id, id))
  return row ?? null
}

export async function addRenewal(tx: Transaction, row: typeof renewals.$inferInsert): Promise<void> {
  await tx.insert(renewals).values(row)
}

/** Changes the version that was read, and only that one; null when somebody was quicker. */
export async function changeRenewal(
  tx: Transaction,
  { id, version }: Pick<Renewal, 'id' | 'version'>,
  changes: Partial<Omit<typeof renewals.$inferInsert, 'id' | 'version'>>,
): Promise<Renewal | null> {
  const [row] = await tx
    .update(renewals)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(renewals.id, id), eq(renewals.version, version)))
    .returning()
  return row ?? null
}
