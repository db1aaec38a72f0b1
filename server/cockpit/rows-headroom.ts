import { and, desc, eq, exists, gt, inArray, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { batchAgreements } from '../../db/tables/batches.ts'
import { covers } from '../../db/tables/covers.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { exposureFirms } from '../../db/tables/exposures.ts'
import {
  guaranteeCustomers,
  guarantorAssets,
  guarantorCustomers,
  guarantors,
} from '../../db/tables/guarantee-figures.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'

const sumOf = (value: SQL) => sql<Fen>`${value}`.mapWith((sum) => fen(Number(sum)))
const asked = sql`${guaranteeCustomers.pendingFen} + ${guaranteeCustomers.promisedFen} + ${guaranteeCustomers.balanceFen}`

/**
 * The customers under an arrangement with the most guaranteed over all guarantors, asked for and promised included, as their
 * cap counts it.
 */
export const mostGuaranteed = (from: Reader, region: string, arrangement: string, limit: number) =>
  from
    .select({ id: enterprises.id, name: enterprises.name, usedFen: sumOf(asked) })
    .from(guaranteeCustomers)
    .innerJoin(enterprises, eq(enterprises.id, guaranteeCustomers.enterpriseId))
    .where(
      and(
        sql`${asked} > 0`,
        startsWith(enterprises.region, region),
        exists(
          from
            .select({ id: guarantees.id })
            .from(guarantees)
            .where(
              and(
                eq(guarantees.enterpriseId, guaranteeCustomers.enterpriseId),
                eq(guarantees.arrangement, arrangement),
                or(gt(guarantees.openFen, fen(0)), gt(guarantees.balanceFen, fen(0))),
              ),
            ),
        ),
      ),
    )
    .orderBy(desc(asked), enterprises.id)
    .limit(limit)

/** The guarantors of a place with their books and the net assets that count on a day. */
export async function guarantorBooks(from: Reader, region: string, on: Day) {
  const books = await from
    .select({ id: institutions.id, name: institutions.shortName, book: guarantors })
    .from(guarantors)
    .innerJoin(institutions, eq(institutions.id, guarantors.guarantorId))
    .where(startsWith(institutions.region, region))
    .orderBy(institutions.id)
  const found = []
  for (const one of books) {
    const [assets] = await from
      .select({ netAssetsFen: guarantorAssets.netAssetsFen })
      .from(guarantorAssets)
      .where(
        and(
          eq(guarantorAssets.guarantorId, one.id),
          eq(guarantorAssets.state, 'approved'),
          lte(guarantorAssets.asOf, on),
        ),
      )
      .orderBy(desc(guarantorAssets.asOf))
      .limit(1)
    found.push({ ...one, netAssetsFen: assets?.netAssetsFen ?? null })
  }
  return found
}

const ownColumns = {
  ...{ id: enterprises.id, name: enterprises.name, usedFen: guarantorCustomers.committedFen },
  guarantorId: guarantorCustomers.guarantorId,
}

/** The customers with the largest liability at a guarantor, what is promised included. */
export const mostCommitted = (from: Reader, guarantorId: InstitutionId, limit: number) =>
  from
    .select(ownColumns)
    .from(guarantorCustomers)
    .innerJoin(enterprises, eq(enterprises.id, guarantorCustomers.enterpriseId))
    .where(and(eq(guarantorCustomers.guarantorId, guarantorId), gt(guarantorCustomers.committedFen, fen(0))))
    .orderBy(desc(guarantorCustomers.committedFen), enterprises.id)
    .limit(limit)

/** What some firms have at every guarantor. */
export const committedBy = (from: Reader, firms: readonly EnterpriseId[]) =>
  from
    .select(ownColumns)
    .from(guarantorCustomers)
    .innerJoin(enterprises, eq(enterprises.id, guarantorCustomers.enterpriseId))
    .where(
      and(inArray(guarantorCustomers.enterpriseId, [...firms]), gt(guarantorCustomers.committedFen, fen(0))),
    )

/** Agreements in force on a day, with both sides. */
export const agreementsInForce = (from: Reader, region: string, on: Day) =>
  from
    .select({ agreement: batchAgreements, guarantor: institutions.shortName })
    .from(batchAgreements)
    .innerJoin(institutions, eq(institutions.id, batchAgreements.guarantorId))
    .where(
      and(
        eq(batchAgreements.state, 'in-force'),
        sql`${batchAgreements.endsOn} >= ${on}`,
        startsWith(institutions.region, region),
      ),
    )
    .orderBy(batchAgreements.id)

/** The firms of a place in the order of what they have under cover in all, some after others. */
export const firmsByExposure = (from: Reader, place: string, limit: number, offset: number) =>
  from
    .select({ id: exposureFirms.enterpriseId, balanceFen: exposureFirms.balanceFen })
    .from(exposureFirms)
    .where(and(eq(exposureFirms.place, place), gt(exposureFirms.balanceFen, fen(0))))
    .orderBy(desc(exposureFirms.balanceFen), exposureFirms.enterpriseId)
    .limit(limit)
    .offset(offset)

/** What some firms have under the arrangements of pools, what is asked for included, as their caps count it. */
export const coveredBy = (from: Reader, arrangements: readonly string[], firms: readonly EnterpriseId[]) =>
  covered(from, arrangements, inArray(covers.enterpriseId, [...firms]))

/** The same of all who wait for the operator's word or were paid for: these are few, and the exposure does not hold them. */
export const coveredBesides = (from: Reader, arrangements: readonly string[]) =>
  covered(
    from,
    arrangements,
    inArray(
      covers.enterpriseId,
      from
        .select({ id: covers.enterpriseId })
        .from(covers)
        .where(or(eq(covers.state, 'filed'), isNotNull(covers.compensatedOn))),
    ),
  )

const least = sql`case when ${covers.filedFen} < ${loans.balanceFen} then ${covers.filedFen} else ${loans.balanceFen} end`

const covered = (from: Reader, arrangements: readonly string[], which: SQL) =>
  from
    .select({
      ...{ id: enterprises.id, name: enterprises.name, region: enterprises.region },
      ...{ arrangement: covers.arrangement, usedFen: sumOf(sql`sum(${least})`) },
    })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .innerJoin(enterprises, eq(enterprises.id, covers.enterpriseId))
    .where(
      and(
        which,
        inArray(covers.arrangement, [...arrangements]),
        inArray(covers.state, ['filed', 'in-cover']),
      ),
    )
    .groupBy(enterprises.id, enterprises.name, enterprises.region, covers.arrangement)

/** Firms by their names. */
export async function firmsNamed(
  from: Reader,
  ids: readonly EnterpriseId[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const atOnce = 400
  const all = [...new Set(ids)]
  for (let at = 0; at < all.length; at += atOnce)
    for (const { id, name } of await from
      .select({ id: enterprises.id, name: enterprises.name })
      .from(enterprises)
      .where(inArray(enterprises.id, all.slice(at, at + atOnce))))
      found.set(id, name)
  return found
}
