import { and, desc, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm'
import { contains, prepared, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { enterprises, enterpriseYears } from '../../db/tables/enterprises.ts'
import type { EnterpriseId, EnterpriseState } from './enterprise.ts'
import type { SizeClass } from './size-class.ts'

export type Firm = typeof enterprises.$inferSelect
export type FirmYear = typeof enterpriseYears.$inferSelect

export async function firmOf(from: Reader, id: EnterpriseId): Promise<Firm | null> {
  const query = prepared(from, 'enterprises_firm_of', (reader, name) =>
    reader
      .select()
      .from(enterprises)
      .where(eq(enterprises.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

export async function firmWithCode(from: Reader, uscc: string): Promise<Pick<Firm, 'id' | 'name'> | null> {
  const [row] = await from
    .select({ id: enterprises.id, name: enterprises.name })
    .from(enterprises)
    .where(eq(enterprises.uscc, uscc))
  return row ?? null
}

/** Figures by year, newest first. */
export const yearsOf = (from: Reader, id: EnterpriseId): Promise<FirmYear[]> =>
  prepared(from, 'enterprises_years_of', (reader, name) =>
    reader
      .select()
      .from(enterpriseYears)
      .where(eq(enterpriseYears.enterpriseId, sql.placeholder('id')))
      .orderBy(desc(enterpriseYears.year))
      .prepare(name),
  ).execute({ id })

export async function addFirm(tx: Transaction, row: typeof enterprises.$inferInsert): Promise<void> {
  await tx.insert(enterprises).values(row)
}

export type FirmChanges = Partial<Omit<typeof enterprises.$inferInsert, 'id' | 'version'>>

/** Changes the version that was read, and only that one; null when somebody was quicker. */
export async function changeFirm(
  tx: Transaction,
  { id, version }: Pick<Firm, 'id' | 'version'>,
  changes: FirmChanges,
): Promise<Firm | null> {
  const [row] = await tx
    .update(enterprises)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(enterprises.id, id), eq(enterprises.version, version)))
    .returning()
  return row ?? null
}

export async function keepYear(tx: Transaction, row: FirmYear): Promise<void> {
  const { employees, revenueFen, assetsFen } = row
  await tx
    .insert(enterpriseYears)
    .values(row)
    .onConflictDoUpdate({
      target: [enterpriseYears.enterpriseId, enterpriseYears.year],
      set: { employees, revenueFen, assetsFen },
    })
}

/** What waits for the bureau, oldest first; a region limits it to a prefix of division codes. */
export const firmsToReview = (from: Reader, region: string | null) =>
  from
    .select({ id: enterprises.id, name: enterprises.name, createdAt: enterprises.createdAt })
    .from(enterprises)
    .where(
      and(eq(enterprises.state, 'under-review'), region ? startsWith(enterprises.region, region) : undefined),
    )
    .orderBy(enterprises.createdAt, enterprises.id)

export type FirmFilters = {
  readonly region: string
  readonly section: string
  readonly size: SizeClass | null
  readonly state: EnterpriseState | null
  readonly words: string
}

/** Firms of a region by their names in pinyin; one row more than a page, to know whether there is a next. */
export const listFirms = (from: Reader, filters: FirmFilters, limit: number, offset: number) =>
  from
    .select({
      id: enterprises.id,
      uscc: enterprises.uscc,
      name: enterprises.name,
      region: enterprises.region,
      industry: enterprises.industry,
      size: enterprises.size,
      state: enterprises.state,
    })
    .from(enterprises)
    .where(and(...conditionsOf(filters)))
    .orderBy(enterprises.pinyin, enterprises.id)
    .limit(limit)
    .offset(offset)

function conditionsOf({ region, section, size, state, words }: FirmFilters): (SQL | undefined)[] {
  return [
    // Two bounds instead of a pattern: an index on the region serves them on both databases. A letter stands
    // after every digit in whatever order a database keeps its text.
    gte(enterprises.region, region),
    lt(enterprises.region, `${region}a`),
    section ? startsWith(enterprises.industry, section) : undefined,
    size ? eq(enterprises.size, size) : undefined,
    state ? eq(enterprises.state, state) : undefined,
    words
      ? or(
          contains(enterprises.name, words),
          contains(enterprises.uscc, words),
          contains(enterprises.pinyin, words),
        )
      : undefined,
  ]
}
