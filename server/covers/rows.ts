import {
  and,
  asc,
  desc,
  eq,
  inArray,
  isNotNull,
  isNull,
  ne,
  notExists,
  notInArray,
  type SQL,
} from 'drizzle-orm'
import { type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { covers } from '../../db/tables/covers.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { products } from '../../db/tables/products.ts'
import { fen } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'
import type { CoverStanding } from './cover.ts'

export type CoverRow = typeof covers.$inferSelect

export async function addCover(tx: Transaction, row: typeof covers.$inferInsert): Promise<void> {
  await tx.insert(covers).values(row)
}

/** Changes the version that was read, and only that one; null when somebody was quicker. */
export async function changeCover(
  tx: Transaction,
  { id, version }: Pick<CoverRow, 'id' | 'version'>,
  changes: Partial<Omit<typeof covers.$inferInsert, 'id' | 'version'>>,
): Promise<CoverRow | null> {
  const [row] = await tx
    .update(covers)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(covers.id, id), eq(covers.version, version)))
    .returning()
  return row ?? null
}

/** The cover that is asked for or stands for a loan. */
export async function coverStandingFor(from: Reader, loanId: Id<'loan'>): Promise<CoverRow | null> {
  const [row] = await from.select().from(covers).where(eq(covers.standsFor, loanId))
  return row ?? null
}

/** All covers that were ever asked for of a loan, the newest first. */
export const coversOfLoan = (from: Reader, loanId: Id<'loan'>): Promise<CoverRow[]> =>
  from.select().from(covers).where(eq(covers.loanId, loanId)).orderBy(desc(covers.id))

const loanToFile = {
  ...{ id: loans.id, number: loans.number, enterpriseId: loans.enterpriseId, state: loans.state },
  ...{ institutionId: loans.institutionId, applicationId: loans.applicationId, firstLoan: loans.firstLoan },
  ...{ balanceFen: loans.balanceFen, overdueSince: loans.overdueSince, riskClass: loans.riskClass },
  ...{ firstDrawnOn: loans.firstDrawnOn, months: loans.months },
  ...{ kind: products.kind, guaranteeMode: offers.guaranteeMode },
  ...{ firm: enterprises.name, size: enterprises.size, industry: enterprises.industry },
  officerId: applications.officerId,
}

/** What filing asks of a loan: the contract, its product, its security, and the firm as it is. */
export type LoanToFile = NonNullable<Awaited<ReturnType<typeof loanForFiling>>>

export async function loanForFiling(from: Reader, id: Id<'loan'>) {
  const [row] = await from
    .select(loanToFile)
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(offers, eq(offers.id, loans.offerId))
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .where(eq(loans.id, id))
  return row ?? null
}

/**
 * Loans of a bank that are out, of kinds of product or of all, with no cover asked for or standing and no guarantor behind them;
 * the newest first.
 */
export const loansToFile = (
  from: Reader,
  institutionId: Id<'institution'>,
  kinds: readonly LoanToFile['kind'][] | null,
  limit: number,
): Promise<LoanToFile[]> =>
  from
    .select(loanToFile)
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(offers, eq(offers.id, loans.offerId))
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .leftJoin(covers, eq(covers.standsFor, loans.id))
    .where(
      and(
        eq(loans.institutionId, institutionId),
        inArray(loans.state, ['drawn', 'overdue']),
        kinds ? inArray(products.kind, [...kinds]) : undefined,
        isNull(covers.id),
        notExists(
          from
            .select({ id: guarantees.id })
            .from(guarantees)
            .where(
              and(
                eq(guarantees.loanId, loans.id),
                notInArray(guarantees.state, ['released', 'declined', 'withdrawn']),
              ),
            ),
        ),
      ),
    )
    .orderBy(desc(loans.firstDrawnOn), desc(loans.id))
    .limit(limit)

/** Whose covers: a bank's, those that an operator decides, a firm's, or all of a region. */
export type CoverScope =
  | { readonly institutionId: Id<'institution'> }
  | { readonly operatorId: Id<'institution'> }
  | { readonly enterpriseId: Id<'enterprise'> }
  | { readonly region: string }

function within(scope: CoverScope): SQL | undefined {
  if ('institutionId' in scope) return eq(covers.institutionId, scope.institutionId)
  if ('operatorId' in scope) return eq(covers.operatorId, scope.operatorId)
  if ('enterpriseId' in scope) return eq(covers.enterpriseId, scope.enterpriseId)
  return startsWith(enterprises.region, scope.region)
}

function inStanding(standing: CoverStanding | null): SQL | undefined {
  if (standing === null) return undefined
  if (standing === 'compensated') return isNotNull(covers.compensatedOn)
  const unpaid = isNull(covers.compensatedOn)
  if (standing === 'ended') return and(eq(covers.state, 'in-cover'), unpaid, eq(loans.balanceFen, fen(0)))
  if (standing === 'in-cover') return and(eq(covers.state, standing), unpaid, ne(loans.balanceFen, fen(0)))
  return eq(covers.state, standing)
}

export type ListedCover = Awaited<ReturnType<typeof listCovers>>[number]

/** Covers, the newest first; those that wait for the operator before all others, the oldest first. */
export const listCovers = (
  from: Reader,
  scope: CoverScope,
  { standing, arrangement }: { readonly standing: CoverStanding | null; readonly arrangement: string | null },
  limit: number,
  offset: number,
) =>
  from
    .select({
      ...{ id: covers.id, number: covers.number, state: covers.state, filedFen: covers.filedFen },
      ...{
        filedOn: covers.filedOn,
        dueOn: covers.dueOn,
        arrangement: covers.arrangement,
        terms: covers.terms,
        compensatedOn: covers.compensatedOn,
      },
      ...{ firm: enterprises.name, bank: institutions.shortName, loanNumber: loans.number },
      loan: { state: loans.state, balanceFen: loans.balanceFen, riskClass: loans.riskClass },
    })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .innerJoin(enterprises, eq(enterprises.id, covers.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, covers.institutionId))
    .where(
      and(
        within(scope),
        inStanding(standing),
        arrangement === null ? undefined : eq(covers.arrangement, arrangement),
      ),
    )
    .orderBy(
      standing === 'filed' ? asc(covers.filedOn) : desc(covers.filedOn),
      standing === 'filed' ? asc(covers.id) : desc(covers.id),
    )
    .limit(limit)
    .offset(offset)

/** A cover as far as a person may see it, with what its page says of it. */
export async function coverIn(from: Reader, scope: CoverScope, id: Id<'cover'>) {
  const [row] = await from
    .select({
      cover: covers,
      loan: {
        ...{ id: loans.id, number: loans.number, state: loans.state, balanceFen: loans.balanceFen },
        ...{ overdueSince: loans.overdueSince, riskClass: loans.riskClass },
        firstDrawnOn: loans.firstDrawnOn,
      },
      ...{ firm: enterprises.name, bank: institutions.name, officerId: applications.officerId },
    })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(enterprises, eq(enterprises.id, covers.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, covers.institutionId))
    .where(and(eq(covers.id, id), within(scope)))
  return row ?? null
}
export type ShownCover = NonNullable<Awaited<ReturnType<typeof coverIn>>>
