import { type Fen, fen, fenOf, minus, noFen } from '../money/fen.ts'
import type { NeedScope } from './need-scope.ts'

/** A need in the hall before one arrangement, guarantor or pool. */
export type Asking = {
  readonly id: string
  readonly firmId: string
  readonly amountFen: Fen
  readonly scope: NeedScope
  /** What its firm has under the same cap already. */
  readonly hasFen: Fen
}

export type Lever = {
  /** The most for one customer, included; null without one. */
  readonly capFen: Fen | null
  /** Whether its stop line has been reached: money helps nothing then. */
  readonly isStopped: boolean
  /** What it can still carry, in sums lent, with so much more; null where no rule bounds it. */
  roomFen(moreFen: Fen): Fen | null
}

/** Why a need does not fit, in the order in which rules are told; each need counts under the first that it meets. */
export const stops = ['kind', 'scope', 'unknown', 'cap', 'line', 'money'] as const
export type Stop = (typeof stops)[number]

export type Fitting = {
  readonly needs: number
  readonly firms: number
  readonly fitFen: Fen
  readonly stopped: Readonly<Record<Stop, { readonly needs: number; readonly fen: Fen }>>
}

/** What one sum does: how many needs fit with it. */
export type Point = {
  readonly moreFen: Fen
  readonly needs: number
  readonly fitFen: Fen
  /** Those that nothing but money keeps out, with so much more. */
  readonly short: { readonly needs: number; readonly fen: Fen }
}

/**
 * 多一元钱能做什么: how many posted needs fit at once with so much more money, and which rule stops the others. The smallest
 * come first, so this is the most that can fit, and never fewer with more. A firm's second need counts on top of its
 * first. Nothing is promised to anybody by it.
 */
export function fitting(asked: readonly Asking[], lever: Lever, moreFen: Fen): Fitting {
  const stopped = Object.fromEntries(stops.map((one) => [one, { needs: 0, fen: 0 }])) as Record<
    Stop,
    { needs: number; fen: number }
  >
  const taken = new Map<string, number>()
  const firms = new Set<string>()
  let [left, needs, fit] = [lever.roomFen(moreFen), 0, 0] as [number | null, number, number]
  for (const { firmId, amountFen, scope, hasFen } of smallestFirst(asked)) {
    const has = hasFen + (taken.get(firmId) ?? 0)
    const why: Stop | null =
      scope !== 'yes'
        ? stopOfScope[scope]
        : lever.capFen !== null && has + amountFen > lever.capFen
          ? 'cap'
          : lever.isStopped
            ? 'line'
            : left !== null && amountFen > left
              ? 'money'
              : null
    if (why) {
      stopped[why].needs += 1
      stopped[why].fen += amountFen
      continue
    }
    taken.set(firmId, (taken.get(firmId) ?? 0) + amountFen)
    firms.add(firmId)
    if (left !== null) left -= amountFen
    needs += 1
    fit += amountFen
  }
  return {
    ...{ needs, firms: firms.size, fitFen: fen(fit) },
    stopped: Object.fromEntries(
      stops.map((one) => [one, { needs: stopped[one].needs, fen: fen(stopped[one].fen) }]),
    ) as Fitting['stopped'],
  }
}

const stopOfScope = { kind: 'kind', no: 'scope', unknown: 'unknown' } as const

const smallestFirst = (asked: readonly Asking[]): readonly Asking[] =>
  asked.toSorted((one, other) => one.amountFen - other.amountFen || (one.id < other.id ? -1 : 1))

const whole = 10_000n
const million = 1_000_000n

/**
 * What a compensation pool's money still carries: as many loans as it could pay its share of when so many went bad that its
 * stop line is reached, for from there nothing new is filed; less what it stands for already. Cut down to the fen; null
 * without a stop line, for then nothing bounds it. `basisPoints` is the pool's share of a loss.
 */
export function carriedBy(
  { freeFen, coveredFen }: { readonly freeFen: Fen; readonly coveredFen: Fen },
  { stopLinePpm, basisPoints }: { readonly stopLinePpm: number | null; readonly basisPoints: number },
): (moreFen: Fen) => Fen | null {
  return (moreFen) => {
    if (stopLinePpm === null || stopLinePpm === 0 || basisPoints === 0) return null
    const money = BigInt(freeFen) + BigInt(moreFen)
    const carried = (money * whole * million) / (BigInt(basisPoints) * BigInt(stopLinePpm))
    const left = carried - BigInt(coveredFen)
    return left <= 0n ? noFen : (fenOf(left) ?? null)
  }
}

/**
 * What a guarantor may still promise in sums lent: its net assets, with so much more, times its leverage, less its liability;
 * of each loan its own share counts, without the weights that make some count for less.
 */
export function guaranteedBy(
  { netAssetsFen, liabilityFen }: { readonly netAssetsFen: Fen; readonly liabilityFen: Fen },
  { times, basisPoints }: { readonly times: number; readonly basisPoints: number },
): (moreFen: Fen) => Fen | null {
  return (moreFen) => {
    if (basisPoints === 0) return null
    const left = (BigInt(netAssetsFen) + BigInt(moreFen)) * BigInt(times) - BigInt(liabilityFen)
    return left <= 0n ? noFen : (fenOf((left * whole) / BigInt(basisPoints)) ?? null)
  }
}

/** What is tried besides the sum that was asked for: nothing more, its quarter, half, itself, double and fourfold. */
export const triedSums = (moreFen: Fen): readonly Fen[] => [
  noFen,
  ...[0.25, 0.5, 1, 2, 4].map((part) => fen(Math.round((moreFen * part) / 100) * 100)),
]

/** The sum itself and the larger ones that are tried with it. */
export const largerSums = (moreFen: Fen): readonly Fen[] => triedSums(moreFen).filter((sum) => sum >= moreFen)

/** Shares beside the one in force, ten points each way, in basis points. */
export const triedShares = (basisPoints: number): readonly number[] =>
  [-2_000, -1_000, 0, 1_000, 2_000]
    .map((step) => basisPoints + step)
    .filter((one) => one > 0 && one <= 10_000)

/** How many more needs fit with a sum than with nothing more, and what they ask for; nothing for a sum that was not tried. */
export function gained(
  points: readonly Point[],
  moreFen: Fen,
): { readonly needs: number; readonly fen: Fen } {
  const [before] = points
  const after = points.find((point) => point.moreFen === moreFen)
  if (!before || !after) return { needs: 0, fen: noFen }
  return { needs: after.needs - before.needs, fen: minus(after.fitFen, before.fitFen) }
}

/** Which of several gains most by a sum comes first; of two alike the one whose needs ask for more, then as they were given. */
export const byGain = <One extends { readonly points: readonly Point[] }>(
  all: readonly One[],
  moreFen: Fen,
): readonly One[] =>
  all.toSorted((one, other) => {
    const [own, its] = [gained(one.points, moreFen), gained(other.points, moreFen)]
    return its.needs - own.needs || its.fen - own.fen
  })

/**
 * Where a sum does most, with the first of the sums by which anything is gained at all: five million may be too little for
 * everybody where ten are not. Null where none of them gains a need.
 */
export function mostGained<One extends { readonly points: readonly Point[] }>(
  all: readonly One[],
  sums: readonly Fen[],
): { readonly one: One; readonly moreFen: Fen } | null {
  for (const moreFen of sums) {
    const [one] = byGain(all, moreFen)
    if (one && gained(one.points, moreFen).needs > 0) return { one, moreFen }
  }
  return null
}
