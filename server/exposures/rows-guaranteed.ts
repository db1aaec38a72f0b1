import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { exposureEntries, exposureParties, exposures } from '../../db/tables/exposures.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'

/** Whose guarantees: those that an institution shares in, or those of a place. */
export type Holder = { readonly sharerId: InstitutionId } | { readonly region: string }

const ofHolder = (holder: Holder): SQL | undefined =>
  'sharerId' in holder
    ? sql`exists (select 1 from ${exposureParties} where ${exposureParties.party} = ${holder.sharerId}
        and ${exposureParties.exposureId} = ${exposures.id})`
    : startsWith(exposures.district, holder.region.slice(0, 6))

/** What an exposure had when a day ended: what it has, less what was recorded after. */
const hadOn = (on: Day): SQL =>
  sql`(${exposures.balanceFen} - (select coalesce(sum(${exposureEntries.balanceFen}), 0) from ${exposureEntries}
    where ${exposureEntries.exposureId} = ${exposures.id} and ${exposureEntries.recordedOn} > ${on}))`

/** Firms with what they had guaranteed when a day ended, the most first; of some firms, or the first so many. */
export function firmsGuaranteedOn(
  from: Reader,
  holder: Holder,
  on: Day,
  which: { readonly firms: readonly EnterpriseId[] } | { readonly first: number },
) {
  const stood = from
    .select({
      ...{ firmId: exposures.enterpriseId, firm: sql<string>`${enterprises.name}`.as('firm') },
      hadFen: hadOn(on).as('had_fen'),
    })
    .from(exposures)
    .innerJoin(enterprises, eq(enterprises.id, exposures.enterpriseId))
    .where(
      and(
        ...[eq(exposures.kind, 'guarantee'), ofHolder(holder)],
        'firms' in which ? inArray(exposures.enterpriseId, [...which.firms]) : undefined,
      ),
    )
    .as('stood')
  const sum = sql<Fen>`sum(${stood.hadFen})`.mapWith((value) => fen(Number(value)))
  const query = from
    .select({
      ...{ firmId: stood.firmId, firm: stood.firm, balanceFen: sum },
      guarantees: sql<number>`count(*)`.mapWith(Number),
    })
    .from(stood)
    .where(sql`${stood.hadFen} > 0`)
    .groupBy(stood.firmId, stood.firm)
    .orderBy(desc(sql`3`), stood.firmId)
  return 'first' in which ? query.limit(which.first) : query
}

/** The guarantees of some firms that a holder shares in, for the parts that their entries tell. */
export const guaranteesOfFirms = (from: Reader, holder: Holder, firms: readonly EnterpriseId[]) =>
  from
    .select({ id: exposures.id, firmId: exposures.enterpriseId })
    .from(exposures)
    .where(
      and(
        ...[eq(exposures.kind, 'guarantee'), ofHolder(holder)],
        inArray(exposures.enterpriseId, [...firms]),
      ),
    )
