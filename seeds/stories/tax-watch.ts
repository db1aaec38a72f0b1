import { byPlatform } from '../../server/accounts/index.ts'
import { type Day, day, plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { workdayOnOrAfter } from '../../server/money/workdays.ts'
import type { Parts } from '../../server/parts.ts'
import { assert } from '../../server/platform/assert.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import { watchBorrowers } from '../../server/warnings/index.ts'
import type { Cast } from '../cast.ts'
import type { City, CityRows } from '../city/city.ts'
import type { TaxRows } from '../city/taxes.ts'

/**
 * Of the firms that pay back a tax-credit loan one owes taxes by the tax bureau's last yearly file: a borrower of Zhou's bank
 * where it has one, else of any. Changes the statement before it is written.
 */
export function oneBorrowerOwes(
  { standings }: TaxRows,
  { loans, applications }: CityRows,
  { shelf, cast }: Pick<City, 'shelf'> & { readonly cast: Cast },
): void {
  const taxed = new Set(shelf.filter(({ terms }) => terms.kind === 'tax-credit').map(({ id }) => id))
  const cases = new Map(applications.map(({ id, productId }) => [id, productId]))
  // The newest statement of each; what was approved after it rests on it.
  const inOrder = [...standings.entries()].sort(([, one], [, other]) => (one.asOf < other.asOf ? -1 : 1))
  const known = new Map(inOrder.map(([at, { enterpriseId, asOf }]) => [enterpriseId, { at, asOf }]))
  const out = loans.filter(({ state, applicationId, enterpriseId, signedOn }) => {
    const product = cases.get(applicationId)
    const isTaxed = state === 'drawn' && product !== undefined && taxed.has(product)
    return isTaxed && signedOn < (known.get(enterpriseId)?.asOf ?? '')
  })
  const borrower = out.find(({ institutionId }) => institutionId === cast.institutionIds.bankA) ?? out[0]
  const at = borrower && known.get(borrower.enterpriseId)?.at
  const stated = at === undefined ? undefined : standings[at]
  if (at !== undefined && stated) standings[at] = { ...stated, arrearsFen: fen(3_860_000) }
}

/** The watch of the last month whose first working day lies behind the city: bank and bureau were told of that borrower. */
export async function tellTaxWatch(parts: Parts, today: Day): Promise<void> {
  const firstOf = (on: Day): Day => {
    const found = workdayOnOrAfter(parts.reference.calendar, day(`${on.slice(0, 7)}-01`))
    assert(found.ok, 'a story plays in years that the calendar knows')
    return found.day
  }
  const thisMonth = firstOf(today)
  const on = thisMonth < today ? thisMonth : firstOf(plusDays(day(`${today.slice(0, 7)}-01`), -1))
  const clock = handClock(`${on}T00:40:00+08:00`)
  await withIdsOf(
    () => millisecondsOf(clock.now()),
    () => watchBorrowers(parts, byPlatform(clock.now(), on)),
  )
}
