import type { costSheets } from '../../db/tables/cost-sheets.ts'
import { caseTermsOn } from '../../server/applications/case-terms.ts'
import { canonical, markOf, sheetOf } from '../../server/applications/cost-sheet.ts'
import { ppm } from '../../server/money/rate.ts'
import { assert, present } from '../../server/platform/assert.ts'
import type { PolicyBook } from '../../server/policies/index.ts'
import type { City, CityRows } from './city.ts'

/** The cost sheets of the offers that still lie before their firms, as the banks' officers confirmed them. */
export function sheetsOfOpenOffers(
  city: City,
  rows: CityRows,
  policies: PolicyBook,
  names: ReadonlyMap<string, string>,
): (typeof costSheets.$inferInsert)[] {
  const { value, version } = caseTermsOn(policies, city.today)
  const cases = new Map(rows.applications.map((row) => [row.id, row]))
  const needs = new Map(rows.needs.map(({ id, number }) => [id, number]))
  const products = new Map(city.shelf.map((product) => [product.id, product]))
  return rows.offers
    .filter(({ state }) => state === 'open')
    .map((offer) => {
      const application = present(cases.get(offer.applicationId), 'the case of an offer')
      const product = present(products.get(application.productId), 'the product of a case')
      const written = sheetOf(
        offer,
        {
          ...{ offer: offer.id, application: application.number },
          need: present(needs.get(offer.needId), 'the need of an offer'),
          bank: present(names.get(application.institutionId), 'the bank of a case'),
          ...{ product: product.terms.name, productVersion: application.productVersion },
        },
        { usualUpliftPpm: ppm(value.penaltyUsualPpm), version },
      )
      assert(written.ok, 'an offer whose cost is known')
      const content = canonical(written.sheet)
      const officers = city.officers.get(application.institutionId) ?? []
      const officer = officers.find(({ personId }) => personId === offer.madeBy)
      return {
        ...{ offerId: offer.id, content, sha256: markOf(content) },
        ...{ bankConfirmedAt: offer.madeAt, bankConfirmedBy: offer.madeBy },
        bankConfirmer: present(officer, 'the officer of an offer').actor,
        ...{ firmConfirmedAt: null, firmConfirmedBy: null, firmConfirmer: null },
      }
    })
}
