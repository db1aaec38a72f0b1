import { and, asc, eq, inArray, lte, type SQL, sql } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { exposureEntries, exposureParties, exposures } from '../../db/tables/exposures.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import type { Day } from '../money/day.ts'
import { type ExposureDimension, everybody } from './exposure.ts'
import type { Whose } from './rows-figures.ts'

/** A figure, by what it divides and by which key; without either all of whose it is. */
export type Cell = Whose & { readonly dimension: ExposureDimension | null; readonly key: string | null }

/** What stands behind a figure; `role` cannot be told by a row and is asked by whose and as what. */
function behind({ party, place, dimension, key }: Cell): SQL | undefined {
  const bears = (who: string) =>
    sql`exists (select 1 from ${exposureParties} where ${exposureParties.party} = ${who}
      and ${exposureParties.exposureId} = ${exposures.id})`
  return and(
    startsWith(exposures.district, place),
    party === everybody ? undefined : bears(party),
    dimension === null || key === null
      ? undefined
      : dimension === 'party'
        ? bears(key)
        : dimension === 'role'
          ? sql`cast(${exposures.bearings} as text) like ${`%"role":"${key}"%`}`
          : dimension === 'size' && key === 'unknown'
            ? sql`${exposures.size} is null`
            : eq(columnOf[dimension], key),
  )
}

const columnOf = {
  bank: sql<string>`${exposures.bankId}`,
  guarantor: sql<string>`${exposures.guarantorId}`,
  district: sql<string>`${exposures.district}`,
  industry: sql<string>`${exposures.industry}`,
  size: sql<string>`${exposures.size}`,
  scheme: sql<string>`${exposures.scheme}`,
  vintage: sql<string>`${exposures.vintage}`,
} as const

/** Counted at the end of a day: by the entries until then. */
const countedOn = (on: Day): SQL =>
  sql`(select coalesce(sum(${exposureEntries.loans}), 0) from ${exposureEntries}
    where ${exposureEntries.exposureId} = ${exposures.id} and ${exposureEntries.recordedOn} <= ${on}) = 1`

/** Some of a list: by position, or behind one of its ids, which costs the same however long the list is. */
export type Piece = { readonly limit: number; readonly offset?: number; readonly after?: string }

/** The exposures behind a figure, in the order of their ids, which is that in which they were asked for. */
export const exposuresBehind = (
  from: Reader,
  cell: Cell,
  on: Day | null,
  { limit, offset = 0, after }: Piece,
) =>
  from
    .select({
      exposure: exposures,
      firm: enterprises.name,
      bank: institutions.shortName,
      loanNumber: loans.number,
    })
    .from(exposures)
    .innerJoin(enterprises, eq(enterprises.id, exposures.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, exposures.bankId))
    .leftJoin(loans, eq(loans.id, exposures.loanId))
    .where(
      and(
        behind(cell),
        on === null ? eq(exposures.loans, 1) : countedOn(on),
        after === undefined ? undefined : sql`${exposures.id} > ${after}`,
      ),
    )
    .orderBy(asc(exposures.id))
    .limit(limit)
    .offset(offset)
export type BehindRow = Awaited<ReturnType<typeof exposuresBehind>>[number]

/** The entries of some exposures until a day. */
export const entriesUntil = (from: Reader, ids: readonly string[], on: Day) =>
  from
    .select()
    .from(exposureEntries)
    .where(and(inArray(exposureEntries.exposureId, [...ids]), lte(exposureEntries.recordedOn, on)))
