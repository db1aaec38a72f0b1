import type { Reader } from '../../db/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import * as rows from './rows.ts'
import { standingOn, type TaxFacts } from './standing.ts'

/** The tax facts of one firm on a day: three prepared queries and its own row. */
export async function taxFactsOf(from: Reader, enterpriseId: EnterpriseId, on: Day): Promise<TaxFacts> {
  const declaring = await rows.declaringOf(from, enterpriseId)
  return taxFactsOfFirm(from, present(declaring, 'the firm whose tax facts are asked for'), on)
}

/** The same of a firm whose row is there. */
export async function taxFactsOfFirm(
  from: Reader,
  { id, taxGrade, disputed }: rows.Declaring,
  on: Day,
): Promise<TaxFacts> {
  return standingOn(await rows.statedOf(from, id), taxGrade, disputed ?? [], on)
}

/** The tax facts of every firm on a day, for what assesses all of them: four queries whatever their number. */
export async function taxFactsOfAll(from: Reader, on: Day): Promise<ReadonlyMap<EnterpriseId, TaxFacts>> {
  const [firms, stated] = await Promise.all([rows.allDeclaring(from), rows.allStated(from)])
  const [grades, taxes, standings] = [
    byFirm(stated.grades),
    byFirm(stated.taxes),
    byFirm(stated.standings),
  ] as const
  return new Map(
    firms.map(({ id, taxGrade, disputed }) => {
      const own = {
        grades: grades.get(id) ?? [],
        taxes: taxes.get(id) ?? [],
        standings: standings.get(id) ?? [],
      }
      return [id, standingOn(own, taxGrade, disputed ?? [], on)]
    }),
  )
}

function byFirm<Row extends { readonly enterpriseId: EnterpriseId }>(
  rows: readonly Row[],
): ReadonlyMap<EnterpriseId, Row[]> {
  const found = new Map<EnterpriseId, Row[]>()
  for (const row of rows) {
    const own = found.get(row.enterpriseId)
    if (own) own.push(row)
    else found.set(row.enterpriseId, [row])
  }
  return found
}
