import { and, asc, desc, eq, gt, inArray, isNotNull, ne, or, sql } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import { oneOfMany, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import {
  taxGradeFacts,
  taxImportRows,
  taxImports,
  taxPaidFacts,
  taxStandingFacts,
} from '../../db/tables/tax-facts.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'

export type TaxImport = typeof taxImports.$inferSelect
export type TaxImportRow = typeof taxImportRows.$inferSelect

/** What a piece of a file comes to, as rows. */
export type FactRows = {
  readonly grades: readonly (typeof taxGradeFacts.$inferInsert)[]
  readonly taxes: readonly (typeof taxPaidFacts.$inferInsert)[]
  readonly standings: readonly (typeof taxStandingFacts.$inferInsert)[]
  readonly bad: readonly TaxImportRow[]
}

export async function addImport(tx: Transaction, row: TaxImport): Promise<void> {
  await tx.insert(taxImports).values(row)
}

export async function addFacts(
  tx: Transaction,
  { grades, taxes, standings, bad }: FactRows,
  written: (count: number) => unknown,
): Promise<void> {
  // They do not wait for each other, so that they cross to a server together.
  await Promise.all([
    insertAll(tx, taxGradeFacts, grades, written),
    insertAll(tx, taxPaidFacts, taxes, written),
    insertAll(tx, taxStandingFacts, standings, written),
    insertAll(tx, taxImportRows, bad, written),
  ])
}

export async function importById(from: Reader, id: Id<'tax-import'>): Promise<TaxImport | null> {
  const [row] = await from.select().from(taxImports).where(eq(taxImports.id, id))
  return row ?? null
}

/** The file of the same content that counts already. */
export async function bookedWithHash(from: Reader, fileHash: string): Promise<TaxImport | null> {
  const [row] = await from
    .select()
    .from(taxImports)
    .where(and(eq(taxImports.fileHash, fileHash), eq(taxImports.state, 'booked')))
    .limit(1)
  return row ?? null
}

/** Changes the version that was read, and only that one; null when somebody was quicker. */
export async function changeImport(
  tx: Transaction,
  { id, version }: Pick<TaxImport, 'id' | 'version'>,
  changes: Partial<Omit<typeof taxImports.$inferInsert, 'id' | 'number' | 'version'>>,
): Promise<TaxImport | null> {
  const [row] = await tx
    .update(taxImports)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(taxImports.id, id), eq(taxImports.version, version)))
    .returning()
  return row ?? null
}

/** The region of the bureau whose officer sent a file. */
export async function regionOfSender(from: Reader, { checkedBy }: TaxImport): Promise<string | null> {
  const [row] = await from.select({ region: people.region }).from(people).where(eq(people.id, checkedBy))
  return row?.region ?? null
}

/** Those of a city, newest first, each with who sent it. */
export const listImports = (from: Reader, region: string, limit: number, offset: number) =>
  from
    .select({ batch: taxImports, by: people.name })
    .from(taxImports)
    .innerJoin(people, eq(people.id, taxImports.checkedBy))
    .where(eq(people.region, region))
    .orderBy(desc(taxImports.id))
    .limit(limit)
    .offset(offset)

export const badRowsOf = (
  from: Reader,
  importId: Id<'tax-import'>,
  limit: number,
  offset = 0,
): Promise<TaxImportRow[]> =>
  from
    .select()
    .from(taxImportRows)
    .where(eq(taxImportRows.importId, importId))
    .orderBy(asc(taxImportRows.row))
    .limit(limit)
    .offset(offset)

/** The grades of a file row by row, with the firm of each and what counts of it now. */
export const gradesOfImport = (from: Reader, importId: Id<'tax-import'>, limit: number, offset: number) =>
  from
    .select({
      enterpriseId: enterprises.id,
      name: enterprises.name,
      uscc: enterprises.uscc,
      row: taxGradeFacts.importRow,
      assessYear: taxGradeFacts.assessYear,
      grade: taxGradeFacts.grade,
      asOf: taxGradeFacts.asOf,
      reason: taxGradeFacts.reason,
      standing: enterprises.taxBureauGrade,
    })
    .from(taxGradeFacts)
    .innerJoin(enterprises, eq(enterprises.id, taxGradeFacts.enterpriseId))
    .where(eq(taxGradeFacts.importId, importId))
    .orderBy(asc(taxGradeFacts.importRow))
    .limit(limit)
    .offset(offset)

/** The firms of a place behind some codes. */
export async function firmsWithCodes(
  from: Reader,
  codes: readonly string[],
  region: string,
): Promise<ReadonlyMap<string, EnterpriseId>> {
  const found = await from
    .select({ id: enterprises.id, uscc: enterprises.uscc })
    .from(enterprises)
    .where(and(oneOfMany(enterprises.uscc, codes), startsWith(enterprises.region, region)))
  return new Map(found.map(({ id, uscc }) => [uscc, id]))
}

/**
 * Writes the grade that counts on a day beside the firms of some rows of a file, after the file began or ceased to count.
 * The database works it out: a file may name every firm of the city. Says nothing of other rows.
 */
export async function keepGradesOfRows(
  tx: Transaction,
  importId: Id<'tax-import'>,
  on: Day,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const named = tx
    .select({ id: taxGradeFacts.enterpriseId })
    .from(taxGradeFacts)
    .where(
      and(eq(taxGradeFacts.importId, importId), sql`${taxGradeFacts.importRow} between ${from} and ${to}`),
    )
  const newest = (column: typeof taxGradeFacts.grade | typeof taxGradeFacts.assessYear) =>
    sql`(select ${column} from ${taxGradeFacts} left join ${taxImports} on ${taxImports.id} = ${taxGradeFacts.importId} where ${taxGradeFacts.enterpriseId} = ${enterprises.id} and (${taxGradeFacts.importId} is null or ${taxImports.state} = 'booked') and ${taxGradeFacts.asOf} <= ${on} order by ${taxGradeFacts.assessYear} desc, ${taxGradeFacts.asOf} desc, ${taxGradeFacts.id} desc limit 1)`
  await tx
    .update(enterprises)
    .set({
      taxBureauGrade: newest(taxGradeFacts.grade),
      taxBureauYear: newest(taxGradeFacts.assessYear),
    })
    .where(inArray(enterprises.id, named))
}

/** The last row of a file that holds a grade. */
export async function lastGradeRow(from: Reader, importId: Id<'tax-import'>): Promise<number> {
  const [row] = await from
    .select({ last: taxGradeFacts.importRow })
    .from(taxGradeFacts)
    .where(eq(taxGradeFacts.importId, importId))
    .orderBy(desc(taxGradeFacts.importRow))
    .limit(1)
  return row?.last ?? 0
}

/** How many firms of a file have a grade that was stated after it, by a file that counts or a correction. */
export async function gradesStatedLater(from: Reader, { id }: Pick<TaxImport, 'id'>): Promise<number> {
  const own = from
    .select({ enterpriseId: taxGradeFacts.enterpriseId })
    .from(taxGradeFacts)
    .where(eq(taxGradeFacts.importId, id))
  const [row] = await from
    .select({ count: sql<number>`count(distinct ${taxGradeFacts.enterpriseId})`.mapWith(Number) })
    .from(taxGradeFacts)
    .leftJoin(taxImports, eq(taxImports.id, taxGradeFacts.importId))
    .where(
      and(
        inArray(taxGradeFacts.enterpriseId, own),
        or(
          eq(taxGradeFacts.source, 'correction'),
          and(
            isNotNull(taxGradeFacts.importId),
            ne(taxGradeFacts.importId, id),
            eq(taxImports.state, 'booked'),
            gt(taxImports.id, id),
          ),
        ),
      ),
    )
  return row?.count ?? 0
}
