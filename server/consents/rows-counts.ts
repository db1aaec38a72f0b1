import { and, eq, gte, isNull, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith } from '../../db/index.ts'
import { consentLooks, consentRequests, consents } from '../../db/tables/consents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'

const countIf = (condition: SQL): SQL<number> =>
  sql<number>`sum(case when ${condition} then 1 else 0 end)`.mapWith(Number)

/** How many consents of firms in a region each bank has, and how many came and went since a moment. */
export const consentCounts = (from: Reader, region: string, today: Day, since: Instant) =>
  from
    .select({
      bank: institutions.shortName,
      pinyin: institutions.pinyin,
      kind: consents.kind,
      inForce: countIf(sql`${consents.endedAt} is null and ${consents.until} >= ${today}`),
      given: countIf(sql`${consents.givenAt} >= ${since}`),
      revoked: countIf(sql`${consents.ending} = 'revoked' and ${consents.endedAt} >= ${since}`),
    })
    .from(consents)
    .innerJoin(enterprises, eq(enterprises.id, consents.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, consents.institutionId))
    .where(startsWith(enterprises.region, region))
    .groupBy(institutions.shortName, institutions.pinyin, consents.kind)

/** How often each bank looked since a moment. */
export const lookCounts = (from: Reader, region: string, since: Instant) =>
  from
    .select({ bank: institutions.shortName, kind: consentLooks.kind, looks: countRows() })
    .from(consentLooks)
    .innerJoin(enterprises, eq(enterprises.id, consentLooks.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, consentLooks.institutionId))
    .where(and(gte(consentLooks.at, since), startsWith(enterprises.region, region)))
    .groupBy(institutions.shortName, consentLooks.kind)

/** What banks asked for since a moment, by what became of it. */
export const requestCounts = (from: Reader, region: string, since: Instant) =>
  from
    .select({ state: consentRequests.state, requests: countRows() })
    .from(consentRequests)
    .innerJoin(enterprises, eq(enterprises.id, consentRequests.enterpriseId))
    .where(and(gte(consentRequests.askedAt, since), startsWith(enterprises.region, region)))
    .groupBy(consentRequests.state)

export type ConsentCounts = Awaited<ReturnType<typeof consentCounts>>
export type LookCounts = Awaited<ReturnType<typeof lookCounts>>
export type RequestCounts = Awaited<ReturnType<typeof requestCounts>>

/** Requests that a firm has before it: for its first page. */
export const openRequestCount = (
  from: Reader,
  enterpriseId: typeof enterprises.$inferSelect.id,
  today: Day,
) =>
  from.$count(
    consentRequests,
    and(
      eq(consentRequests.enterpriseId, enterpriseId),
      eq(consentRequests.state, 'open'),
      gte(consentRequests.lapsesOn, today),
      isNull(consentRequests.decidedAt),
    ),
  )
