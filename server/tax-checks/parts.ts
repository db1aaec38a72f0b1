import type { Reader } from '../../db/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Firm, type FirmYear, firmFacts, yearsOf } from '../enterprises/index.ts'
import { type Day, yearOf } from '../money/day.ts'
import { noFen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import type { PolicyBook } from '../policies/index.ts'
import { listedShelf, type ShelfProduct } from '../products/index.ts'
import { schemeOf } from '../products/product.ts'
import { lprOn, schemeCodesOn, schemeOn, type TaxCreditFacts } from '../tax-credit/index.ts'
import { type TaxFacts, taxFactsOf, taxFactsOfAll } from '../tax-facts/index.ts'
import {
  checkProducts,
  checkSchemes,
  type FirmFacts,
  type ProductChecked,
  type Rules,
  type SchemeChecked,
} from './check.ts'
import { limitFacts } from './facts.ts'
import * as rows from './rows.ts'

/** The schemes and the LPR of a day; with `codes`, those schemes alone. Refuses `lpr-missing`. */
export function rulesOn(
  book: PolicyBook,
  on: Day,
  codes: readonly string[] = schemeCodesOn(book, on),
): Outcome<{ readonly rules: Rules }> {
  const lpr = lprOn(book, on)
  if (!lpr.ok) return lpr
  const schemes = codes.flatMap((code) => {
    const found = schemeOn(book, code, on)
    return found.ok ? [{ code, version: found.policy.version, scheme: found.policy.value }] : []
  })
  return done({ rules: { schemes, lpr: lpr.policy.value, lprVersion: lpr.policy.version } })
}

export type KnownFirm = { readonly firm: FirmFacts; readonly facts: TaxCreditFacts; readonly tax: TaxFacts }

/** What the limit rule takes of a firm on a day. */
export async function knownOf(from: Reader, firm: Firm, on: Day): Promise<KnownFirm> {
  const [tax, years, outstandingFen] = await Promise.all([
    taxFactsOf(from, firm.id, on),
    yearsOf(from, firm.id),
    rows.outstandingOf(from, firm.id),
  ])
  const seen = firmFacts(firm)
  return { firm: seen, tax, facts: limitFacts({ firm: seen, tax: tax.facts, years, outstandingFen, on }) }
}

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
  const known = await knownOf(from, firm, on)
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
    rows.outstandingOfAll(from),
    rows.allRevenues(from, yearOf(on) - 3),
  ])
  const years = new Map<EnterpriseId, Pick<FirmYear, 'year' | 'revenueFen'>[]>()
  for (const { enterpriseId, ...year } of revenues) {
    const own = years.get(enterpriseId)
    if (own) own.push(year)
    else years.set(enterpriseId, [year])
  }
  const all = new Map<EnterpriseId, ProductChecked<ShelfProduct>[]>()
  for (const row of firms) {
    const firm = firmFacts(row)
    const tax = present(taxes.get(row.id), 'the tax facts of a firm').facts
    const outstandingFen = outstanding.get(row.id) ?? noFen
    const facts = limitFacts({ firm, tax, years: years.get(row.id) ?? [], outstandingFen, on })
    const asked = checkSchemes(facts, found.rules)
    if (asked.ok) all.set(row.id, checkProducts(firm, on, asked.checked, products))
  }
  return done({ all })
}
