import { taxGradeFacts, taxImportRows, taxImports } from '../../db/tables/tax-facts.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'

type Place = { readonly taxImport: Id<'tax-import'>; readonly enterprise: Id<'enterprise'> }

/** A file of the tax bureau that the city's bureau took over: Lin's grade, and a row that was wrong. */
export async function writeTaxImport({ store, clock, cast }: Town, place: Place): Promise<void> {
  const at = clock.now()
  const { taxImport: id, enterprise: enterpriseId } = place
  await store.transact(async (tx) => {
    await tx.insert(taxImports).values({
      ...{ id, number: 'SW-WORLD-1', state: 'booked', fileName: '税务数据.xlsx', fileHash: '0'.repeat(64) },
      columns: ['统一社会信用代码', '纳税信用等级'],
      ...{ goodRows: 1, badRows: 1, firmCount: 1, gradeCount: 1, taxCount: 0, standingCount: 0 },
      ...{ years: ['2025'], checkedAt: at, checkedBy: cast.qin.id, mode: 'good', version: 3 },
      ...{ bookedAt: at, bookedBy: cast.qin.id },
    })
    const faults = [{ at: 1, code: 'no-such-grade' }]
    await tx.insert(taxImportRows).values({ importId: id, row: 3, typed: ['91340600MA2TEST', 'E'], faults })
    await tx.insert(taxGradeFacts).values({
      ...{ id: newId<'tax-fact'>(), enterpriseId, importId: id, importRow: 2, objectionId: null },
      ...{ assessYear: 2025, grade: 'A', asOf: clock.today(), source: 'tax-bureau', reason: 'annual' },
    })
  })
}
