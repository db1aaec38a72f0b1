import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import type { Id } from '../platform/ids.ts'
import type { Copied } from './search.ts'

/** Firms as a need copies them, in the order of their ids. */
export const firmsAfter = (from: Reader, after: Id<'enterprise'> | null, limit: number) =>
  from
    .select({
      ...{ id: enterprises.id, name: enterprises.name, region: enterprises.region },
      ...{ industry: enterprises.industry, size: enterprises.size },
    })
    .from(enterprises)
    .where(after === null ? undefined : gt(enterprises.id, after))
    .orderBy(asc(enterprises.id))
    .limit(limit)

/**
 * The needs of these firms in the hall with what they carry of them, firm by firm. The state is compared as a text of its
 * own: by the index of the states every need of the hall would be walked through for each few firms.
 */
export const copiesOf = (from: Reader, enterpriseIds: readonly string[]) =>
  from
    .select({
      ...{ id: needs.id, number: needs.number, enterpriseId: needs.enterpriseId },
      ...{ nameShown: needs.nameShown, story: needs.story },
      ...{ region: needs.region, industry: needs.industry, size: needs.size, search: needs.search },
    })
    .from(needs)
    .where(
      and(inArray(sql`${needs.enterpriseId}`, [...enterpriseIds]), sql`${needs.state} || '' = 'published'`),
    )
    .orderBy(asc(needs.enterpriseId))

/** It is no change of what the firm asks for, so the version that people read stays. */
export async function copyAgain(
  tx: Transaction,
  id: Id<'need'>,
  copied: Omit<Copied, 'name'>,
): Promise<void> {
  await tx.update(needs).set(copied).where(eq(needs.id, id))
}
