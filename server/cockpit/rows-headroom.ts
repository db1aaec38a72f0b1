import { and, desc, eq, exists, gt, inArray, or, type SQL, sql } from 'drizzle-orm'
import { oneOfMany, type Reader, startsWith } from '../../db/index.ts'
import { batchAgreements } from '../../db/tables/batches.ts'
import { compensationClaims } from '../../db/tables/compensation.ts'
import { covers } from '../../db/tables/covers.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { exposureFigures, exposures } from '../../db/tables/exposures.ts'
import { guaranteeCustomers, guarantorCustomers, guarantors } from '../../db/tables/guarantee-figures.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { everybody } from '../exposures/index.ts'
import { netAssetsOn } from '../guarantees/index.ts'
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
    const assets = await netAssetsOn(from, one.id, on)
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

/** How many covers an arrangement has in a place, from the kept figures. */
export async function countCovered(from: Reader, place: string, arrangement: string): Promise<number> {
  const [row] = await from
    .select({ loans: exposureFigures.loans })
    .from(exposureFigures)
    .where(
      and(
        ...[eq(exposureFigures.party, everybody), eq(exposureFigures.place, place)],
        ...[eq(exposureFigures.dimension, 'scheme'), eq(exposureFigures.key, arrangement)],
      ),
    )
  return row?.loans ?? 0
}

/** What the firms of a place have under an arrangement of pools, what is asked for included, as their caps count it. */
export const coveredUnder = (from: Reader, region: string, arrangement: string) =>
  covered(from, region, eq(covers.arrangement, arrangement))
export type Covered = { readonly id: EnterpriseId; readonly name: string; readonly usedFen: Fen }

/** By the firm: with the bare column SQLite would go through all covers of the arrangement. */
const under = (arrangement: string): SQL => sql`${covers.arrangement} || '' = ${arrangement}`

/** The same of some firms, wherever they are. */
export const coveredBy = (from: Reader, arrangement: string, firms: readonly EnterpriseId[]) =>
  covered(from, '', and(under(arrangement), oneOfMany(covers.enterpriseId, firms)))

/** The same of those alone who wait for the operator's word or of whom was claimed: these are few, and the exposure does not hold them. */
export const coveredBesides = (from: Reader, region: string, arrangement: string) => {
  const waiting = from
    .select({ id: covers.enterpriseId })
    .from(covers)
    .where(and(eq(covers.arrangement, arrangement), eq(covers.state, 'filed')))
  const claimed = from
    .select({ id: compensationClaims.enterpriseId })
    .from(compensationClaims)
    .where(eq(compensationClaims.arrangement, arrangement))
  const besides = or(inArray(covers.enterpriseId, waiting), inArray(covers.enterpriseId, claimed))
  return covered(from, region, and(under(arrangement), besides))
}

const least = sql`case when ${covers.filedFen} < ${loans.balanceFen} then ${covers.filedFen} else ${loans.balanceFen} end`

const covered = (from: Reader, region: string, which: SQL | undefined): Promise<Covered[]> =>
  from
    .select({ id: enterprises.id, name: enterprises.name, usedFen: sumOf(sql`sum(${least})`) })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .innerJoin(enterprises, eq(enterprises.id, covers.enterpriseId))
    .where(and(which, inArray(covers.state, ['filed', 'in-cover']), startsWith(enterprises.region, region)))
    .groupBy(enterprises.id, enterprises.name)

/** What some firms have under cover of an arrangement, of whose covers all are in force, from what is kept of each. */
export const exposedUnder = (
  from: Reader,
  region: string,
  arrangement: string,
  firms: readonly EnterpriseId[],
): Promise<Covered[]> =>
  from
    .select({
      ...{ id: enterprises.id, name: enterprises.name },
      usedFen: sumOf(sql`sum(${exposures.balanceFen})`),
    })
    .from(exposures)
    .innerJoin(enterprises, eq(enterprises.id, exposures.enterpriseId))
    .where(
      and(
        oneOfMany(exposures.enterpriseId, firms),
        eq(exposures.scheme, arrangement),
        startsWith(enterprises.region, region),
      ),
    )
    .groupBy(enterprises.id, enterprises.name)

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
