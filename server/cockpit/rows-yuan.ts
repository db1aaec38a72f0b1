import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { guaranteeCustomers } from '../../db/tables/guarantee-figures.ts'
import { needs } from '../../db/tables/needs.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Fen, plus } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'

/** The needs in the hall of a place behind one of them, as far as cover asks about them. */
export const hallNeeds = (from: Reader, region: string, after: Id<'need'> | null, limit: number) =>
  from
    .select({
      ...{ id: needs.id, enterpriseId: needs.enterpriseId, amountFen: needs.amountFen },
      ...{ size: needs.size, industry: needs.industry, guaranteeModes: needs.guaranteeModes },
    })
    .from(needs)
    .where(
      and(
        eq(needs.state, 'published'),
        startsWith(needs.region, region),
        after ? gt(needs.id, after) : undefined,
      ),
    )
    .orderBy(asc(needs.id))
    .limit(limit)
export type HallNeed = Awaited<ReturnType<typeof hallNeeds>>[number]

/** What some firms have guaranteed over all guarantors, asked for and promised included. */
export async function guaranteedOf(
  from: Reader,
  firms: readonly EnterpriseId[],
): Promise<ReadonlyMap<string, Fen>> {
  const found = await from
    .select()
    .from(guaranteeCustomers)
    .where(inArray(guaranteeCustomers.enterpriseId, [...firms]))
  return new Map(
    found.map(({ enterpriseId, pendingFen, promisedFen, balanceFen }) => [
      enterpriseId,
      plus(pendingFen, promisedFen, balanceFen),
    ]),
  )
}
