import { assert } from './assert.ts'

/*
 * The real roots of a sum of powers, Σ aᵢ·vᵗⁱ for v above 0, counted with proof.
 *
 * With v = e^−x the positive terms make one sum and the negative ones another, P and N, and a root is where the gap
 * ln P − ln N is 0. Both logarithms are convex, and their slopes are mean times: the times of the terms, weighed by
 * what the terms are worth at x. A mean time only falls as x grows, so its values at the two ends of a span bound it
 * within, and with it the slope of the gap: enough to prove that a span holds no root, or that it holds one at most.
 * A span of which neither is proven is halved. (Number of roots by interval slopes, as in interval Newton methods.)
 */

/** A term sign · e^(size − at·x). Sizes are logarithms: the powers alone would overflow. */
export type Term = { readonly at: number; readonly sign: 1 | -1; readonly size: number }

/** `ambiguous`: more than one root, or a place so near to zero that nobody can tell. */
export type Found = { count: 'one'; x: number } | { count: 'none' } | { count: 'ambiguous' }

/** The sum seen from a point. */
type Point = {
  readonly x: number
  readonly gap: number
  readonly gainTime: number
  readonly lossTime: number
}

/** Below this a gap is not told from zero: a thousand times what the sums can be out by. */
const noise = 1e-11

/**
 * Counts the roots of terms in the order of their times, no two at one time. `patience` is how many terms are looked at
 * before nobody can tell either; thousands of flows that turn every day stay far below it, which is a quarter second.
 */
export function rootsOf(terms: readonly Term[], patience = 20_000_000): Found {
  const [first, last] = [terms[0], terms.at(-1)]
  const changes = terms.filter((term, index) => index > 0 && terms[index - 1]?.sign !== term.sign).length
  // Descartes: without a change of sign there is no root, with one exactly one.
  if (!first || !last || changes === 0) return { count: 'none' }
  const sum = sumOf(terms)
  const ends: Span = [outermost(sum, last, -1), outermost(sum, first, 1)]
  return changes === 1 ? { count: 'one', x: narrowed(sum, ends) } : searched(sum, ends, patience)
}

type Span = readonly [Point, Point]
type Sum = {
  readonly terms: readonly Term[]
  readonly at: (x: number) => Point
  readonly looked: () => number
}

function sumOf(terms: readonly Term[]): Sum {
  const [from, to] = [terms[0]?.at ?? 0, terms.at(-1)?.at ?? 0]
  let looked = 0
  const at = (x: number): Point => {
    looked += terms.length
    const origin = x < 0 ? to : from
    const [gains, losses] = [sideAt(terms, 1, x, origin), sideAt(terms, -1, x, origin)]
    return { x, gap: gains.log - losses.log, gainTime: gains.time, lossTime: losses.time }
  }
  return { terms, at, looked: () => looked }
}

/**
 * One side of the sum at x, times e^(origin·x): its logarithm, and the mean time of its terms. With the first term for
 * origin, or the last where x is below 0, exponents are small wherever a term counts, and so is their rounding.
 */
function sideAt(
  terms: readonly Term[],
  sign: 1 | -1,
  x: number,
  origin: number,
): { log: number; time: number } {
  let most = -Infinity
  for (const term of terms) if (term.sign === sign) most = Math.max(most, term.size - (term.at - origin) * x)
  let sum = 0
  let moment = 0
  for (const term of terms) {
    if (term.sign !== sign) continue
    const value = Math.exp(term.size - (term.at - origin) * x - most)
    sum += value
    moment += value * (term.at - origin)
  }
  return { log: most + Math.log(sum), time: origin + moment / sum }
}

/** A point beyond which there is no root: there one outermost term alone is more than the whole other side. */
function outermost(sum: Sum, term: Term, direction: 1 | -1): Point {
  const others = sum.terms.filter(({ sign }) => sign !== term.sign)
  const other = term.sign === 1 ? -1 : 1
  for (let step = 2 ** -16; ; step *= 2) {
    assert(step < 1e6, 'the outermost term decides in the end')
    const x = direction * step
    if (-term.at * x + term.size > sideAt(others, other, x, 0).log + 1e-6) return sum.at(x)
  }
}

/** Halves spans until each is proven to hold one root or none. More than one is enough to stop. */
function searched(sum: Sum, ends: Span, patience: number): Found {
  const single: Span[] = []
  for (let open: readonly Span[] = [ends]; open.length > 0; ) {
    const halves: Span[] = []
    for (const span of open) {
      if (isClear(span)) continue
      if (isMonotone(span)) {
        if (crosses(span)) single.push(span)
        continue
      }
      const middle = between(sum, span)
      // Where nothing can be told from zero, a root may be two or none; nobody can tell.
      if (!middle) return { count: 'ambiguous' }
      halves.push([span[0], middle], [middle, span[1]])
    }
    if (single.length + halves.filter(crosses).length > 1) return { count: 'ambiguous' }
    if (sum.looked() > patience) return { count: 'ambiguous' }
    open = halves
  }
  const [only] = single
  return only ? { count: 'one', x: narrowed(sum, only) } : { count: 'none' }
}

const crosses = ([left, right]: Span): boolean => left.gap > 0 !== right.gap > 0

/** The bounds of the gap's slope within a span: mean times fall from its left end to its right end. */
function slopesOf([left, right]: Span): { least: number; most: number } {
  const slack =
    1e-10 *
    (Math.abs(left.gainTime) + Math.abs(left.lossTime) + Math.abs(right.gainTime) + Math.abs(right.lossTime))
  return { least: right.lossTime - left.gainTime - slack, most: left.lossTime - right.gainTime + slack }
}

function isMonotone(span: Span): boolean {
  const { least, most } = slopesOf(span)
  return least > 0 || most < 0
}

/** Whether the gap cannot come to zero within a span: from neither end can it fall so steeply. */
function isClear(span: Span): boolean {
  if (crosses(span)) return false
  const [left, right] = span
  const { least, most } = slopesOf(span)
  const [gapLeft, gapRight] = [Math.abs(left.gap), Math.abs(right.gap)]
  const [down, up] = left.gap > 0 ? [least, most] : [-most, -least]
  if (down >= 0 || up <= 0) return true
  const width = right.x - left.x
  const turn = (gapLeft - gapRight + up * width) / (up - down)
  return gapLeft + down * turn > noise
}

/** A point inside a span whose sign is certain, near its middle; none when there is no such point. */
function between(sum: Sum, [left, right]: Span): Point | null {
  for (const share of [1 / 2, 0.42, 0.59, 0.34, 0.67, 0.2, 0.81]) {
    const x = left.x + (right.x - left.x) * share
    if (x <= left.x || x >= right.x) return null
    const point = sum.at(x)
    if (Math.abs(point.gap) > noise) return point
  }
  return null
}

/** The root of a span that holds one: halved until two neighbouring numbers are left. */
function narrowed(sum: Sum, [from, to]: Span): number {
  const rising = from.gap < 0
  let [left, right] = [from.x, to.x]
  for (;;) {
    const middle = left + (right - left) / 2
    if (middle <= left || middle >= right) return middle
    const { gap } = sum.at(middle)
    if (gap === 0) return middle
    if (gap > 0 === rising) right = middle
    else left = middle
  }
}
