import { type Fen, smaller } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { NeedFacts } from '../needs/need.ts'
import { type GuaranteeMode, guaranteeModes, type ProductTerms } from '../products/product.ts'
import type { Rules } from '../tax-credit/rules.ts'
import { conditionsOf } from './conditions.ts'
import { factDisputed } from './disputed.ts'
import { type Condition, type FitFacts, type FitRule, type MissingFact, missingFacts } from './fit.ts'
import { type SchemeBounds, schemeFit } from './schemes.ts'
import type { ShelfProduct } from './shelf.ts'

type Step =
  | { readonly of: 'amount'; readonly from: Fen; readonly to: Fen }
  | { readonly of: 'months'; readonly from: number; readonly to: number }
  | { readonly of: 'rate'; readonly from: Ppm; readonly to: Ppm }
  | { readonly of: 'guarantee'; readonly add: GuaranteeMode }

/** One change of the need, and what becomes of the shelf by it. */
export type Change = Step & {
  /** Products that become eligible, in the order of their ids. */
  readonly opens: readonly string[]
  /** Products that were eligible and are lost by the same change. */
  readonly closes: readonly string[]
}

/**
 * The smallest change of each sort that opens at least one product: less money, more money, fewer months,
 * more months, a higher rate, and each guarantee mode that would help, the most helpful first. Only products
 * count that this one condition alone keeps away; one with a second no, or an unknown, would stay shut. What a scheme of
 * tax credit allows bounds amount and rate as the product's own figures do.
 */
export function nearestChanges(
  facts: FitFacts,
  products: readonly ShelfProduct[],
  schemes?: Rules | null,
): Change[] {
  const { sorts, modes } = ladders(facts, products, schemes)
  return [...sorts.flatMap((ladder) => ladder.slice(0, 1)), ...modes]
}

/**
 * As `nearestChanges`, and besides every wider step that opens more products than the one before it:
 * '1.9 million instead of 2.0: one more; 1.8 million: three more'.
 */
export function allChanges(
  facts: FitFacts,
  products: readonly ShelfProduct[],
  schemes?: Rules | null,
): Change[] {
  const { sorts, modes } = ladders(facts, products, schemes)
  return [...sorts.flat(), ...modes]
}

/** The need after a change, as the form would show it. */
export function changed(need: NeedFacts, step: Step): NeedFacts {
  switch (step.of) {
    case 'amount':
      return { ...need, amountFen: step.to }
    case 'months':
      return { ...need, months: step.to }
    case 'rate':
      return { ...need, highestRatePpm: step.to }
    case 'guarantee':
      return { ...need, guaranteeModes: [...need.guaranteeModes, step.add] }
  }
}

/** A fact that the firm did not give, and the products that wait for it. */
export type OpenQuestion = {
  readonly fact: MissingFact
  /** Products that wait for this fact alone: its answer makes each eligible or not. */
  readonly alone: readonly string[]
  /** Products that wait for this fact and for others. */
  readonly together: readonly string[]
}

/** The facts worth asking for, the one that could open most products by itself first. */
export function openQuestions(
  facts: FitFacts,
  products: readonly ShelfProduct[],
  schemes?: Rules | null,
): OpenQuestion[] {
  const waiting = readShelf(facts, products, schemes).filter(({ stops }) => stops.length === 0)
  const disputed = (facts.firm.disputed ?? []).map(factDisputed)
  // What is examined already, nobody need be asked for.
  const asked = missingFacts.filter((fact) => !disputed.some((one) => one === fact))
  const questions = asked.map((fact) => {
    const asking = waiting.filter(({ missing }) => missing.includes(fact))
    return {
      fact,
      alone: idsOf(asking.filter(({ missing }) => missing.length === 1)),
      together: idsOf(asking.filter(({ missing }) => missing.length > 1)),
    }
  })
  return questions
    .filter(({ alone, together }) => alone.length + together.length > 0)
    .sort((a, b) => b.alone.length - a.alone.length || b.together.length - a.together.length)
}

type Read = {
  readonly id: string
  readonly terms: ProductTerms
  readonly stops: readonly FitRule[]
  readonly isOpen: boolean
  readonly missing: readonly MissingFact[]
  readonly bounds: SchemeBounds
}

function readShelf(
  facts: FitFacts,
  products: readonly ShelfProduct[],
  schemes: Rules | null | undefined,
): Read[] {
  return products.map(({ id, terms }) => {
    const conditions = conditionsOf(facts, terms, schemes)
    const stops = conditions.filter(({ met }) => met === 'no').map(({ rule }) => rule)
    const isOpen = conditions.some(({ met }) => met === 'unknown')
    const missing = [...new Set(conditions.flatMap(missingOf))]
    return { id, terms, stops, isOpen, missing, bounds: schemeFit(facts, terms, schemes).bounds }
  })
}

const missingOf = ({ missing }: Condition): MissingFact[] => (missing === undefined ? [] : [missing])

function ladders(
  facts: FitFacts,
  products: readonly ShelfProduct[],
  schemes: Rules | null | undefined,
): { sorts: Change[][]; modes: Change[] } {
  const certain = readShelf(facts, products, schemes).filter(({ isOpen }) => !isOpen)
  const eligible = certain.filter(({ stops }) => stops.length === 0)
  // The product and its scheme may both stand against the same figure: one change of it settles both.
  const stoppedBy = (...rules: readonly FitRule[]) =>
    certain.filter(({ stops }) => stops.length > 0 && stops.every((stop) => rules.includes(stop)))
  const { amountFen, months, highestRatePpm, guaranteeModes: own } = facts.need

  const amount = (direction: Direction) =>
    rungs(amountFen, direction, amountRange, stoppedBy('amount', 'scheme-limit'), eligible).map(
      (rung): Change => ({ of: 'amount', ...rung }),
    )
  const term = (direction: Direction) =>
    rungs(months, direction, monthsRange, stoppedBy('months'), eligible).map(
      (rung): Change => ({ of: 'months', ...rung }),
    )
  const rate = (highest: Ppm) =>
    rungs(highest, 'up', rateRange, stoppedBy('rate', 'scheme-rate'), eligible).map(
      (rung): Change => ({ of: 'rate', ...rung }),
    )
  return {
    sorts: [
      amount('down'),
      amount('up'),
      term('down'),
      term('up'),
      highestRatePpm === null ? [] : rate(highestRatePpm),
    ],
    modes: addedModes(own, stoppedBy('guarantee')),
  }
}

type Direction = 'down' | 'up'
type Range<N extends number> = { readonly min: N; readonly max: N | null }

const amountRange = ({ terms, bounds }: Read) => ({
  min: terms.amountMinFen,
  max: bounds.mostFen === null ? terms.amountMaxFen : smaller(terms.amountMaxFen, bounds.mostFen),
})
const monthsRange = ({ terms }: Read) => ({ min: terms.monthsMin, max: terms.monthsMax })
// Whoever would pay more than the product ever asks is welcome too, so there is no upper end.
const rateRange = ({ terms, bounds }: Read) => ({ min: bounds.priceRate ?? terms.rateMinPpm, max: null })

type Rung<N extends number> = {
  readonly from: N
  readonly to: N
  readonly opens: readonly string[]
  readonly closes: readonly string[]
}

/** The steps in one direction from the nearest on, each opening more products than the one before. */
function rungs<N extends number>(
  from: N,
  direction: Direction,
  range: (read: Read) => Range<N>,
  stopped: readonly Read[],
  eligible: readonly Read[],
): Rung<N>[] {
  const isAt = (to: N, read: Read) => isWithin(to, range(read))
  const found: Rung<N>[] = []
  for (const to of targets(from, direction, stopped.map(range))) {
    const opens = idsOf(stopped.filter((read) => isAt(to, read)))
    if (opens.length <= (found.at(-1)?.opens.length ?? 0)) continue
    found.push({ from, to, opens, closes: idsOf(eligible.filter((read) => !isAt(to, read))) })
  }
  return found
}

/** The near ends of the ranges that lie in one direction, nearest first. */
function targets<N extends number>(from: N, direction: Direction, ranges: readonly Range<N>[]): N[] {
  const isDown = direction === 'down'
  const ends = isDown
    ? ranges.flatMap(({ max }) => (max !== null && max < from ? [max] : []))
    : ranges.flatMap(({ min }) => (min > from ? [min] : []))
  return [...new Set(ends)].sort((a, b) => (isDown ? b - a : a - b))
}

const isWithin = <N extends number>(figure: N, { min, max }: Range<N>): boolean =>
  min <= figure && (max === null || figure <= max)

function addedModes(own: readonly GuaranteeMode[], stopped: readonly Read[]): Change[] {
  return guaranteeModes
    .filter((mode) => !own.includes(mode))
    .map((add): Change => {
      const opened = stopped.filter(({ terms }) => terms.guaranteeModes.includes(add))
      return { of: 'guarantee', add, opens: idsOf(opened), closes: [] }
    })
    .filter(({ opens }) => opens.length > 0)
    .sort((a, b) => b.opens.length - a.opens.length)
}

const idsOf = (reads: readonly Read[]): string[] => reads.map(({ id }) => id).sort()
