import { and, asc, eq, gt, inArray, isNull, lt, or } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { exposureFirms, exposures } from '../../db/tables/exposures.ts'
import { firmRelations } from '../../db/tables/guarantee-figures.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Day, plusDays } from '../money/day.ts'
import { startOf } from '../platform/clock.ts'
import type { FirmRow } from './rows-figures.ts'

/** Relations that stood when a day ended; null: those that stand now. There are as many as guarantors recorded. */
export const relationsOn = (from: Reader, on: Day | null) =>
  from
    .select({
      ...{ kind: firmRelations.kind, from: firmRelations.fromId, to: firmRelations.toMember },
      ...{ toName: firmRelations.toName, sharePpm: firmRelations.sharePpm },
    })
    .from(firmRelations)
    .where(
      on === null
        ? isNull(firmRelations.endedAt)
        : and(
            lt(firmRelations.recordedAt, startOf(plusDays(on, 1))),
            or(isNull(firmRelations.endedAt), gt(firmRelations.endedAt, startOf(plusDays(on, 1)))),
          ),
    )

/** What some firms have under cover in a place now, over all schemes. */
export async function firmsIn(
  from: Reader,
  place: string,
  ids: readonly EnterpriseId[],
): Promise<readonly FirmRow[]> {
  const found: FirmRow[] = []
  const atOnce = 400
  for (let at = 0; at < ids.length; at += atOnce)
    found.push(
      ...(await from
        .select({ id: enterprises.id, firm: enterprises.name, balanceFen: exposureFirms.balanceFen })
        .from(exposureFirms)
        .innerJoin(enterprises, eq(enterprises.id, exposureFirms.enterpriseId))
        // By the firms: asked for what they have as well, SQLite would go through all firms of the place.
        .where(
          and(
            eq(exposureFirms.place, place),
            inArray(exposureFirms.enterpriseId, ids.slice(at, at + atOnce)),
          ),
        )),
    )
  return found
}

/** Everything under which some firms were ever covered in a place, with what is out of it now. */
export const exposuresOfFirms = (from: Reader, place: string, firms: readonly EnterpriseId[]) =>
  from
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
