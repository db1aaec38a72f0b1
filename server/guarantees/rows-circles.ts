import { and, desc, eq, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith, sumFen } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { firmRelations } from '../../db/tables/guarantee-figures.ts'
import { guaranteeShares, guarantees } from '../../db/tables/guarantees.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { type Fen, fen, noFen } from '../money/fen.ts'
import type { FirmExposure } from './circles.ts'

/** Whose guarantees: those that an institution shares in, or those of a place, whose whole balance counts. */
export type Holder = { readonly sharerId: InstitutionId } | { readonly region: string }

/** All relations in force; there are as many as guarantors recorded, not as guarantees. */
export const standingRelations = (from: Reader) =>
  from
    .select({
      kind: firmRelations.kind,
      from: firmRelations.fromId,
      to: firmRelations.toMember,
      toName: firmRelations.toName,
      sharePpm: firmRelations.sharePpm,
    })
    .from(firmRelations)
    .where(isNull(firmRelations.endedAt))

/** What of each guarantee a holder bears: once, also where one institution is two of its parties. */
const partOf = (from: Reader, holder: Holder) =>
  from
    .select({
      guaranteeId: guaranteeShares.guaranteeId,
      ownFen: sumFen(guaranteeShares.contingentFen).as('contingent_of_holder'),
    })
    .from(guaranteeShares)
    .where('sharerId' in holder ? eq(guaranteeShares.institutionId, holder.sharerId) : sql`false`)
    .groupBy(guaranteeShares.guaranteeId)
    .as('own')

/** Firms with what they have in force; for whoever shares with his part of it, for a place with the whole. */
function held(from: Reader, holder: Holder, which?: SQL) {
  const own = partOf(from, holder)
  return from
    .select({
      ...{ firmId: guarantees.enterpriseId, firm: enterprises.name },
      balanceFen: sumFen(guarantees.balanceFen),
      shareFen:
        'sharerId' in holder
          ? sql<Fen>`coalesce(sum(${own.ownFen}), 0)`.mapWith((value) => fen(Number(value)))
          : sumFen(guarantees.balanceFen),
      guarantees: countRows(),
    })
    .from(guarantees)
    .innerJoin(enterprises, eq(enterprises.id, guarantees.enterpriseId))
    .leftJoin(own, eq(own.guaranteeId, guarantees.id))
    .where(
      and(
        gt(guarantees.balanceFen, noFen),
        which,
        'region' in holder
          ? startsWith(guarantees.district, holder.region)
          : sql`${own.guaranteeId} is not null`,
      ),
    )
}

/** What some firms have in force, of a holder's guarantees. */
export async function exposuresOfFirms(
  from: Reader,
  holder: Holder,
  firms: readonly EnterpriseId[],
): Promise<FirmExposure[]> {
  const found: FirmExposure[] = []
  const atOnce = 400
  for (let at = 0; at < firms.length; at += atOnce)
    found.push(
      ...(await held(from, holder, inArray(guarantees.enterpriseId, firms.slice(at, at + atOnce))).groupBy(
        guarantees.enterpriseId,
        enterprises.name,
      )),
    )
  return found
}

/** The ten firms with the most in force, of a holder's guarantees. */
export const topFirms = (from: Reader, holder: Holder): Promise<FirmExposure[]> =>
  held(from, holder).groupBy(guarantees.enterpriseId, enterprises.name).orderBy(desc(sql`3`)).limit(10)
