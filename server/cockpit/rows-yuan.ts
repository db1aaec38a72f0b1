import { and, asc, eq, gt, inArray, max } from 'drizzle-orm'
import { oneOfMany, type Reader, startsWith } from '../../db/index.ts'
import { guaranteeCustomers } from '../../db/tables/guarantee-figures.ts'
import { matches } from '../../db/tables/matching.ts'
import { needs } from '../../db/tables/needs.ts'
import { products } from '../../db/tables/products.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { ShelfVerdict } from '../matching/match.ts'
import { type Fen, plus } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'
import type { ProductKind } from '../products/product.ts'

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

/** The products on the shelf of some kinds, with what they lend against. */
export const listedOf = (from: Reader, kinds: readonly ProductKind[]) =>
  from
    .select({ id: products.id, guaranteeModes: products.guaranteeModes })
    .from(products)
    .where(and(eq(products.state, 'listed'), inArray(products.kind, [...kinds])))

/** What the newest match of some needs said of every product that day; nothing of a need that was never matched. */
export async function newestVerdicts(
  from: Reader,
  ids: readonly Id<'need'>[],
): Promise<ReadonlyMap<string, readonly ShelfVerdict[]>> {
  const newest = from
    .select({ id: max(matches.id) })
    .from(matches)
    .where(oneOfMany(matches.needId, ids))
    .groupBy(matches.needId)
  const found = await from
    .select({ needId: matches.needId, verdicts: matches.verdicts })
    .from(matches)
    .where(inArray(matches.id, newest))
  return new Map(found.map(({ needId, verdicts }) => [needId, verdicts]))
}
