import { and, asc, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith } from '../../db/index.ts'
import { trail } from '../../db/tables/audit.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { needs } from '../../db/tables/needs.ts'
import { products } from '../../db/tables/products.ts'
import type { Person } from '../accounts/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import type { Instant } from '../platform/clock.ts'
import { countProposalsFor, maySeeProposals, proposalsFor } from '../policies/index.ts'
import type { ReviewKind } from './review.ts'

/** One thing that waits for the centre. `since` is when it was handed in last, by the trail. */
export type Waiting = {
  readonly id: string
  readonly name: string
  readonly note: string
  readonly since: Instant
  /** The day by which the office answers, where policy sets one. */
  readonly dueOn?: Day | null
  /** What a policy would say: its name may stand in it. */
  readonly value?: unknown
}

/** Who reviews: an office for its region, and a person for what he has not proposed himself. */
export type Reviewer = Pick<Person, 'id' | 'region' | 'role'>

/**
 * When a thing was handed in last. A draft may lie for months before it is sent, so the day on which it was
 * created says nothing; rows that came without a trail (a seed) fall back on it.
 */
const since = (kind: string, of: typeof enterprises | typeof needs | typeof products): SQL<Instant> =>
  sql<Instant>`coalesce((select max(${trail.at}) from ${trail} where ${trail.subjectKind} = ${kind}
    and ${trail.subjectId} = ${of}.${sql.identifier('id')} and (${trail.toState} = 'under-review'
    or ${trail.happening} in ('products.submitted', 'products.changed-for-review'))),
    ${of}.${sql.identifier('created_at')})`.mapWith(of.createdAt)

/** A product waits as a whole, or with a newer version while the listed one stays on the shelf. */
const productAwaits = or(
  eq(products.state, 'under-review'),
  and(
    inArray(products.state, ['listed', 'suspended']),
    gt(products.version, products.listedVersion),
    isNull(products.returnedFor),
  ),
)

type Page = { readonly limit: number; readonly offset: number }

async function waitingEnterprises(from: Reader, region: string, page: Page): Promise<Waiting[]> {
  return from
    .select({
      id: enterprises.id,
      name: enterprises.name,
      note: enterprises.region,
      since: since('enterprise', enterprises),
    })
    .from(enterprises)
    .where(and(eq(enterprises.state, 'under-review'), startsWith(enterprises.region, region)))
    .orderBy(asc(since('enterprise', enterprises)), asc(enterprises.id))
    .limit(page.limit)
    .offset(page.offset)
}

async function waitingNeeds(from: Reader, region: string, page: Page): Promise<Waiting[]> {
  return from
    .select({
      id: needs.id,
      name: enterprises.name,
      note: needs.number,
      since: since('need', needs),
      dueOn: needs.reviewDueOn,
    })
    .from(needs)
    .innerJoin(enterprises, eq(enterprises.id, needs.enterpriseId))
    .where(and(eq(needs.state, 'under-review'), startsWith(needs.region, region)))
    .orderBy(asc(since('need', needs)), asc(needs.id))
    .limit(page.limit)
    .offset(page.offset)
}

/** Products are for the whole city, so whoever reviews sees them all. */
async function waitingProducts(from: Reader, page: Page): Promise<Waiting[]> {
  return from
    .select({
      id: products.id,
      name: products.name,
      note: institutions.shortName,
      since: since('product', products),
      dueOn: products.reviewDueOn,
    })
    .from(products)
    .innerJoin(institutions, eq(institutions.id, products.institutionId))
    .where(productAwaits)
    .orderBy(asc(since('product', products)), asc(products.id))
    .limit(page.limit)
    .offset(page.offset)
}

/** Policies are the city's: a county's office has none to decide. */
async function waitingPolicies(from: Reader, reviewer: Reviewer, page: Page): Promise<Waiting[]> {
  if (!maySeeProposals(reviewer)) return []
  const rows = await proposalsFor(from, reviewer.id, page)
  return rows.map(({ proposal: { id, code, value, proposedAt }, proposer }) => ({
    ...{ id, name: code, note: proposer, since: proposedAt, value },
  }))
}

export async function waitingOf(
  from: Reader,
  kind: ReviewKind,
  reviewer: Reviewer,
  page: Page,
): Promise<Waiting[]> {
  const region = present(reviewer.region, 'the region of an office')
  switch (kind) {
    case 'products':
      return waitingProducts(from, page)
    case 'needs':
      return waitingNeeds(from, region, page)
    case 'enterprises':
      return waitingEnterprises(from, region, page)
    case 'policies':
      return waitingPolicies(from, reviewer, page)
  }
}

/** How many of each kind wait in a region. */
export async function reviewCounts(from: Reader, reviewer: Reviewer): Promise<Record<ReviewKind, number>> {
  const region = present(reviewer.region, 'the region of an office')
  const [firms, posted, offered, proposed] = await Promise.all([
    from
      .select({ count: countRows() })
      .from(enterprises)
      .where(and(eq(enterprises.state, 'under-review'), startsWith(enterprises.region, region))),
    from
      .select({ count: countRows() })
      .from(needs)
      .where(and(eq(needs.state, 'under-review'), startsWith(needs.region, region))),
    from.select({ count: countRows() }).from(products).where(productAwaits),
    maySeeProposals(reviewer) ? countProposalsFor(from, reviewer.id) : 0,
  ])
  return {
    enterprises: present(firms[0], 'the row of a count').count,
    needs: present(posted[0], 'the row of a count').count,
    products: present(offered[0], 'the row of a count').count,
    policies: proposed,
  }
}

/** How many products of one institution wait. */
export async function productsAwaiting(from: Reader, institutionId: InstitutionId): Promise<number> {
  const [row] = await from
    .select({ count: countRows() })
    .from(products)
    .where(and(productAwaits, eq(products.institutionId, institutionId)))
  return present(row, 'the row of a count').count
}
