import { and, asc, eq, gt, inArray, isNull, lt, or } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { bridges, promises } from '../../db/tables/bridges.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'

export type PromiseRow = typeof promises.$inferSelect

export async function addPromise(tx: Transaction, row: PromiseRow): Promise<void> {
  await tx.insert(promises).values(row)
}

export async function promiseById(from: Reader, id: Id<'promise'>): Promise<PromiseRow | null> {
  const [row] = await from.select().from(promises).where(eq(promises.id, id))
  return row ?? null
}

/** The letter of an advance; null before the bank is asked. */
export async function promiseOf(from: Reader, bridgeId: Id<'bridge'>): Promise<PromiseRow | null> {
  const [row] = await from.select().from(promises).where(eq(promises.bridgeId, bridgeId))
  return row ?? null
}

/** Whether a bank has written a letter under this number. */
export const letterThere = async (
  from: Reader,
  institutionId: Id<'institution'>,
  letterNumber: string,
): Promise<boolean> =>
  (await from.$count(
    promises,
    and(eq(promises.institutionId, institutionId), eq(promises.letterNumber, letterNumber)),
  )) > 0

/** Changes the version that was read; null when somebody was quicker. */
export async function changePromise(
  tx: Transaction,
  { id, version }: Pick<PromiseRow, 'id' | 'version'>,
  changes: Partial<Omit<PromiseRow, 'id' | 'version'>>,
): Promise<PromiseRow | null> {
  const [row] = await tx
    .update(promises)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(promises.id, id), eq(promises.version, version)))
    .returning()
  return row ?? null
}

const listedFrom = (from: Reader) =>
  from
    .select({
      promise: promises,
      bridge: bridges,
      firm: enterprises.name,
      bank: institutions.name,
      loanNumber: loans.number,
    })
    .from(promises)
    .innerJoin(bridges, eq(bridges.id, promises.bridgeId))
    .innerJoin(enterprises, eq(enterprises.id, promises.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, promises.institutionId))
    .innerJoin(loans, eq(loans.id, promises.loanId))

export type ListedPromise = Awaited<ReturnType<typeof listedFrom>>[number]

/** Letters that a bank is asked for, the first to be due first. */
export const promisesAsked = (
  from: Reader,
  institutionId: Id<'institution'>,
  limit: number,
): Promise<ListedPromise[]> =>
  listedFrom(from)
    .where(and(eq(promises.institutionId, institutionId), eq(promises.state, 'asked')))
    .orderBy(asc(promises.dueOn), asc(promises.id))
    .limit(limit)

/**
 * Letters that a bank has signed and has still to keep: the new loan is not paid out, the first to be due first. One that lapsed
 * while the pool's money is out is among them: nobody needs the new loan more.
 */
export const promisesToKeep = (
  from: Reader,
  institutionId: Id<'institution'>,
  limit: number,
): Promise<ListedPromise[]> =>
  listedFrom(from)
    .where(
      and(
        eq(promises.institutionId, institutionId),
        or(
          inArray(promises.state, ['signed', 'used']),
          and(eq(promises.state, 'lapsed'), inArray(bridges.state, ['paid', 'settled'])),
        ),
        isNull(bridges.newLoanOn),
        isNull(bridges.endedOn),
      ),
    )
    .orderBy(asc(promises.newLoanBy), asc(promises.id))
    .limit(limit)

/** One letter as it is shown, with its advance and its parties. */
export async function listedPromise(from: Reader, id: Id<'promise'>): Promise<ListedPromise | null> {
  const [row] = await listedFrom(from).where(eq(promises.id, id))
  return row ?? null
}

/**
 * Letters in a state that were good until before a day and are still of concern, a slice after an id: no new loan was
 * paid on them, and their advance has not ended. Letters that were kept stay `used` for ever, and are never asked for.
 */
export const promisesPast = (
  from: Reader,
  state: 'signed' | 'used',
  before: Day,
  limit: number,
  after: Id<'promise'> | null,
): Promise<Pick<PromiseRow, 'id'>[]> =>
  from
    .select({ id: promises.id })
    .from(promises)
    .innerJoin(bridges, eq(bridges.id, promises.bridgeId))
    .where(
      and(
        eq(promises.state, state),
        lt(promises.validUntil, before),
        isNull(bridges.newLoanOn),
        isNull(bridges.endedOn),
        after ? gt(promises.id, after) : undefined,
      ),
    )
    .orderBy(asc(promises.id))
    .limit(limit)
