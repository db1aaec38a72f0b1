import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lte, or } from 'drizzle-orm'
import { countRows, type Reader, startsWith } from '../../db/index.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { bridges } from '../../db/tables/bridges.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { products } from '../../db/tables/products.ts'
import { repayments } from '../../db/tables/repayments.ts'
import type { PersonId } from '../accounts/index.ts'
import { openStates } from '../bridges/bridge.ts'
import { institutionOwes } from '../dashboards/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'

/** A work list shows this much; the rooms' own lists show all. */
const listLength = 8

/* What a firm has before it. */

export async function firmState(from: Reader, id: EnterpriseId) {
  const [row] = await from
    .select({ name: enterprises.name, state: enterprises.state, returnedFor: enterprises.returnedFor })
    .from(enterprises)
    .where(eq(enterprises.id, id))
  return row ?? null
}

export const newestNeeds = (from: Reader, id: EnterpriseId) =>
  from
    .select({
      id: needs.id,
      number: needs.number,
      state: needs.state,
      amountFen: needs.amountFen,
      months: needs.months,
      returnedFor: needs.returnedFor,
    })
    .from(needs)
    .where(eq(needs.enterpriseId, id))
    .orderBy(desc(needs.createdAt), desc(needs.id))
    .limit(listLength)

/** Lists of papers that banks wait for, the soonest due first. */
export const papersAsked = (from: Reader, id: EnterpriseId) =>
  from
    .select({
      applicationId: applications.id,
      number: applications.number,
      bank: institutions.shortName,
      dueOn: documentRequests.dueOn,
    })
    .from(documentRequests)
    .innerJoin(applications, eq(applications.id, documentRequests.applicationId))
    .innerJoin(institutions, eq(institutions.id, applications.institutionId))
    .where(and(eq(applications.enterpriseId, id), eq(documentRequests.state, 'open')))
    .orderBy(asc(documentRequests.dueOn), asc(documentRequests.id))
    .limit(listLength)

/** Offers that the firm may still accept, the soonest to lapse first. */
export const openOffers = (from: Reader, id: EnterpriseId, today: Day) =>
  from
    .select({
      needId: offers.needId,
      bank: institutions.shortName,
      amountFen: offers.amountFen,
      ratePpm: offers.ratePpm,
      validUntil: offers.validUntil,
    })
    .from(offers)
    .innerJoin(applications, eq(applications.id, offers.applicationId))
    .innerJoin(institutions, eq(institutions.id, applications.institutionId))
    .where(
      and(
        eq(applications.enterpriseId, id),
        eq(applications.state, 'offered'),
        eq(offers.state, 'open'),
        gte(offers.validUntil, today),
      ),
    )
    .orderBy(asc(offers.validUntil), asc(offers.id))
    .limit(listLength)

/** Loans that are being paid back, the late ones first. */
export const runningLoans = (from: Reader, id: EnterpriseId) =>
  from
    .select({
      id: loans.id,
      number: loans.number,
      bank: institutions.shortName,
      state: loans.state,
      balanceFen: loans.balanceFen,
      ratePpm: loans.ratePpm,
      months: loans.months,
      method: loans.method,
    })
    .from(loans)
    .innerJoin(institutions, eq(institutions.id, loans.institutionId))
    .where(and(eq(loans.enterpriseId, id), inArray(loans.state, ['overdue', 'drawn'])))
    .orderBy(desc(loans.state), asc(loans.maturesOn), asc(loans.id))
    .limit(listLength)

/** Advances of a firm that are under way, the first to be due first. */
export const openAdvances = (from: Reader, id: EnterpriseId) =>
  from
    .select({
      id: bridges.id,
      number: bridges.number,
      state: bridges.state,
      amountFen: bridges.amountFen,
      lastOn: bridges.lastOn,
      overdueSince: bridges.overdueSince,
    })
    .from(bridges)
    .where(and(eq(bridges.enterpriseId, id), inArray(bridges.state, [...openStates])))
    .orderBy(asc(bridges.dueOn), asc(bridges.id))
    .limit(listLength)

/** What was drawn and what came back of these loans, for all of them at once. */
export const drawnParts = (from: Reader, ids: readonly Id<'loan'>[]) =>
  from
    .select({ loanId: drawdowns.loanId, amountFen: drawdowns.amountFen, drawnOn: drawdowns.drawnOn })
    .from(drawdowns)
    .where(inArray(drawdowns.loanId, [...ids]))
    .orderBy(asc(drawdowns.drawnOn), asc(drawdowns.id))

export const paidParts = (from: Reader, ids: readonly Id<'loan'>[]) =>
  from
    .select({
      ...{ loanId: repayments.loanId, paidOn: repayments.paidOn },
      ...{ principalFen: repayments.principalFen, interestFen: repayments.interestFen },
    })
    .from(repayments)
    .where(inArray(repayments.loanId, [...ids]))

/* What a bank has before it. `officerId` narrows to one's own cases and those that are nobody's yet. */

type Desk = { readonly institutionId: InstitutionId; readonly officerId: PersonId | null }

const atDesk = ({ institutionId, officerId }: Desk) =>
  and(
    eq(applications.institutionId, institutionId),
    officerId ? or(eq(applications.officerId, officerId), isNull(applications.officerId)) : undefined,
  )

/** Cases whose next step the bank owes by today or owed before, the oldest first. */
export const casesDue = (from: Reader, desk: Desk, today: Day) =>
  from
    .select({
      id: applications.id,
      number: applications.number,
      state: applications.state,
      dueOn: applications.dueOn,
      duePolicies: applications.duePolicies,
      product: products.name,
    })
    .from(applications)
    .innerJoin(products, eq(products.id, applications.productId))
    .where(
      and(atDesk(desk), inArray(applications.state, [...institutionOwes]), lte(applications.dueOn, today)),
    )
    .orderBy(asc(applications.dueOn), asc(applications.id))
    .limit(listLength)

export async function casesDueCounts(from: Reader, desk: Desk, today: Day) {
  const rows = await from
    .select({ dueOn: applications.dueOn, count: countRows() })
    .from(applications)
    .where(
      and(atDesk(desk), inArray(applications.state, [...institutionOwes]), lte(applications.dueOn, today)),
    )
    .groupBy(applications.dueOn)
  const dueToday = rows.find(({ dueOn }) => dueOn === today)?.count ?? 0
  return { dueToday, overdue: rows.reduce((sum, { count }) => sum + count, 0) - dueToday }
}

/** Offers that lapse soon without an answer of the firm. */
export const offersLapsing = (from: Reader, desk: Desk, today: Day, until: Day) =>
  from
    .select({
      applicationId: applications.id,
      number: applications.number,
      amountFen: offers.amountFen,
      validUntil: offers.validUntil,
    })
    .from(offers)
    .innerJoin(applications, eq(applications.id, offers.applicationId))
    .where(
      and(
        atDesk(desk),
        eq(applications.state, 'offered'),
        eq(offers.state, 'open'),
        gte(offers.validUntil, today),
        lte(offers.validUntil, until),
      ),
    )
    .orderBy(asc(offers.validUntil), asc(offers.id))
    .limit(listLength)

/** The newest needs in the hall, with what a bank may measure them by: no tax grade, which needs consent. */
export const newInHall = (from: Reader, since: Instant, most: number) =>
  from
    .select({
      amountFen: needs.amountFen,
      months: needs.months,
      purpose: needs.purpose,
      guaranteeModes: needs.guaranteeModes,
      highestRatePpm: needs.highestRatePpm,
      wantedBy: needs.wantedBy,
      region: enterprises.region,
      industry: enterprises.industry,
      size: enterprises.size,
      foundedOn: enterprises.foundedOn,
    })
    .from(needs)
    .innerJoin(enterprises, eq(enterprises.id, needs.enterpriseId))
    .where(and(eq(needs.state, 'published'), isNotNull(needs.publishedAt), gte(needs.publishedAt, since)))
    .orderBy(desc(needs.publishedAt))
    .limit(most)

/* What a township has. */

export const firmStates = (from: Reader, region: string) =>
  from
    .select({ state: enterprises.state, count: countRows() })
    .from(enterprises)
    .where(startsWith(enterprises.region, region))
    .groupBy(enterprises.state)

export const needStates = (from: Reader, region: string) =>
  from
    .select({ state: needs.state, count: countRows() })
    .from(needs)
    .where(startsWith(needs.region, region))
    .groupBy(needs.state)

export const newestFirms = (from: Reader, region: string) =>
  from
    .select({
      id: enterprises.id,
      name: enterprises.name,
      state: enterprises.state,
      createdAt: enterprises.createdAt,
    })
    .from(enterprises)
    .where(startsWith(enterprises.region, region))
    .orderBy(desc(enterprises.createdAt), desc(enterprises.id))
    .limit(listLength)
