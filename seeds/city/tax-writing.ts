import { eq } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import type { Transaction } from '../../db/index.ts'
import {
  taxGradeFacts,
  taxImportRows,
  taxImports,
  taxPaidFacts,
  taxStandingFacts,
} from '../../db/tables/tax-facts.ts'
import type { EnterpriseId } from '../../server/enterprises/enterprise.ts'
import type { Day } from '../../server/money/day.ts'
import { keepStandingGrades } from '../../server/tax-facts/index.ts'
import type { TaxRows } from './taxes.ts'

type Kind = 'grades' | 'taxes' | 'standings'
type Forward = (count: number) => Promise<void>

const some = (rows: TaxRows, isMeant: (id: EnterpriseId) => boolean): Pick<TaxRows, Kind> => ({
  grades: rows.grades.filter(({ enterpriseId }) => isMeant(enterpriseId)),
  taxes: rows.taxes.filter(({ enterpriseId }) => isMeant(enterpriseId)),
  standings: rows.standings.filter(({ enterpriseId }) => isMeant(enterpriseId)),
})

async function write(tx: Transaction, rows: Pick<TaxRows, Kind>, forward?: Forward): Promise<void> {
  await insertAll(tx, taxGradeFacts, rows.grades, forward)
  await insertAll(tx, taxPaidFacts, rows.taxes, forward)
  await insertAll(tx, taxStandingFacts, rows.standings, forward)
}

/**
 * The files of the tax bureau with what they say of one firm of the cast, which was there before the city: its story of
 * this month rests on them.
 */
export async function writeTaxesOf(
  tx: Transaction,
  today: Day,
  id: EnterpriseId,
  rows: TaxRows,
): Promise<void> {
  await insertAll(tx, taxImports, rows.imports)
  await write(
    tx,
    some(rows, (one) => one === id),
  )
  await keepStandingGrades(tx, today, [id])
}

/** What they say of everybody else, and how much it came to. */
export async function writeTaxesBut(
  tx: Transaction,
  id: EnterpriseId,
  rows: TaxRows,
  forward: Forward,
): Promise<void> {
  for (const { id: file, taxCount, standingCount, years } of rows.imports)
    await tx.update(taxImports).set({ taxCount, standingCount, years }).where(eq(taxImports.id, file))
  await insertAll(tx, taxImportRows, rows.bad)
  await write(
    tx,
    some(rows, (one) => one !== id),
    forward,
  )
}
