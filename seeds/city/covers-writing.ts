import { insertAll } from '../../db/bulk.ts'
import type { Transaction } from '../../db/index.ts'
import { covers } from '../../db/tables/covers.ts'
import { tallyAnew } from '../../server/covers/index.ts'
import type { makeCovers } from './covers.ts'

/** What came in by bulk is counted at once, as an action would have counted it loan by loan. */
export async function insertCovers(
  tx: Transaction,
  rows: ReturnType<typeof makeCovers>['covers'],
  forward: (count: number) => Promise<void>,
): Promise<void> {
  await insertAll(tx, covers, rows, forward)
  await tallyAnew(tx, 'tax-credit-pool')
}
