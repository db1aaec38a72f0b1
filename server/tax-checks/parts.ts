import type { Reader } from '../../db/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Firm, type FirmYear, firmFacts } from '../enterprises/index.ts'
import { type Day, yearOf } from '../money/day.ts'
import { noFen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import type { PolicyBook } from '../policies/index.ts'
import { listedShelf, type ShelfProduct } from '../products/index.ts'
import { schemeOf } from '../products/product.ts'
import { courtListsOn, isDishonest, type Rules, rulesOn } from '../tax-credit/index.ts'
import { limitFacts } from '../tax-facts/credit.ts'
import { creditFactsOf, type KnownFirm, outstandingOfAll, taxFactsOfAll } from '../tax-facts/index.ts'
import { checkProducts, checkSchemes, type ProductChecked, type SchemeChecked } from './check.ts'
import * as rows from './rows.ts'

/** The products of the shelf that go by a scheme. */
export const schemeProducts = async (from: Reader): Promise<ShelfProduct[]> =>
  (await listedShelf(from)).filter(({ terms }) => schemeOf(terms) !== null)

export type Checked = KnownFirm & {
  readonly rules: Rules
  readonly checked: readonly SchemeChecked[]
  readonly products: readonly ProductChecked<ShelfProduct>[]
}

/**
 * How much a firm could get by its tax credit, product by product, on what is known today. Refuses `lpr-missing`, and
 * facts that cannot be as `taxCreditLimit`.
 */
export async function checkFirm(
  from: Reader,
  book: PolicyBook,
  firm: Firm,
  on: Day,
): Promise<Outcome<Checked>> {
  const products = await schemeProducts(from)
  const used = [...new Set(products.map(({ terms }) => schemeOf(terms) ?? ''))]
  const found = rulesOn(book, on, used)
  if (!found.ok) return found
  const known = await creditFactsOf(from, book, firm, on)
  const asked = checkSchemes(known.facts, found.rules)
  if (!asked.ok) return asked
  const { checked } = asked
  return done({
    ...{ ...known, rules: found.rules, checked },
    products: checkProducts(known.firm, on, checked, products),
  })
}

/** Every firm before every tax-credit product; firms whose facts cannot be are left out. */
export async function checkAllFirms(from: Reader, book: PolicyBook, on: Day) {
  const products = await schemeProducts(from)
  const found = rulesOn(book, on, [...new Set(products.map(({ terms }) => schemeOf(terms) ?? ''))])
  if (!found.ok) return found
  const [firms, taxes, outstanding, revenues] = await Promise.all([
    rows.allFirms(from),
    taxFactsOfAll(from, on),
    outstandingOfAll(from),
    rows.allRevenues(from, yearOf(on) - 3),
  ])
  const years = new Map<EnterpriseId, Pick<FirmYear, 'year' | 'revenueFen'>[]>()
  for (const { enterpriseId, ...year } of revenues) {
    const own = years.get(enterpriseId)
    if (own) own.push(year)
    else years.set(enterpriseId, [year])
  }
  const lists = courtListsOn(book, on)
  const all = new Map<EnterpriseId, ProductChecked<ShelfProduct>[]>()
  for (const row of firms) {
    const firm = firmFacts(row)
    const tax = present(taxes.get(row.id), 'the tax facts of a firm').facts
    const outstandingFen = outstanding.get(row.id) ?? noFen
    const known = { firm, tax, years: years.get(row.id) ?? [], outstandingFen, on }
    const facts = limitFacts({ ...known, dishonest: isDishonest(lists, row.uscc, on) })
    const asked = checkSchemes(facts, found.rules)
    if (asked.ok) all.set(row.id, checkProducts(firm, on, asked.checked, products))
  }
  return done({ all })
}
