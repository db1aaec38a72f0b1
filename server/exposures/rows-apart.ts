import { and, eq, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { bridgePools, bridges } from '../../db/tables/bridges.ts'
import { covers } from '../../db/tables/covers.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { exposures } from '../../db/tables/exposures.ts'
import { guaranteeShares, guarantees } from '../../db/tables/guarantees.ts'
import { loans } from '../../db/tables/loans.ts'
import type { Id } from '../platform/ids.ts'

/*
 * What the rooms' own rows say differently: those alone, so that a sound house answers with nothing; of all, or of a few by
 * their ids.
 */

const counts = sql`case when ${guarantees.state} in ('in-force', 'claimed') then 1 else 0 end`

export const guaranteesApart = (from: Reader, among?: readonly Id<'guarantee'>[]) =>
  from
    .select({ guarantee: guarantees })
    .from(guarantees)
    .leftJoin(exposures, eq(exposures.id, guarantees.id))
    .where(
      and(
        among && inArray(guarantees.id, [...among]),
        isNotNull(guarantees.inForceOn),
        or(
          and(isNull(exposures.id), sql`${counts} = 1`),
          ne(exposures.balanceFen, guarantees.balanceFen),
          sql`${exposures.loans} <> ${counts}`,
        ),
      ),
    )

export const sharesOfGuarantee = (from: Reader, id: (typeof guarantees.$inferSelect)['id']) =>
  from.select().from(guaranteeShares).where(eq(guaranteeShares.guaranteeId, id))

const coveredFen = sql`case
  when ${covers.state} <> 'in-cover' or ${covers.compensatedOn} is not null then 0
  when ${covers.filedFen} < ${loans.balanceFen} then ${covers.filedFen} else ${loans.balanceFen} end`

export const coversApart = (from: Reader, among?: readonly Id<'cover'>[]) =>
  from
    .select({
      id: covers.id,
      standing:
        sql<number>`case when ${covers.state} = 'in-cover' and ${covers.compensatedOn} is null then 1 else 0 end`.mapWith(
          Number,
        ),
      loan: { id: loans.id, balanceFen: loans.balanceFen, firstDrawnOn: loans.firstDrawnOn },
    })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .leftJoin(exposures, eq(exposures.id, covers.id))
    .where(
      and(
        among && inArray(covers.id, [...among]),
        sql`coalesce(${exposures.balanceFen}, 0) <> ${coveredFen}`,
      ),
    )

const outFen = sql`case when ${bridges.state} in ('paid', 'settled', 'renewed')
  then ${bridges.amountFen} - ${bridges.repaidFen} else 0 end`

export const advancesApart = (from: Reader, among?: readonly Id<'bridge'>[]) =>
  from
    .select({
      advance: bridges,
      scheme: bridgePools.policyCode,
      outFen: sql<number>`${outFen}`.mapWith(Number),
      firm: { industry: enterprises.industry, size: enterprises.size },
    })
    .from(bridges)
    .innerJoin(bridgePools, eq(bridgePools.id, bridges.poolId))
    .innerJoin(enterprises, eq(enterprises.id, bridges.enterpriseId))
    .leftJoin(exposures, eq(exposures.id, bridges.id))
    .where(
      and(among && inArray(bridges.id, [...among]), sql`coalesce(${exposures.balanceFen}, 0) <> ${outFen}`),
    )

/** The first thing whose own rows say otherwise than its exposure; null where there is none. */
export async function firstApart(from: Reader): Promise<string | null> {
  const [guarantee] = await guaranteesApart(from).limit(1)
  if (guarantee) return `guarantee ${guarantee.guarantee.id}`
  const [cover] = await coversApart(from).limit(1)
  if (cover) return `cover ${cover.id}`
  const [advance] = await advancesApart(from).limit(1)
  return advance ? `bridge ${advance.advance.id}` : null
}
