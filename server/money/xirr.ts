import assert from 'node:assert/strict'
import { type Day, daysBetween, isDay } from './day.ts'
import { type Fen, isFen } from './fen.ts'
import { type Answer, refused } from './refused.ts'

/** Money that changes hands on a day; the sign says which way. */
export type Flow = { on: Day; fen: Fen }

/** `one`: the rate per unit of time, a plain number (0.05 is 5 %). `none` and `ambiguous` carry no figure at all. */
export type Root = { outcome: 'one'; rate: number } | { outcome: 'none' } | { outcome: 'ambiguous' }

/**
 * The yearly rate that makes dated flows worth nothing together (actual/365, as spreadsheets do).
 * All rates above −100 % are searched. One root is an answer; none, or more than one, is said so: an equation that
 * two rates satisfy has no cost, and choosing the nearer would be a guess.
 * Refuses `empty`, `not-a-day`, `not-whole`, and `too-large` where the rate passes what a number can hold.
 */
export function xirr(flows: readonly Flow[]): Answer<{ root: Root }> {
  const [first] = flows
  if (!first) return refused('empty', 'flows')
  for (const flow of flows) {
    if (!isDay(flow.on)) return refused('not-a-day', 'flows')
    if (!isFen(flow.fen)) return refused('not-whole', 'flows')
  }
  const steps = flows.map(({ on, fen }) => ({ at: daysBetween(first.on, on), fen }))
  const root = rootOf(steps, 365)
  if (root.outcome === 'one' && !Number.isFinite(root.rate)) return refused('too-large', 'flows')
  return { ok: true, root }
}

/** The rate per period of flows that come at whole numbers of periods, by place in the list. */
export const irr = (amounts: readonly Fen[]): Root =>
  rootOf(
    amounts.map((fen, at) => ({ at, fen })),
    1,
  )

/** A term of Σ sign · e^(size − at·x), where x is ln(1 + rate). Sizes are logarithms: e^−at·x alone would overflow. */
type Term = { at: number; sign: 1 | -1; size: number }

/** More sign changes than this are not searched; such flows are a current account and not a loan. */
const mostChanges = 60

/** The one rate per `unit` of time, with `at` counted in whole steps of which a unit has `unit`. */
export function rootOf(flows: readonly { at: number; fen: Fen }[], unit: number): Root {
  const terms = termsOf(flows)
  const changes = signChanges(terms)
  // Descartes: without a change of sign there is no root, with one exactly one.
  if (changes === 0) return { outcome: 'none' }
  if (changes > mostChanges) return { outcome: 'ambiguous' }
  const points = [-Infinity, ...(changes === 1 ? [] : rootsOf(slopeOf(terms))), Infinity]
  const signs = points.map((x) => signAt(terms, x))
  // A turning point that may or may not touch zero is two roots or none; nobody can tell.
  if (signs.includes(0)) return { outcome: 'ambiguous' }
  const roots = rootsBetween(terms, points)
  const [only] = roots
  if (only === undefined) return { outcome: 'none' }
  return roots.length > 1 ? { outcome: 'ambiguous' } : { outcome: 'one', rate: Math.expm1(only * unit) }
}

function termsOf(flows: readonly { at: number; fen: Fen }[]): Term[] {
  const sums = new Map<number, bigint>()
  for (const { at, fen } of flows) {
    assert(Number.isSafeInteger(at), `not a whole step of time: ${at}`)
    sums.set(at, (sums.get(at) ?? 0n) + BigInt(fen))
  }
  return [...sums]
    .filter(([, sum]) => sum !== 0n)
    .sort(([a], [b]) => a - b)
    .map(([at, sum]) => ({ at, sign: sum > 0n ? 1 : -1, size: Math.log(Math.abs(Number(sum))) }))
}

const signChanges = (terms: readonly Term[]): number =>
  terms.filter((term, index) => index > 0 && terms[index - 1]?.sign !== term.sign).length

/** All roots, in order. Between two turning points the sum only rises or only falls (Rolle), so each span has one at most. */
function rootsOf(terms: readonly Term[]): number[] {
  const changes = signChanges(terms)
  if (changes === 0) return []
  const turns = changes === 1 ? [] : rootsOf(slopeOf(terms))
  const touched = turns.filter((x) => signAt(terms, x) === 0)
  return [...rootsBetween(terms, [-Infinity, ...turns, Infinity]), ...touched].sort((a, b) => a - b)
}

/** The derivative after the first term is made constant: one term and one change of sign fewer in the end. */
function slopeOf(terms: readonly Term[]): Term[] {
  const [first, ...rest] = terms
  assert(first, 'a slope needs a term')
  return rest.map(({ at, sign, size }) => ({
    at: at - first.at,
    sign: sign === 1 ? -1 : 1,
    size: size + Math.log(at - first.at),
  }))
}

function rootsBetween(terms: readonly Term[], points: readonly number[]): number[] {
  const roots: number[] = []
  for (const [index, right] of points.entries()) {
    const left = points[index - 1]
    if (left === undefined) continue
    if (signAt(terms, left) * signAt(terms, right) < 0) roots.push(bisect(terms, left, right))
  }
  return roots
}

/** Below this part of the terms' own size a sum is not told from zero. */
const noise = 1e-11

/** The sign of the sum at x: at −∞ the last term decides, at +∞ the first. 0 where rounding hides it. */
function signAt(terms: readonly Term[], x: number): number {
  if (!Number.isFinite(x)) return (x < 0 ? terms.at(-1) : terms[0])?.sign ?? 0
  const { sum, size } = valueAt(terms, x)
  return Math.abs(sum) <= noise * size ? 0 : Math.sign(sum)
}

function valueAt(terms: readonly Term[], x: number): { sum: number; size: number } {
  let most = -Infinity
  for (const term of terms) most = Math.max(most, term.size - term.at * x)
  let sum = 0
  let size = 0
  for (const term of terms) {
    const value = Math.exp(term.size - term.at * x - most)
    sum += term.sign * value
    size += value
  }
  return { sum, size }
}

/** Halves the span until two neighbouring numbers are left. */
function bisect(terms: readonly Term[], from: number, to: number): number {
  const wanted = signAt(terms, from)
  let left = Number.isFinite(from) ? from : reach(terms, -1, wanted, to)
  let right = Number.isFinite(to) ? to : reach(terms, 1, -wanted, left)
  for (;;) {
    const middle = left + (right - left) / 2
    if (middle <= left || middle >= right) return middle
    const { sum } = valueAt(terms, middle)
    if (sum === 0) return middle
    if (Math.sign(sum) === wanted) left = middle
    else right = middle
  }
}

/** A finite point so far out that the outermost term already decides. */
function reach(terms: readonly Term[], direction: 1 | -1, wanted: number, from: number): number {
  let step = 1 / 65_536
  const start = Number.isFinite(from) ? from : 0
  while (signAt(terms, start + direction * step) !== wanted) {
    step *= 2
    assert(step < 1e6, 'the outermost term decides in the end')
  }
  return start + direction * step
}
