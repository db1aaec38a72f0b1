import { and, eq, gte, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { coverCharges, covers } from '../../db/tables/covers.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'

export type ChargeRow = typeof coverCharges.$inferSelect

export async function addCharge(tx: Transaction, row: typeof coverCharges.$inferInsert): Promise<void> {
  await tx.insert(coverCharges).values(row)
}

/** What a cover asks of its borrower; null where its arrangement asks nothing. */
export async function chargeOf(from: Reader, coverId: Id<'cover'>): Promise<ChargeRow | null> {
  const [row] = await from.select().from(coverCharges).where(eq(coverCharges.coverId, coverId))
  return row ?? null
}

/** Changes the version that was read; null when somebody was quicker. */
export async function changeCharge(
  tx: Transaction,
  { coverId, kind, version }: Pick<ChargeRow, 'coverId' | 'kind' | 'version'>,
  changes: Partial<Omit<ChargeRow, 'coverId' | 'kind' | 'version'>>,
): Promise<ChargeRow | null> {
  const [row] = await tx
    .update(coverCharges)
    .set({ ...changes, version: version + 1 })
    .where(
      and(eq(coverCharges.coverId, coverId), eq(coverCharges.kind, kind), eq(coverCharges.version, version)),
    )
    .returning()
  return row ?? null
}

/** Premiums of an arrangement that were paid since a day, subsidies included: what its insurer received. */
export async function premiumsSince(from: Reader, arrangement: string, since: Day): Promise<Fen> {
  const [row] = await from
    .select({ sum: sql<string | number>`coalesce(sum(${coverCharges.amountFen}), 0)` })
    .from(coverCharges)
    .innerJoin(covers, eq(covers.id, coverCharges.coverId))
    .where(
      and(
        eq(covers.arrangement, arrangement),
        eq(coverCharges.kind, 'premium'),
        eq(coverCharges.state, 'paid'),
        gte(coverCharges.paidOn, since),
      ),
    )
  return fen(Number(row?.sum ?? 0))
}
