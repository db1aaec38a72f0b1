import { and, desc, eq, gt, inArray, isNotNull, lte, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith, sumFen } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guaranteeCustomers, guarantorCustomers } from '../../db/tables/guarantee-figures.ts'
import { guaranteeChanges, guaranteeShares, guarantees } from '../../db/tables/guarantees.ts'
import type { ExposureDimension } from '../exposures/exposure.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { noFen } from '../money/fen.ts'

/** The ten customers with the most in force: of a guarantor, or of a place over all guarantors. */
export const topCustomers = (from: Reader, whose: { guarantorId: InstitutionId } | { region: string }) =>
  'guarantorId' in whose
    ? from
        .select({ id: enterprises.id, firm: enterprises.name, balanceFen: guarantorCustomers.balanceFen })
        .from(guarantorCustomers)
        .innerJoin(enterprises, eq(enterprises.id, guarantorCustomers.enterpriseId))
        .where(
          and(
            eq(guarantorCustomers.guarantorId, whose.guarantorId),
            gt(guarantorCustomers.balanceFen, noFen),
          ),
        )
        .orderBy(desc(guarantorCustomers.balanceFen))
        .limit(10)
    : from
        .select({ id: enterprises.id, firm: enterprises.name, balanceFen: guaranteeCustomers.balanceFen })
        .from(guaranteeCustomers)
        .innerJoin(enterprises, eq(enterprises.id, guaranteeCustomers.enterpriseId))
        .where(and(startsWith(enterprises.region, whose.region), gt(guaranteeCustomers.balanceFen, noFen)))
        .orderBy(desc(guaranteeCustomers.balanceFen))
        .limit(10)

const inForceText = sql`cast(${guarantees.inForceOn} as text)`

/** By what a past day is divided: a column of the guarantee each. */
const columnOf = {
  bank: guarantees.bankId,
  guarantor: guarantees.guarantorId,
  district: guarantees.district,
  industry: sql<string>`substr(${guarantees.industry}, 1, 1)`,
  size: sql<string>`coalesce(${guarantees.size}, 'unknown')`,
  scheme: guarantees.arrangement,
  // The quarter in which it came into force, as kept figures name it.
  vintage: sql<string>`substr(${inForceText}, 1, 4) || 'Q' || ((cast(substr(${inForceText}, 6, 2) as integer) + 2) / 3)`,
} as const satisfies Partial<Record<ExposureDimension, unknown>>
export type PastDimension = keyof typeof columnOf
export const pastDimensions = Object.keys(columnOf) as readonly PastDimension[]

/** What was in force at the end of a day, divided by one thing, from the changes alone. */
export const inForceOn = (
  from: Reader,
  whose: { guarantorId: InstitutionId } | { sharerId: InstitutionId } | { region: string },
  dimension: PastDimension,
  on: Day,
) =>
  from
    .select({
      key: sql<string>`${columnOf[dimension]}`.as('key'),
      balanceFen: sumFen(guaranteeChanges.deltaFen),
      guarantees: countRows(),
    })
    .from(guaranteeChanges)
    .innerJoin(guarantees, eq(guarantees.id, guaranteeChanges.guaranteeId))
    .where(
      and(
        lte(guaranteeChanges.happenedOn, on),
        isNotNull(guarantees.inForceOn),
        'guarantorId' in whose
          ? eq(guarantees.guarantorId, whose.guarantorId)
          : 'region' in whose
            ? startsWith(guarantees.district, whose.region)
            : inArray(
                guarantees.id,
                from
                  .select({ id: guaranteeShares.guaranteeId })
                  .from(guaranteeShares)
                  .where(eq(guaranteeShares.institutionId, whose.sharerId)),
              ),
      ),
    )
    .groupBy(sql`1`)
