import { and, desc, eq, inArray, isNull, ne, notInArray, or, sql } from 'drizzle-orm'
import { type Reader, startsWith, sumFen, type Transaction } from '../../db/index.ts'
import { offers } from '../../db/tables/applications.ts'
import { batchAgreements, batchFilings } from '../../db/tables/batches.ts'
import { claims } from '../../db/tables/claims.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { openClaimStates } from '../claims/claim.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { type Fen, noFen } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'

export type Agreement = typeof batchAgreements.$inferSelect
export type Filing = typeof batchFilings.$inferSelect
export type AgreementId = Agreement['id']

/** Whose agreements: a guarantor's, a bank's, or those of the guarantors of a place. */
export type Whose =
  | { readonly guarantorId: InstitutionId }
  | { readonly bankId: InstitutionId }
  | { readonly region: string }

const isOf = (whose: Whose) =>
  'region' in whose
    ? startsWith(institutions.region, whose.region)
    : 'bankId' in whose
      ? eq(batchAgreements.bankId, whose.bankId)
      : eq(batchAgreements.guarantorId, whose.guarantorId)

export const agreementsOf = (from: Reader, whose: Whose, limit: number, offset: number) =>
  from
    .select({ agreement: batchAgreements, guarantor: institutions.name })
    .from(batchAgreements)
    .innerJoin(institutions, eq(institutions.id, batchAgreements.guarantorId))
    .where(isOf(whose))
    .orderBy(desc(batchAgreements.id))
    .limit(limit)
    .offset(offset)
export type Listed = Awaited<ReturnType<typeof agreementsOf>>[number]

/** An agreement of one's own; null for everybody else's. */
export async function agreementFor(from: Reader, whose: Whose, id: AgreementId): Promise<Agreement | null> {
  const [row] = await from
    .select({ agreement: batchAgreements })
    .from(batchAgreements)
    .innerJoin(institutions, eq(institutions.id, batchAgreements.guarantorId))
    .where(and(eq(batchAgreements.id, id), isOf(whose)))
  return row?.agreement ?? null
}

export async function agreementById(from: Reader, id: AgreementId): Promise<Agreement | null> {
  const [row] = await from.select().from(batchAgreements).where(eq(batchAgreements.id, id))
  return row ?? null
}

export async function addAgreement(tx: Transaction, row: typeof batchAgreements.$inferInsert): Promise<void> {
  await tx.insert(batchAgreements).values(row)
}

/** Changes the version that was read, and only that one; null when somebody was quicker. */
export async function changeAgreement(
  tx: Transaction,
  { id, version }: Pick<Agreement, 'id' | 'version'>,
  changes: Partial<Omit<typeof batchAgreements.$inferInsert, 'id' | 'version'>>,
): Promise<Agreement | null> {
  const [row] = await tx
    .update(batchAgreements)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(batchAgreements.id, id), eq(batchAgreements.version, version)))
    .returning()
  return row ?? null
}

export type Used = {
  /** Of all that was ever guaranteed under it: what the total and the ceiling are counted by. */
  readonly guaranteedFen: Fen
  readonly balanceFen: Fen
  readonly guarantees: number
  /** Claimed and on its way, or paid. */
  readonly claimedFen: Fen
}

/** What stands under an agreement, and what of it was claimed; `besides` a claim that is filed anew. */
export async function usedOf(
  from: Reader,
  id: AgreementId,
  besides: Id<'claim'> | null = null,
): Promise<Used> {
  const of = and(eq(guarantees.agreementId, id), notInArray(guarantees.state, ['declined', 'withdrawn']))
  const [all] = await from
    .select({
      guaranteedFen: sumFen(guarantees.amountFen),
      balanceFen: sumFen(guarantees.balanceFen),
      guarantees: sql<string | number>`count(*)`,
    })
    .from(guarantees)
    .where(of)
  const [claimed] = await from
    .select({ fen: sumFen(claims.claimedFen) })
    .from(claims)
    .innerJoin(guarantees, eq(guarantees.id, claims.guaranteeId))
    .where(
      and(
        of,
        inArray(claims.state, [...openClaimStates, 'paid']),
        besides ? ne(claims.id, besides) : undefined,
      ),
    )
  return {
    guaranteedFen: all?.guaranteedFen ?? noFen,
    balanceFen: all?.balanceFen ?? noFen,
    guarantees: Number(all?.guarantees ?? 0),
    claimedFen: claimed?.fen ?? noFen,
  }
}

const loanToFile = {
  loan: loans,
  firm: enterprises.name,
  guarantorId: offers.guarantorId,
}

const loansToFile = (from: Reader) =>
  from
    .select(loanToFile)
    .from(loans)
    .innerJoin(offers, eq(offers.id, loans.offerId))
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))

/** The loans that a name may mean: the platform's number means one, the bank's own perhaps several. */
export const loansNamed = (from: Reader, bankId: InstitutionId, names: readonly string[]) =>
  loansToFile(from).where(
    and(
      eq(loans.institutionId, bankId),
      or(inArray(loans.number, [...names]), inArray(loans.contractNumber, [...names])),
    ),
  )
export type LoanToFile = Awaited<ReturnType<typeof loansNamed>>[number]

export const loansById = (from: Reader, ids: readonly Id<'loan'>[]) =>
  loansToFile(from).where(inArray(loans.id, [...ids]))

/** The bank's newest loans that this guarantor could stand behind and nobody does. */
export const candidatesOf = (from: Reader, { bankId, guarantorId }: Agreement, limit: number) =>
  loansToFile(from)
    .leftJoin(
      guarantees,
      and(
        eq(guarantees.applicationId, loans.applicationId),
        notInArray(guarantees.state, ['declined', 'withdrawn']),
      ),
    )
    .where(
      and(
        eq(loans.institutionId, bankId),
        eq(loans.state, 'drawn'),
        eq(offers.guaranteeMode, 'guarantee'),
        or(isNull(offers.guarantorId), eq(offers.guarantorId, guarantorId)),
        isNull(guarantees.id),
      ),
    )
    .orderBy(desc(loans.firstDrawnOn), desc(loans.id))
    .limit(limit)

export async function addFiling(tx: Transaction, row: Filing): Promise<void> {
  await tx.insert(batchFilings).values(row)
}

export async function filingById(from: Reader, id: Filing['id']): Promise<Filing | null> {
  const [row] = await from.select().from(batchFilings).where(eq(batchFilings.id, id))
  return row ?? null
}

export async function changeFiling(
  tx: Transaction,
  { id, version }: Pick<Filing, 'id' | 'version'>,
  changes: Partial<Omit<Filing, 'id' | 'version'>>,
): Promise<Filing | null> {
  const [row] = await tx
    .update(batchFilings)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(batchFilings.id, id), eq(batchFilings.version, version)))
    .returning()
  return row ?? null
}

/** The guarantees of an agreement for these loans that still stand. */
export const standingOf = (from: Reader, id: AgreementId, loanIds: readonly Id<'loan'>[]) =>
  from
    .select()
    .from(guarantees)
    .where(
      and(
        eq(guarantees.agreementId, id),
        inArray(guarantees.loanId, [...loanIds]),
        notInArray(guarantees.state, ['declined', 'withdrawn', 'released']),
      ),
    )
    .orderBy(guarantees.id)

/** The filings of an agreement, newest first. */
export const filingsOf = (from: Reader, id: AgreementId, limit: number, offset: number) =>
  from
    .select()
    .from(batchFilings)
    .where(eq(batchFilings.agreementId, id))
    .orderBy(desc(batchFilings.id))
    .limit(limit)
    .offset(offset)

/** The guarantees of an agreement with their firms, newest first. */
export const guaranteesUnder = (from: Reader, id: AgreementId, limit: number, offset: number) =>
  from
    .select({
      ...{ id: guarantees.id, number: guarantees.number, letterNumber: guarantees.letterNumber },
      ...{ state: guarantees.state, amountFen: guarantees.amountFen, balanceFen: guarantees.balanceFen },
      firm: enterprises.name,
    })
    .from(guarantees)
    .innerJoin(enterprises, eq(enterprises.id, guarantees.enterpriseId))
    .where(eq(guarantees.agreementId, id))
    .orderBy(desc(guarantees.id))
    .limit(limit)
    .offset(offset)
