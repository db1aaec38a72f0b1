import { and, asc, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import { updateAll } from '../../db/bulk.ts'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { taxGradeFacts, taxImports, taxPaidFacts, taxStandingFacts } from '../../db/tables/tax-facts.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { TaxGrade } from '../enterprises/tax-grade.ts'

/** A fact counts while its file is booked; what an objection corrected counts by itself. */
const counts = (table: typeof taxGradeFacts | typeof taxPaidFacts | typeof taxStandingFacts) =>
  or(isNull(table.importId), eq(taxImports.state, 'booked'))

const gradeColumns = {
  enterpriseId: taxGradeFacts.enterpriseId,
  id: taxGradeFacts.id,
  assessYear: taxGradeFacts.assessYear,
  grade: taxGradeFacts.grade,
  asOf: taxGradeFacts.asOf,
  source: taxGradeFacts.source,
  reason: taxGradeFacts.reason,
  number: taxImports.number,
}

const taxColumns = {
  enterpriseId: taxPaidFacts.enterpriseId,
  id: taxPaidFacts.id,
  year: taxPaidFacts.year,
  sum: taxPaidFacts.sum,
  asOf: taxPaidFacts.asOf,
  source: taxPaidFacts.source,
  vatFen: taxPaidFacts.vatFen,
  incomeFen: taxPaidFacts.incomeFen,
  otherFen: taxPaidFacts.otherFen,
  refundFen: taxPaidFacts.refundFen,
  number: taxImports.number,
}

const standingColumns = {
  enterpriseId: taxStandingFacts.enterpriseId,
  id: taxStandingFacts.id,
  asOf: taxStandingFacts.asOf,
  source: taxStandingFacts.source,
  arrearsFen: taxStandingFacts.arrearsFen,
  abnormal: taxStandingFacts.abnormal,
  number: taxImports.number,
}

/** Everything that counts of one firm, newest first. */
export async function statedOf(from: Reader, enterpriseId: EnterpriseId) {
  const [grades, taxes, standings] = await Promise.all([
    gradesOf(from, enterpriseId),
    taxesOf(from, enterpriseId),
    standingsOf(from, enterpriseId),
  ])
  return { grades, taxes, standings }
}
export type StatedOf = Awaited<ReturnType<typeof statedOf>>

const gradesOf = (from: Reader, enterpriseId: EnterpriseId) =>
  prepared(from, 'tax_facts_grades_of', (reader, name) =>
    reader
      .select(gradeColumns)
      .from(taxGradeFacts)
      .leftJoin(taxImports, eq(taxImports.id, taxGradeFacts.importId))
      .where(and(eq(taxGradeFacts.enterpriseId, sql.placeholder('id')), counts(taxGradeFacts)))
      .orderBy(desc(taxGradeFacts.assessYear), desc(taxGradeFacts.asOf), desc(taxGradeFacts.id))
      .prepare(name),
  ).execute({ id: enterpriseId })

const taxesOf = (from: Reader, enterpriseId: EnterpriseId) =>
  prepared(from, 'tax_facts_taxes_of', (reader, name) =>
    reader
      .select(taxColumns)
      .from(taxPaidFacts)
      .leftJoin(taxImports, eq(taxImports.id, taxPaidFacts.importId))
      .where(and(eq(taxPaidFacts.enterpriseId, sql.placeholder('id')), counts(taxPaidFacts)))
      .orderBy(desc(taxPaidFacts.year), desc(taxPaidFacts.asOf), desc(taxPaidFacts.id))
      .prepare(name),
  ).execute({ id: enterpriseId })

const standingsOf = (from: Reader, enterpriseId: EnterpriseId) =>
  prepared(from, 'tax_facts_standings_of', (reader, name) =>
    reader
      .select(standingColumns)
      .from(taxStandingFacts)
      .leftJoin(taxImports, eq(taxImports.id, taxStandingFacts.importId))
      .where(and(eq(taxStandingFacts.enterpriseId, sql.placeholder('id')), counts(taxStandingFacts)))
      .orderBy(desc(taxStandingFacts.asOf), desc(taxStandingFacts.id))
      .prepare(name),
  ).execute({ id: enterpriseId })

/** What a firm says itself, and what of it is under examination. */
export type Declaring = {
  readonly id: EnterpriseId
  readonly taxGrade: TaxGrade | null
  readonly disputed: readonly string[] | null
}

export async function declaringOf(from: Reader, enterpriseId: EnterpriseId): Promise<Declaring | null> {
  const query = prepared(from, 'tax_facts_declaring', (reader, name) =>
    reader
      .select({ id: enterprises.id, taxGrade: enterprises.taxGrade, disputed: enterprises.disputed })
      .from(enterprises)
      .where(eq(enterprises.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id: enterpriseId })
  return row ?? null
}

/** All firms by id, each with what it declares. */
export const allDeclaring = (from: Reader): Promise<Declaring[]> =>
  from
    .select({ id: enterprises.id, taxGrade: enterprises.taxGrade, disputed: enterprises.disputed })
    .from(enterprises)
    .orderBy(asc(enterprises.id))

/** Everything that counts of all firms, in three queries. */
export async function allStated(from: Reader) {
  const [grades, taxes, standings] = await Promise.all([
    from
      .select(gradeColumns)
      .from(taxGradeFacts)
      .leftJoin(taxImports, eq(taxImports.id, taxGradeFacts.importId))
      .where(counts(taxGradeFacts)),
    from
      .select(taxColumns)
      .from(taxPaidFacts)
      .leftJoin(taxImports, eq(taxImports.id, taxPaidFacts.importId))
      .where(counts(taxPaidFacts)),
    from
      .select(standingColumns)
      .from(taxStandingFacts)
      .leftJoin(taxImports, eq(taxImports.id, taxStandingFacts.importId))
      .where(counts(taxStandingFacts)),
  ])
  return { grades, taxes, standings }
}

/** The grades that count of some firms. */
export const gradesOfFirms = (from: Reader, ids: readonly EnterpriseId[]) =>
  from
    .select(gradeColumns)
    .from(taxGradeFacts)
    .leftJoin(taxImports, eq(taxImports.id, taxGradeFacts.importId))
    .where(and(inArray(taxGradeFacts.enterpriseId, [...ids]), counts(taxGradeFacts)))

export type KeptGrade = {
  readonly id: EnterpriseId
  readonly taxBureauGrade: TaxGrade | null
  readonly taxBureauYear: number | null
}

/** Keeps the newest grade beside the firm, where matching and lists read it; its version stays, for it said nothing. */
export const keepGrades = (tx: Transaction, grades: readonly KeptGrade[]): Promise<number> =>
  updateAll(tx, enterprises, { keys: ['id'] }, grades)

export const addGrade = async (tx: Transaction, row: typeof taxGradeFacts.$inferInsert): Promise<void> => {
  await tx.insert(taxGradeFacts).values(row)
}
export const addTax = async (tx: Transaction, row: typeof taxPaidFacts.$inferInsert): Promise<void> => {
  await tx.insert(taxPaidFacts).values(row)
}
export const addStanding = async (
  tx: Transaction,
  row: typeof taxStandingFacts.$inferInsert,
): Promise<void> => {
  await tx.insert(taxStandingFacts).values(row)
}
