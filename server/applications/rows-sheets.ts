import { and, eq, isNull, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { offers } from '../../db/tables/applications.ts'
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

/** Which offers of a case have a sheet that the bank confirmed. */
export async function sheetsOf(from: Reader, applicationId: Id<'application'>): Promise<ReadonlySet<string>> {
  const query = prepared(from, 'cost_sheets_of_case', (reader, name) =>
    reader
      .select({ id: costSheets.offerId })
      .from(offers)
      .innerJoin(costSheets, eq(costSheets.offerId, offers.id))
      .where(eq(offers.applicationId, sql.placeholder('applicationId')))
      .prepare(name),
  )
  const found = await query.execute({ applicationId })
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
