import { openStore } from '../../db/index.ts'
import { openFile } from '../../db/sqlite-file.ts'
import type { By } from '../../server/accounts/index.ts'
import { tallyAnew } from '../../server/covers/index.ts'
import { reweighAll } from '../../server/guarantees/index.ts'
import type { LedgerParts } from '../../server/ledger/index.ts'
import { setStand } from '../../server/platform/work/rows.ts'
import { policyBook, refreshPolicies } from '../../server/policies/index.ts'
import { nights } from '../../server/timetable.ts'
import { inBulk } from './bulk.ts'
import { addCases, caseTables, drawCity } from './city-cases.ts'
import { addCovers, addGuarantees, coverTables } from './city-covers.ts'
import { addExposures, exposureTables } from './city-exposures.ts'
import { fundPools, groundOf, poolSchemes } from './city-ground.ts'
import { addEntries, drawHappenings, ledgerTables } from './city-ledger.ts'

export type Filled = { readonly exposureEntries: number; readonly ledgerEntries: number }

/**
 * Makes a large city of the demo city in a file that nobody has open: so many covered loans of a firm for every five, three in
 * five under a guarantee and the others under cover of a pool, over three years, each with all rows that its way through the
 * program leaves behind and ten postings on average. Which loan is whose and how it went is said by its number, so that it is
 * the same twice on one day. The kept figures of exposure are left to whoever fills; the night counts as over.
 */
export async function fillCity(path: string, parts: LedgerParts, by: By, count: number): Promise<Filled> {
  const policies = policyBook()
  const before = await openStore(`file:${path}`)
  await refreshPolicies({ store: before, policies })
  await fundPools(before, parts, by, count)
  const ground = await groundOf({ store: before, policies }, by)
  await before.close()
  const file = openFile(path)
  let filled: Filled = { exposureEntries: 0, ledgerEntries: 0 }
  try {
    inBulk(file, [...caseTables, ...coverTables, ...ledgerTables, ...exposureTables], () => {
      drawCity(file, ground, count, by.today)
      drawHappenings(file)
      addCases(file, ground, by.today)
      addGuarantees(file, ground, by)
      addCovers(file, ground)
      const ledgerEntries = addEntries(file, ground, parts, by)
      filled = { ledgerEntries, exposureEntries: addExposures(file, ground, by) }
    })
  } finally {
    file.close()
  }
  const after = await openStore(`file:${path}`)
  await reweighAll({ store: after, policies }, by)
  await after.transact(async (tx) => {
    for (const code of poolSchemes) await tallyAnew(tx, code)
    for (const { name } of nights) await setStand(tx, `night ${name}`, Number(by.today.replaceAll('-', '')))
  })
  await after.close()
  return filled
}
