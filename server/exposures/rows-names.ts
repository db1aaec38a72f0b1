import { eq, inArray } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { bridgePools } from '../../db/tables/bridges.ts'
import { compensationPools } from '../../db/tables/covers.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { ledgerBooks } from '../../db/tables/ledger.ts'
import type { InstitutionId } from '../institutions/institution.ts'

type Name = { readonly zh: string; readonly en: string }

/** What those who bear are called: institutions by their short names, pools by those of their books. */
export async function namesOf(from: Reader, keys: readonly string[]): Promise<ReadonlyMap<string, Name>> {
  const names = new Map<string, Name>()
  const known = await from
    .select({ id: institutions.id, name: institutions.shortName })
    .from(institutions)
    .where(inArray(institutions.id, keys as readonly string[] as InstitutionId[]))
  for (const { id, name } of known) names.set(id, { zh: name, en: name })
  const pools = await from
    .select({ id: compensationPools.id, name: ledgerBooks.name })
    .from(compensationPools)
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, compensationPools.bookId))
  const bridges = await from
    .select({ id: bridgePools.id, name: ledgerBooks.name })
    .from(bridgePools)
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, bridgePools.bookId))
  for (const { id, name } of [...pools, ...bridges]) names.set(id, name)
  return names
}
