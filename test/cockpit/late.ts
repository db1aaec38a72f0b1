import * as tables from '../../db/tables/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Town } from '../support/app.ts'

/** A loan like the first of a town, of which its bank tells today that it was paid out on an earlier day. */
export async function reportLate({ store, clock }: Pick<Town, 'store' | 'clock'>, drawnOn: string) {
  const [known] = await store.read.select().from(tables.loans)
  const { id: _, ...loan } = present(known, 'a loan')
  const [application] = await store.read.select().from(tables.applications)
  const applied = { ...present(application, 'a case'), id: newId<'application'>(), number: 'SQ-LATE' }
  const id = newId<'loan'>()
  await store.transact(async (tx) => {
    await tx.insert(tables.applications).values(applied)
    await tx.insert(tables.loans).values({
      ...{ ...loan, id, number: 'DK-LATE', applicationId: applied.id, firstDrawnOn: day(drawnOn) },
      contractNumber: 'HT-LATE',
    })
    await tx.insert(tables.drawdowns).values({
      ...{ id: newId<'drawdown'>(), loanId: id, amountFen: fen(100_000_000), drawnOn: day(drawnOn) },
      reportedAt: clock.now(),
    })
  })
}
