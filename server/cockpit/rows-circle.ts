import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import { type Reader, startsWith, sumFen } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { exposureEntries, exposures } from '../../db/tables/exposures.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen } from '../money/fen.ts'

/** What one firm has under cover by one guarantee, cover or advance. */
export type Covered = Pick<typeof exposures.$inferSelect, 'id' | 'kind' | 'enterpriseId'> & {
  readonly firm: string
  readonly bank: string
  readonly loanNumber: string | null
  readonly balanceFen: Fen
}

/**
 * All that some firms have under cover in a place, as it stood at the end of a day by the entries until then (`null`: now),
 * the largest first.
 */
export async function coveredOfFirms(
  from: Reader,
  place: string,
  firms: readonly EnterpriseId[],
  on: Day | null,
): Promise<readonly Covered[]> {
  const found: Covered[] = []
  const atOnce = 400
  for (let at = 0; at < firms.length; at += atOnce)
    found.push(...(await coveredOf(from, place, firms.slice(at, at + atOnce), on)))
  return found
    .filter(({ balanceFen }) => balanceFen > 0)
    .toSorted((one, other) => other.balanceFen - one.balanceFen || (one.id < other.id ? -1 : 1))
}

async function coveredOf(
  from: Reader,
  place: string,
  firms: readonly EnterpriseId[],
  on: Day | null,
): Promise<readonly Covered[]> {
  const rows = await from
    .select({
      ...{ id: exposures.id, kind: exposures.kind, enterpriseId: exposures.enterpriseId },
      ...{ firm: enterprises.name, bank: institutions.shortName, loanNumber: loans.number },
      balanceFen: exposures.balanceFen,
    })
    .from(exposures)
    .innerJoin(enterprises, eq(enterprises.id, exposures.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, exposures.bankId))
    .leftJoin(loans, eq(loans.id, exposures.loanId))
    .where(and(inArray(exposures.enterpriseId, [...firms]), startsWith(exposures.district, place)))
    .orderBy(asc(exposures.id))
  if (on === null || rows.length === 0) return rows
  const then = new Map<string, Fen>()
  const ids = rows.map(({ id }) => id)
  const atOnce = 400
  for (let at = 0; at < ids.length; at += atOnce)
    for (const { id, balanceFen } of await from
      .select({ id: exposureEntries.exposureId, balanceFen: sumFen(exposureEntries.balanceFen) })
      .from(exposureEntries)
      .where(
        and(
          inArray(exposureEntries.exposureId, ids.slice(at, at + atOnce)),
          lte(exposureEntries.recordedOn, on),
        ),
      )
      .groupBy(exposureEntries.exposureId))
      then.set(id, balanceFen)
  return rows.map((row) => ({ ...row, balanceFen: then.get(row.id) ?? noFen }))
}
