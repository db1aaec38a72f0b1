import { and, asc, desc, eq, gt, inArray, isNull, lt, notInArray, or, sql } from 'drizzle-orm'
import { prepared, type Reader, startsWith, sumFen, type Transaction } from '../../db/index.ts'
import { covers } from '../../db/tables/covers.ts'
import {
  guaranteeChanges,
  guaranteeCounters,
  guaranteeShares,
  guarantees,
} from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { repayments } from '../../db/tables/repayments.ts'
import type { InstitutionKind } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'

export type Guarantee = typeof guarantees.$inferSelect
export type Share = typeof guaranteeShares.$inferSelect
export type Counter = typeof guaranteeCounters.$inferSelect
export type Change = typeof guaranteeChanges.$inferSelect

export async function guaranteeById(from: Reader, id: Id<'guarantee'>): Promise<Guarantee | null> {
  const query = prepared(from, 'guarantee_by_id', (reader, name) =>
    reader
      .select()
      .from(guarantees)
      .where(eq(guarantees.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

export async function addGuarantee(tx: Transaction, row: typeof guarantees.$inferInsert): Promise<void> {
  await tx.insert(guarantees).values(row)
}

export type GuaranteeChanges = Partial<Omit<typeof guarantees.$inferInsert, 'id' | 'number' | 'version'>>

/** Changes the version that was read, and only that one; null when somebody was quicker. */
export async function changeGuarantee(
  tx: Transaction,
  { id, version }: Pick<Guarantee, 'id' | 'version'>,
  changes: GuaranteeChanges,
): Promise<Guarantee | null> {
  const [row] = await tx
    .update(guarantees)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(guarantees.id, id), eq(guarantees.version, version)))
    .returning()
  return row ?? null
}

/** The guarantee of a case that has not come to nothing; at most one, the newest first. */
export async function standingOfCase(from: Reader, id: Id<'application'>): Promise<Guarantee | null> {
  const query = prepared(from, 'guarantee_of_case', (reader, name) =>
    reader
      .select()
      .from(guarantees)
      .where(
        and(
          eq(guarantees.applicationId, sql.placeholder('id')),
          notInArray(guarantees.state, ['declined', 'withdrawn']),
        ),
      )
      .orderBy(desc(guarantees.id))
      .limit(1)
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

/** The same for many cases at once. */
export const standingOfCases = (from: Reader, ids: readonly Id<'application'>[]): Promise<Guarantee[]> =>
  from
    .select()
    .from(guarantees)
    .where(
      and(
        inArray(guarantees.applicationId, [...ids]),
        notInArray(guarantees.state, ['declined', 'withdrawn']),
      ),
    )

/** All that were ever asked for in a case, newest first. */
export const guaranteesOfCase = (from: Reader, id: Id<'application'>): Promise<Guarantee[]> =>
  from.select().from(guarantees).where(eq(guarantees.applicationId, id)).orderBy(desc(guarantees.id))

/** In force with nothing that keeps it, and past the last day on which it could be claimed; in the order of their ids. */
export const coverOverBy = async (
  from: Reader,
  today: Day,
  after: Id<'guarantee'> | null,
  limit: number,
): Promise<Id<'guarantee'>[]> => {
  const found = await from
    .select({ id: guarantees.id })
    .from(guarantees)
    .where(
      and(
        inArray(guarantees.state, ['in-force', 'claimed']),
        lt(guarantees.coverUntil, today),
        isNull(guarantees.endedOn),
        eq(guarantees.openClaims, 0),
        after ? gt(guarantees.id, after) : undefined,
      ),
    )
    .orderBy(asc(guarantees.id))
    .limit(limit)
  return found.map(({ id }) => id)
}

/** The loan of a case as far as a guarantee follows it. */
export async function loanOfCase(from: Reader, id: Id<'application'>) {
  const [row] = await from.select().from(loans).where(eq(loans.applicationId, id))
  return row ?? null
}

/** Whether pools stand for a loan or are asked to; `covers`, which stands right of guarantees, writes it. */
export async function isCovered(from: Reader, loanId: Id<'loan'>): Promise<boolean> {
  const found = await from.select({ id: covers.id }).from(covers).where(eq(covers.standsFor, loanId)).limit(1)
  return found.length > 0
}

/** Principal of a loan that its bank has reported as paid by the guarantor; before the first payout there is none. */
export async function paidByGuarantor(
  from: Reader,
  { claimedFen }: Pick<Guarantee, 'claimedFen'>,
  loanId: Id<'loan'>,
): Promise<Fen> {
  if (claimedFen === 0) return noFen
  const [row] = await from
    .select({ fen: sumFen(repayments.principalFen) })
    .from(repayments)
    .where(and(eq(repayments.loanId, loanId), eq(repayments.byGuarantor, true)))
  return row?.fen ?? noFen
}

/** The loans of these whose bank has to say who pays: a claim was filed or paid. */
export async function loansAskingPayer(
  from: Reader,
  ids: readonly Id<'loan'>[],
): Promise<ReadonlySet<string>> {
  const found = await from
    .select({ loanId: guarantees.loanId })
    .from(guarantees)
    .where(
      and(
        inArray(guarantees.loanId, [...ids]),
        or(gt(guarantees.openClaims, 0), gt(guarantees.claimedFen, noFen)),
      ),
    )
  return new Set(found.flatMap(({ loanId }) => loanId ?? []))
}

export const sharesOf = (from: Reader, id: Id<'guarantee'>): Promise<Share[]> => {
  const query = prepared(from, 'guarantee_shares_of', (reader, name) =>
    reader
      .select()
      .from(guaranteeShares)
      .where(eq(guaranteeShares.guaranteeId, sql.placeholder('id')))
      .prepare(name),
  )
  return query.execute({ id })
}

export async function addShares(tx: Transaction, rows: readonly Share[]): Promise<void> {
  await tx.insert(guaranteeShares).values([...rows])
}

/** Moves what a party bears contingently by a difference. */
export async function moveShare(
  tx: Transaction,
  { guaranteeId, party }: Pick<Share, 'guaranteeId' | 'party'>,
  contingentFen: Share['contingentFen'],
): Promise<void> {
  await tx
    .update(guaranteeShares)
    .set({ contingentFen })
    .where(and(eq(guaranteeShares.guaranteeId, guaranteeId), eq(guaranteeShares.party, party)))
}

export const countersOf = (from: Reader, id: Id<'guarantee'>): Promise<Counter[]> =>
  from
    .select()
    .from(guaranteeCounters)
    .where(eq(guaranteeCounters.guaranteeId, id))
    .orderBy(asc(guaranteeCounters.id))

/** The sheet's items take the place of those before: the trail keeps what was. */
export async function replaceCounters(
  tx: Transaction,
  id: Id<'guarantee'>,
  rows: readonly Counter[],
): Promise<void> {
  await tx.delete(guaranteeCounters).where(eq(guaranteeCounters.guaranteeId, id))
  if (rows.length) await tx.insert(guaranteeCounters).values([...rows])
}

export async function addChange(tx: Transaction, row: Change): Promise<void> {
  await tx.insert(guaranteeChanges).values(row)
}

/** Everything that changed what is in force, in its order. */
export const changesOf = (from: Reader, id: Id<'guarantee'>): Promise<Change[]> =>
  from
    .select()
    .from(guaranteeChanges)
    .where(eq(guaranteeChanges.guaranteeId, id))
    .orderBy(asc(guaranteeChanges.id))

/** An institution of a kind that is in business and answers for a place: the nearest first, then the oldest. */
export async function institutionFor(from: Reader, kind: InstitutionKind, district: string) {
  const found = await from
    .select()
    .from(institutions)
    .where(
      and(
        eq(institutions.kind, kind),
        eq(institutions.state, 'active'),
        startsWith(institutions.region, district.slice(0, 4)),
      ),
    )
    .orderBy(asc(institutions.id))
  return (
    found.find(({ region }) => region.length > 4 && district.startsWith(region)) ??
    found.find(({ region }) => district.startsWith(region)) ??
    null
  )
}
