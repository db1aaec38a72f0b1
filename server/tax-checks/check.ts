import { conditionsOf } from '../matching/conditions.ts'
import type { Condition, FitFacts, FitRule } from '../matching/fit.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, larger, noFen, smaller } from '../money/fen.ts'
import { type Ppm, ppm } from '../money/rate.ts'
import type { NeedFacts } from '../needs/need.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { type ProductTerms, schemeOf } from '../products/product.ts'
import { type TaxCreditFacts, type TaxCreditLimit, taxCreditLimit } from '../tax-credit/limit.ts'
import type { Lpr } from '../tax-credit/lpr.ts'
import type { TaxCreditScheme } from '../tax-credit/scheme.ts'

/** A scheme in force with the version that is stored with what it decides. */
export type SchemeUsed = { readonly code: string; readonly version: string; readonly scheme: TaxCreditScheme }
export type Rules = {
  readonly schemes: readonly SchemeUsed[]
  readonly lpr: Lpr
  readonly lprVersion: string
}

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

export const chances = ['open', 'unknown', 'no'] as const
/** Nothing stands against it; a missing fact leaves the amount open; something stands against it. */
export type Chance = (typeof chances)[number]

export type ProductChecked<Product> = {
  readonly product: Product
  readonly scheme: SchemeChecked
  readonly chance: Chance
  /** What the product could lend: the scheme's limit within the product's own; 0 where something stands against it. */
  readonly limitFen: Fen
  /** The scheme's price within the product's range; null for a grade that the scheme does not admit. */
  readonly annualRatePpm: Ppm | null
  /** What the product asks besides the scheme: amount, place, industry, size, grade, months; those it does not put left out. */
  readonly own: readonly Condition[]
}

/** The conditions of a product that speak of the firm; what the need says is asked when there is one. */
const ofTheFirm: readonly FitRule[] = ['amount', 'region', 'industry', 'size', 'grade', 'operating']

export type FirmFacts = FitFacts['firm']

/** Every tax-credit product that goes by one of the schemes, most money first; equals at the lower rate, then by id. */
export function checkProducts<Product extends { readonly id: string; readonly terms: ProductTerms }>(
  firm: FirmFacts,
  on: Day,
  checked: readonly SchemeChecked[],
  products: readonly Product[],
): ProductChecked<Product>[] {
  const byCode = new Map(checked.map((one) => [one.code, one]))
  return products
    .flatMap((product) => {
      const scheme = byCode.get(schemeOf(product.terms) ?? '')
      return scheme ? [checkProduct(firm, on, scheme, product)] : []
    })
    .sort(inOrder)
}

function checkProduct<Product extends { readonly terms: ProductTerms }>(
  firm: FirmFacts,
  on: Day,
  scheme: SchemeChecked,
  product: Product,
): ProductChecked<Product> {
  const { terms } = product
  const { limitFen, annualRatePpm, reasons, eligible } = scheme.result
  const mostFen = smaller(limitFen, terms.amountMaxFen)
  const need: NeedFacts = {
    amountFen: mostFen,
    months: terms.monthsMin,
    purpose: 'other',
    guaranteeModes: terms.guaranteeModes,
    highestRatePpm: null,
    wantedBy: null,
  }
  const isOpen = reasons.every(({ met }) => met !== 'no')
  const own = conditionsOf({ need, firm, on }, terms).filter(
    ({ rule, want }) =>
      ofTheFirm.includes(rule) && want.kind !== 'anything' && (eligible || rule !== 'amount'),
  )
  const isBarred = !isOpen || own.some(({ met }) => met === 'no')
  const chance: Chance = isBarred ? 'no' : eligible ? 'open' : 'unknown'
  const priced =
    annualRatePpm === null ? null : ppm(Math.min(terms.rateMaxPpm, Math.max(terms.rateMinPpm, annualRatePpm)))
  return {
    ...{ product, scheme, chance, own },
    limitFen: chance === 'open' ? fen(larger(noFen, mostFen)) : noFen,
    annualRatePpm: priced,
  }
}

type Ordered = Pick<
  ProductChecked<{ readonly id: string }>,
  'chance' | 'limitFen' | 'annualRatePpm' | 'product'
>

function inOrder(a: Ordered, b: Ordered): number {
  const byChance = chances.indexOf(a.chance) - chances.indexOf(b.chance)
  if (byChance !== 0) return byChance
  if (a.limitFen !== b.limitFen) return b.limitFen - a.limitFen
  const byRate = (a.annualRatePpm ?? 0) - (b.annualRatePpm ?? 0)
  return byRate || (a.product.id < b.product.id ? -1 : a.product.id > b.product.id ? 1 : 0)
}
