import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { costSheets } from '../../db/tables/cost-sheets.ts'
import type { Id } from '../platform/ids.ts'

export type KeptSheet = typeof costSheets.$inferSelect

export async function addSheet(tx: Transaction, row: typeof costSheets.$inferInsert): Promise<void> {
  await tx.insert(costSheets).values(row)
}

export async function sheetById(from: Reader, offerId: Id<'offer'>): Promise<KeptSheet | null> {
  const [row] = await from.select().from(costSheets).where(eq(costSheets.offerId, offerId))
  return row ?? null
}

/** Which of these offers have a sheet that the bank confirmed. */
export async function sheetsOf(from: Reader, offers: readonly Id<'offer'>[]): Promise<ReadonlySet<string>> {
  if (offers.length === 0) return new Set()
  const found = await from
    .select({ id: costSheets.offerId })
    .from(costSheets)
    .where(inArray(costSheets.offerId, [...offers]))
  return new Set(found.map(({ id }) => id))
}

/** The firm's confirmation, once. */
export async function confirmSheet(
  tx: Transaction,
  offerId: Id<'offer'>,
  firm: Pick<KeptSheet, 'firmConfirmedAt' | 'firmConfirmedBy' | 'firmConfirmer'>,
): Promise<boolean> {
  const changed = await tx
    .update(costSheets)
    .set(firm)
    .where(and(eq(costSheets.offerId, offerId), isNull(costSheets.firmConfirmedAt)))
    .returning({ id: costSheets.offerId })
  return changed.length === 1
}
