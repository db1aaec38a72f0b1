import { type Fen, fen, fenOf, larger, minus, noFen } from '../money/fen.ts'
import { down } from '../money/rounding.ts'
import type { TaxCreditFacts } from './limit.ts'
import type { TaxCreditScheme } from './scheme.ts'

/** What can bound a limit; the least of them does. */
export const limitTerms = ['tax', 'grade-cap', 'size-cap', 'total-cap', 'requested'] as const
export type LimitTerm = (typeof limitTerms)[number]
export const limitTermWords = (term: LimitTerm): string => `tax-credit.term.${term}`

export const whole = 10_000

export type Bound = { readonly term: LimitTerm; readonly fen: Fen }
/** Of what is possible the least favourable, or the most. */
export type Pick = typeof Math.min

export const leastOf = (bounds: readonly Bound[]): Bound | undefined =>
  bounds.reduce<Bound | undefined>((least, one) => (least && least.fen <= one.fen ? least : one), undefined)

export const averageOf = (sumFen: bigint, years: number): Fen | null =>
  fenOf(down(sumFen, BigInt(years))) ?? null

/** Average tax times all factors, rounded down to the fen; the step comes after. What no fen can hold is the most. */
export function byTax(sumFen: bigint, years: number, factors: readonly number[]): Fen {
  // Two or three factors are far below 2^53 together; only the sum makes them large.
  let [product, parts] = [1, years]
  for (const factor of factors) {
    product *= factor
    parts *= whole
  }
  if (!Number.isSafeInteger(product) || !Number.isSafeInteger(parts))
    return byLargeFactors(sumFen, years, factors)
  return fenOf(down(sumFen * BigInt(product), BigInt(parts))) ?? fen(Number.MAX_SAFE_INTEGER)
}

function byLargeFactors(sumFen: bigint, years: number, factors: readonly number[]): Fen {
  const product = factors.reduce((so, factor) => so * BigInt(factor), sumFen)
  const parts = BigInt(years) * BigInt(whole) ** BigInt(factors.length)
  return fenOf(down(product, parts)) ?? fen(Number.MAX_SAFE_INTEGER)
}

export const roundedDown = (amountFen: Fen, stepFen: Fen): Fen => fen(amountFen - (amountFen % stepFen))

export function capsOf(
  scheme: TaxCreditScheme,
  facts: TaxCreditFacts,
  gradeCapFen: Fen | null,
  pick: Pick,
): Bound[] {
  const caps: Bound[] = []
  if (gradeCapFen !== null) caps.push({ term: 'grade-cap', fen: gradeCapFen })
  const bySize = facts.size
    ? [scheme.capBySizeFen[facts.size]]
    : scheme.sizes.map((size) => scheme.capBySizeFen[size])
  const sizeCap = pick(...bySize.map((cap) => cap ?? Number.POSITIVE_INFINITY))
  if (Number.isFinite(sizeCap)) caps.push({ term: 'size-cap', fen: fen(sizeCap) })
  if (scheme.totalCapFen !== null) {
    const leftFen = larger(noFen, minus(scheme.totalCapFen, facts.outstandingFen ?? noFen))
    caps.push({ term: 'total-cap', fen: leftFen })
  }
  if (facts.requestedFen) caps.push({ term: 'requested', fen: facts.requestedFen })
  return caps
}
