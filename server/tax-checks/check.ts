import { amount } from '../matching/conditions.ts'
import type { Condition, FitFacts } from '../matching/fit.ts'
import { type FirmRead, readFirm, unmetByFirm } from '../matching/unmet.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, smaller } from '../money/fen.ts'
import { type Ppm, ppm } from '../money/rate.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { type ProductTerms, schemeOf } from '../products/product.ts'
import { type TaxCreditFacts, type TaxCreditLimit, taxCreditLimit } from '../tax-credit/limit.ts'
import type { Rules, SchemeUsed } from '../tax-credit/rules.ts'

/** What one scheme says to the facts of a firm. */
export type SchemeChecked = Omit<SchemeUsed, 'scheme'> & { readonly result: TaxCreditLimit }

/**
 * What every scheme says to a firm: each is asked once, however many products go by it. Refuses facts that cannot be, as
 * `taxCreditLimit`.
 */
export function checkSchemes(
  facts: TaxCreditFacts,
  { schemes, lpr }: Rules,
): Outcome<{ readonly checked: readonly SchemeChecked[] }> {
  const checked: SchemeChecked[] = []
  for (const { code, version, scheme } of schemes) {
    const found = taxCreditLimit(scheme, facts, lpr)
    if (!found.ok) return found
    const { ok: _, ...result } = found
    checked.push({ code, version, result })
  }
  return done({ checked })
}

/** Nothing stands against it; a missing fact leaves the amount open; something stands against it. */
export type Chance = 'open' | 'unknown' | 'no'

export type ProductChecked<Product> = {
  readonly product: Product
  readonly scheme: SchemeChecked
  readonly chance: Chance
  /** What the product could lend: the scheme's limit within the product's own; 0 where something stands against it. */
  readonly limitFen: Fen
  /** The scheme's price within the product's range; null for a grade that the scheme does not admit. */
  readonly annualRatePpm: Ppm | null
  /** What the product asks besides the scheme (amount, place, industry, size, grade, months) and does not get, or nobody knows. */
  readonly own: readonly Condition[]
}

export type FirmFacts = FitFacts['firm']

/**
 * Every tax-credit product that goes by one of the schemes: those that are open first, most money before less, equals at the
 * lower rate and then by id; then what waits for a fact and what is shut, as the shelf has them.
 */
export function checkProducts<Product extends { readonly id: string; readonly terms: ProductTerms }>(
  firm: FirmFacts,
  on: Day,
  checked: readonly SchemeChecked[],
  products: readonly Product[],
): ProductChecked<Product>[] {
  const byCode = new Map(checked.map((one) => [one.code, readScheme(one)]))
  const read = readFirm(firm, on)
  const found: Record<Chance, ProductChecked<Product>[]> = { open: [], unknown: [], no: [] }
  for (const product of products) {
    const scheme = byCode.get(schemeOf(product.terms) ?? '')
    if (!scheme) continue
    const one = checkProduct(read, scheme, product)
    found[one.chance].push(one)
  }
  return [...found.open.sort(inOrder), ...found.unknown, ...found.no]
}

type SchemeRead = { readonly scheme: SchemeChecked; readonly isOpen: boolean }

const readScheme = (scheme: SchemeChecked): SchemeRead => ({
  scheme,
  isOpen: scheme.result.reasons.every(({ met }) => met !== 'no'),
})

function checkProduct<Product extends { readonly terms: ProductTerms }>(
  read: FirmRead,
  { scheme, isOpen }: SchemeRead,
  product: Product,
): ProductChecked<Product> {
  const { terms } = product
  const { limitFen, annualRatePpm, eligible } = scheme.result
  const mostFen = smaller(limitFen, terms.amountMaxFen)
  const own = unmetByFirm(read, terms)
  if (eligible && mostFen < terms.amountMinFen) own.unshift(amount(mostFen, terms))
  const isBarred = !isOpen || own.some(({ met }) => met === 'no')
  const chance: Chance = isBarred ? 'no' : eligible ? 'open' : 'unknown'
  return {
    product,
    scheme,
    chance,
    own,
    limitFen: chance === 'open' ? mostFen : noFen,
    annualRatePpm:
      annualRatePpm === null
        ? null
        : ppm(Math.min(terms.rateMaxPpm, Math.max(terms.rateMinPpm, annualRatePpm))),
  }
}

type Ordered = Pick<ProductChecked<{ readonly id: string }>, 'limitFen' | 'annualRatePpm' | 'product'>

function inOrder(a: Ordered, b: Ordered): number {
  if (a.limitFen !== b.limitFen) return b.limitFen - a.limitFen
  const byRate = (a.annualRatePpm ?? 0) - (b.annualRatePpm ?? 0)
  return byRate || (a.product.id < b.product.id ? -1 : a.product.id > b.product.id ? 1 : 0)
}
