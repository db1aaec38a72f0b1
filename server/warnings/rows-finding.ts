import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { countRows, type Reader } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { bridges, promises } from '../../db/tables/bridges.ts'
import { covers } from '../../db/tables/covers.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guarantorCustomers, guarantors } from '../../db/tables/guarantee-figures.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { products } from '../../db/tables/products.ts'
import { outStates } from '../bridges/bridge.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen } from '../money/fen.ts'
import { million } from '../money/rate.ts'
import type { Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'

/* What the rules ask of the rows, each with an index behind it; nothing here grows with what is long over. */

/** Loans with an instalment that is not paid, one page of them. */
export const overdueLoans = (from: Reader, after: Id<'loan'> | null, limit: number) =>
  from
    .select({
      ...{ id: loans.id, number: loans.number, enterpriseId: loans.enterpriseId },
      ...{ institutionId: loans.institutionId, overdueSince: loans.overdueSince, region: enterprises.region },
    })
    .from(loans)
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .where(
      and(eq(loans.state, 'overdue'), isNotNull(loans.overdueSince), after ? gt(loans.id, after) : undefined),
    )
    .orderBy(asc(loans.id))
    .limit(limit)

/** Advances that are out although the letter behind them has lapsed. */
export const lapsedPromises = (from: Reader) =>
  from
    .select({
      ...{ id: bridges.id, number: bridges.number, enterpriseId: bridges.enterpriseId },
      ...{ institutionId: bridges.institutionId, region: bridges.region },
      ...{ amountFen: bridges.amountFen, repaidFen: bridges.repaidFen },
    })
    .from(promises)
    .innerJoin(bridges, eq(bridges.id, promises.bridgeId))
    .where(and(eq(promises.state, 'lapsed'), inArray(bridges.state, [...outStates])))

/** Firms for which an advance was paid out more often than this since that day. */
export const frequentBridges = (from: Reader, since: Day, moreThan: number) =>
  from
    .select({
      ...{ enterpriseId: bridges.enterpriseId, firm: enterprises.name, region: enterprises.region },
      times: countRows(),
    })
    .from(bridges)
    .innerJoin(enterprises, eq(enterprises.id, bridges.enterpriseId))
    .where(gte(bridges.paidOutOn, since))
    .groupBy(bridges.enterpriseId, enterprises.name, enterprises.region)
    .having(sql`count(*) > ${moreThan}`)

/* Products. */

/** In how many working days listed products promise an answer: few figures for many products. */
export const promisedDays = (from: Reader): Promise<{ days: number }[]> =>
  from
    .selectDistinct({ days: products.daysPromised })
    .from(products)
    .where(eq(products.state, 'listed'))
    .orderBy(asc(products.daysPromised))

/** Cases that came between two moments, by listed product that promises an answer in so many days: waiting, and answered. */
export const casesOfProducts = (
  from: Reader,
  days: number,
  { since, until }: { readonly since: Instant; readonly until: Instant },
) =>
  from
    .select({
      ...{ id: products.id, name: products.name, institutionId: products.institutionId },
      region: institutions.region,
      due: sql<number>`sum(case when ${applications.takenAt} is null and ${applications.state} in ('submitted', 'expired') and ${lt(applications.submittedAt, until)} then 1 else 0 end)`.mapWith(
        Number,
      ),
      answered:
        sql<number>`sum(case when ${applications.takenAt} is not null or ${applications.state} = 'declined' then 1 else 0 end)`.mapWith(
          Number,
        ),
    })
    .from(products)
    .innerJoin(institutions, eq(institutions.id, products.institutionId))
    .innerJoin(applications, eq(applications.productId, products.id))
    .where(
      and(
        eq(products.state, 'listed'),
        eq(products.daysPromised, days),
        gte(applications.submittedAt, since),
      ),
    )
    .groupBy(products.id, products.name, products.institutionId, institutions.region)

/* Concentration. */

/** Guarantors with what they have in force. */
export const guarantorsInForce = (from: Reader) =>
  from
    .select({
      ...{ id: guarantors.guarantorId, name: institutions.shortName, region: institutions.region },
      wholeFen: guarantors.balanceFen,
    })
    .from(guarantors)
    .innerJoin(institutions, eq(institutions.id, guarantors.guarantorId))
    .where(gt(guarantors.balanceFen, noFen))
    .orderBy(asc(guarantors.guarantorId))

/** A share of a whole as a sum, rounded up: whoever has less is below the share. */
export const shareOf = (wholeFen: Fen, ppm: number): number =>
  Number((BigInt(wholeFen) * BigInt(ppm) + million - 1n) / million)

/** A guarantor's customers with at least so much in force. */
export const largeCustomers = (from: Reader, guarantorId: InstitutionId, leastFen: number) =>
  from
    .select({
      ...{ id: guarantorCustomers.enterpriseId, name: enterprises.name },
      partFen: guarantorCustomers.balanceFen,
    })
    .from(guarantorCustomers)
    .innerJoin(enterprises, eq(enterprises.id, guarantorCustomers.enterpriseId))
    .where(
      and(
        eq(guarantorCustomers.guarantorId, guarantorId),
        sql`${guarantorCustomers.balanceFen} >= ${leastFen}`,
      ),
    )
    .orderBy(desc(guarantorCustomers.balanceFen))

/** What some firms have in force at guarantors. */
export const guaranteedFirms = (from: Reader, firms: readonly EnterpriseId[]) =>
  from
    .select({
      ...{ guarantorId: guarantorCustomers.guarantorId, id: guarantorCustomers.enterpriseId },
      ...{ name: enterprises.name, partFen: guarantorCustomers.balanceFen },
    })
    .from(guarantorCustomers)
    .innerJoin(enterprises, eq(enterprises.id, guarantorCustomers.enterpriseId))
    .where(
      and(inArray(guarantorCustomers.enterpriseId, [...firms]), gt(guarantorCustomers.balanceFen, noFen)),
    )

/** What is under cover of pools and out, one page of covers: the least of what was filed and what is out. */
export const coveredLoans = (from: Reader, after: Id<'cover'> | null, limit: number) =>
  from
    .select({
      ...{ id: covers.id, arrangement: covers.arrangement, enterpriseId: covers.enterpriseId },
      ...{ institutionId: covers.institutionId, industry: enterprises.industry, firm: enterprises.name },
      ...{ filedFen: covers.filedFen, balanceFen: loans.balanceFen },
    })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .innerJoin(enterprises, eq(enterprises.id, covers.enterpriseId))
    .where(
      and(
        eq(covers.state, 'in-cover'),
        isNull(covers.compensatedOn),
        gt(loans.balanceFen, noFen),
        after ? gt(covers.id, after) : undefined,
      ),
    )
    .orderBy(asc(covers.id))
    .limit(limit)

/** The short names of institutions, and their regions. */
export const institutionsNamed = async (from: Reader) =>
  new Map(
    (
      await from
        .select({ id: institutions.id, name: institutions.shortName, region: institutions.region })
        .from(institutions)
    ).map(({ id, ...rest }) => [id as string, rest]),
  )
