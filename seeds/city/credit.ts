import type { EnterpriseId } from '../../server/enterprises/enterprise.ts'
import { firmFacts } from '../../server/enterprises/index.ts'
import type { Day } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { dayOf } from '../../server/platform/clock.ts'
import { isDishonest, type TakenOver, type TaxCreditFacts } from '../../server/tax-credit/index.ts'
import { limitFacts } from '../../server/tax-facts/credit.ts'
import { type Stated, standingOn } from '../../server/tax-facts/standing.ts'
import type { CityRows, Listing } from './city.ts'
import type { Member } from './members.ts'
import type { TaxRows } from './taxes.ts'

/** What the schemes of tax credit are asked with for a member on a day; `owed` are its tax-credit loans then. */
export type CreditOf = (member: Member, on: Day, owed: Fen) => TaxCreditFacts

/** As the platform knew it on the day: from the files that were booked by then, and the courts' lists. */
export function creditBy(
  { imports, grades, taxes, standings }: TaxRows,
  lists: readonly TakenOver[],
): CreditOf {
  const booked = new Map(imports.map(({ id, bookedAt }) => [id, bookedAt ? dayOf(bookedAt) : null]))
  const ofGrades = byFirm(grades)
  const ofTaxes = byFirm(taxes)
  const ofStandings = byFirm(standings)
  return ({ row, years }, on, owed) => {
    const known = <Row extends { readonly importId: (typeof imports)[number]['id'] | null }>(
      rows: readonly Row[],
    ): Row[] =>
      rows.filter(({ importId }) => {
        const since = importId && booked.get(importId)
        return since !== null && since !== undefined && since <= on
      })
    const stated: Stated = {
      grades: known(ofGrades(row.id)),
      taxes: known(ofTaxes(row.id)),
      standings: known(ofStandings(row.id)),
    }
    const { facts: tax } = standingOn(stated, row.taxGrade, [], on)
    const dishonest = isDishonest(lists, row.uscc, on)
    return limitFacts({ firm: firmFacts(row), tax, years, outstandingFen: owed, dishonest, on })
  }
}

/** The rows of a firm; rows that are added meanwhile are found as well. */
function byFirm<Row extends { readonly enterpriseId: EnterpriseId }>(rows: readonly Row[]) {
  const found = new Map<EnterpriseId, Row[]>()
  let read = 0
  return (id: EnterpriseId): readonly Row[] => {
    for (; read < rows.length; read += 1) {
      const row = rows[read]
      const own = row && found.get(row.enterpriseId)
      if (own) own.push(row)
      else if (row) found.set(row.enterpriseId, [row])
    }
    return found.get(id) ?? []
  }
}

/** What each firm owes of tax-credit loans as the rows stand, as the platform itself counts it. */
export function owedIn(
  { loans, applications }: Pick<CityRows, 'loans' | 'applications'>,
  shelf: readonly Listing[],
): ReadonlyMap<EnterpriseId, Fen> {
  const kinds = new Map(shelf.map(({ id, terms }) => [String(id), terms.kind]))
  const products = new Map(applications.map(({ id, productId }) => [id, String(productId)]))
  const owed = new Map<EnterpriseId, Fen>()
  for (const loan of loans) {
    const { enterpriseId, state, applicationId, balanceFen, drawingClosed, amountFen, drawnFen } = loan
    if (state === 'settled' || state === 'cancelled') continue
    if (kinds.get(products.get(applicationId) ?? '') !== 'tax-credit') continue
    const open = drawingClosed ? 0 : amountFen - drawnFen
    owed.set(enterpriseId, fen((owed.get(enterpriseId) ?? 0) + balanceFen + open))
  }
  return owed
}
