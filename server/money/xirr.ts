import { assert } from './assert.ts'
import { type Day, daysBetween, isDay } from './day.ts'
import { type Fen, isFen } from './fen.ts'
import { type Answer, refused } from './refused.ts'
import { rootsOf, type Term } from './roots.ts'

/** Money that changes hands on a day; the sign says which way. */
export type Flow = { on: Day; fen: Fen }

/**
 * `one`: the rate per unit of time, a plain number (0.05 is 5 %), and ln(1 + rate), which still tells rates apart that
 * are nearly −100 %. `none` and `ambiguous` carry no figure at all.
 */
export type Root =
  | { outcome: 'one'; rate: number; growth: number }
  | { outcome: 'none' }
  | { outcome: 'ambiguous' }

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

/** The one rate per `unit` of time, with `at` counted in whole steps of which a unit has `unit`. */
export function rootOf(flows: readonly { at: number; fen: Fen }[], unit: number): Root {
  const found = rootsOf(termsOf(flows))
  if (found.count !== 'one') return { outcome: found.count }
  const growth = found.x * unit
  return { outcome: 'one', rate: Math.expm1(growth), growth }
}

/** The flows of each day as one term, in the order of the days; what cancels out is none. */
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
