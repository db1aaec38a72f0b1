import { and, asc, eq, gt } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import type { Id } from '../platform/ids.ts'
import type { Copied } from './search.ts'

/** Needs in the hall with what they carry of their firm, and what the firm's own row says now; in the order of ids. */
export const copiesInHall = (from: Reader, after: Id<'need'> | null, limit: number) =>
  from
    .select({
      need: {
        ...{ id: needs.id, number: needs.number, nameShown: needs.nameShown, story: needs.story },
        ...{ region: needs.region, industry: needs.industry, size: needs.size, search: needs.search },
      },
      firm: {
        ...{ name: enterprises.name, region: enterprises.region },
        ...{ industry: enterprises.industry, size: enterprises.size },
      },
    })
    .from(needs)
    .innerJoin(enterprises, eq(enterprises.id, needs.enterpriseId))
    .where(and(eq(needs.state, 'published'), after === null ? undefined : gt(needs.id, after)))
    .orderBy(asc(needs.id))
    .limit(limit)

/** It is no change of what the firm asks for, so the version that people read stays. */
export async function copyAgain(
  tx: Transaction,
  id: Id<'need'>,
  copied: Omit<Copied, 'name'>,
): Promise<void> {
  await tx.update(needs).set(copied).where(eq(needs.id, id))
}
