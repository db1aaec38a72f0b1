import { and, eq, inArray, sql } from 'drizzle-orm'
import { prepared, type Reader } from '../../db/index.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { InstitutionId } from './institution.ts'

export type Institution = typeof institutions.$inferSelect

export async function institutionOf(from: Reader, id: InstitutionId): Promise<Institution | null> {
  const query = prepared(from, 'institution_by_id', (reader, name) =>
    reader
      .select()
      .from(institutions)
      .where(eq(institutions.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

/** Banks that are in business, by their names in pinyin. */
export const allBanks = (from: Reader): Promise<Institution[]> =>
  from
    .select()
    .from(institutions)
    .where(and(eq(institutions.kind, 'bank'), eq(institutions.state, 'active')))
    .orderBy(institutions.pinyin, institutions.id)

/** The institution of a name, whichever width its brackets were typed in; null for whoever is none. */
export async function institutionNamed(from: Reader, name: string): Promise<Institution | null> {
  const folded = (text: string) => text.normalize('NFKC')
  const all = await from.select().from(institutions).where(eq(institutions.state, 'active'))
  return all.find((one) => folded(one.name) === folded(name)) ?? null
}

/** Those who run public pools. */
export const poolHouses = (from: Reader): Promise<Institution[]> =>
  from
    .select()
    .from(institutions)
    .where(and(eq(institutions.kind, 'pool'), eq(institutions.state, 'active')))
    .orderBy(institutions.pinyin, institutions.id)

/** Banks and guarantors that are in business, the banks first. */
export const banksAndGuarantors = (from: Reader): Promise<Institution[]> =>
  from
    .select()
    .from(institutions)
    .where(and(inArray(institutions.kind, ['bank', 'guarantor']), eq(institutions.state, 'active')))
    .orderBy(institutions.kind, institutions.pinyin, institutions.id)

/** The guarantors in business, by their names in pinyin. */
export const guarantorsInBusiness = (from: Reader): Promise<Institution[]> =>
  from
    .select()
    .from(institutions)
    .where(and(eq(institutions.kind, 'guarantor'), eq(institutions.state, 'active')))
    .orderBy(institutions.pinyin, institutions.id)
