import type { NeedFacts } from '../needs/need.ts'
import { assert } from '../platform/assert.ts'
import type { ProductTerms } from '../products/product.ts'
import type { Rules } from '../tax-credit/rules.ts'

/** What makes one eligible product stand before another. */
export const scoreParts = ['rate', 'speed', 'amountHeadroom', 'guarantee', 'term'] as const
export type ScorePart = (typeof scoreParts)[number]

/** How eligible products are ranked; its version is stored with every match that it ranked. */
export type MatchRule = {
  readonly version: string
  /** Points by part; they add up to 100. */
  readonly weights: Readonly<Record<ScorePart, number>>
  /** The figures that earn all points and none; between them the points fall in a straight line. */
  readonly scales: {
    readonly ratePpm: Scale
    readonly daysPromised: Scale
  }
  /** The schemes by which tax-credit products lend on that day; without them their conditions stay open. */
  readonly schemes?: Rules | null
}

export type Scale = { readonly best: number; readonly worst: number }

/**
 * A placeholder: neither the weights nor the scales come from any notice. They stand here so that the shelf
 * has an order on the first day, and are to be replaced by a policy row with its source.
 */
export const matchRule2026: MatchRule = {
  version: 'match-2026-1',
  weights: { rate: 35, speed: 20, amountHeadroom: 15, guarantee: 20, term: 10 },
  scales: {
    ratePpm: { best: 25_000, worst: 120_000 },
    daysPromised: { best: 1, worst: 20 },
  },
}

/**
 * How well a product serves a need that it is open to: 0 to 100, whole, rounded half up once at the end.
 * Each part is taken in thousandths, so that the same facts give the same points on every machine.
 */
export function score(need: NeedFacts, terms: ProductTerms, rule: MatchRule): number {
  assertWeights(rule)
  const parts = partsOf(need, terms, rule)
  const thousandths = scoreParts.reduce((sum, part) => sum + rule.weights[part] * parts[part], 0)
  const points = Math.floor((thousandths + 500) / 1000)
  assert(points >= 0 && points <= 100, `A score outside 0 to 100: ${points}`)
  return points
}

function partsOf(need: NeedFacts, terms: ProductTerms, { scales }: MatchRule): Record<ScorePart, number> {
  return {
    rate: onScale(terms.rateMinPpm, scales.ratePpm),
    speed: onScale(terms.daysPromised, scales.daysPromised),
    amountHeadroom: headroom(need.amountFen, terms.amountMaxFen),
    guarantee: lightness(need, terms),
    term: headroom(need.months, terms.monthsMax),
  }
}

/** All points when the product could carry twice what is asked, none when it just carries it. */
function headroom(asked: number, most: number): number {
  return clamped(Math.floor(((most - asked) * 1000) / asked))
}

/** All points for a loan on credit; else up to half, by the share of the firm's own modes it takes. */
function lightness(need: NeedFacts, { guaranteeModes }: ProductTerms): number {
  if (guaranteeModes.includes('credit')) return 1000
  const own = new Set(need.guaranteeModes)
  const taken = guaranteeModes.filter((mode) => own.has(mode)).length
  return clamped(Math.floor((taken * 500) / own.size))
}

function onScale(figure: number, { best, worst }: Scale): number {
  return clamped(Math.floor(((worst - figure) * 1000) / (worst - best)))
}

function assertWeights({ version, weights, scales }: MatchRule): void {
  const points = scoreParts.map((part) => weights[part])
  assert(
    points.every((point) => Number.isSafeInteger(point) && point >= 0),
    `${version}: a weight is a whole number of points.`,
  )
  assert(points.reduce((sum, point) => sum + point, 0) === 100, `${version}: the weights add up to 100.`)
  for (const scale of [scales.ratePpm, scales.daysPromised]) {
    assert(scale.best < scale.worst, `${version}: on a scale less is better.`)
  }
}

const clamped = (thousandths: number): number => Math.min(1000, Math.max(0, thousandths))
