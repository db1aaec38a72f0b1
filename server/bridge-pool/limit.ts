import { type Fen, fen, partWithin, showYuan, smaller } from '../money/fen.ts'
import { assert } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { BridgeBorrower, BridgePolicy } from './policy.ts'

/** What an advance is measured against. */
export const bridgeLimits = ['principal', 'promise', 'cap', 'pool-share'] as const
export type BridgeLimitKind = (typeof bridgeLimits)[number]
export const bridgeLimitWords = (kind: BridgeLimitKind): string => `bridge-pool.limit.${kind}`

export type BridgeLimit = { readonly kind: BridgeLimitKind; readonly fen: Fen }

export type BridgeSums = {
  readonly borrower: BridgeBorrower
  /** What the old loan still has out on principal. */
  readonly principalDueFen: Fen
  /** What the bank promises to lend again; null before it promised anything. */
  readonly promisedFen: Fen | null
  /** What the funders have in the pool. */
  readonly capitalFen: Fen
  /** What the same firm has of this pool already, set aside or out; its share of the pool is for all of it together. */
  readonly hasFen?: Fen
}

const million = 1_000_000
/** A share of a sum, cut down to the fen: a limit that is rounded up would be passed by a fen. */
const shareOf = (sum: Fen, sharePpm: number): Fen => {
  const rounded = partWithin(sum, sharePpm, million)
  assert(rounded !== undefined, 'a share is no more than its whole')
  const over = BigInt(rounded) * BigInt(million) > BigInt(sum) * BigInt(sharePpm)
  return over ? fen(rounded - 1) : rounded
}

/** Every limit of an advance, and the least of them. A borrower whom the policy does not name may have nothing. */
export function bridgeLimitsOf(
  { borrowers, promiseSharePpm, poolSharePpm }: BridgePolicy,
  { borrower, principalDueFen, promisedFen, capitalFen, hasFen = fen(0) }: BridgeSums,
): { readonly limits: readonly BridgeLimit[]; readonly mostFen: Fen } {
  const named = borrowers[borrower]
  const capFen = named ? named.capFen : fen(0)
  const limits: BridgeLimit[] = [
    { kind: 'principal', fen: principalDueFen },
    ...(promisedFen === null
      ? []
      : [{ kind: 'promise', fen: shareOf(promisedFen, promiseSharePpm) } as const]),
    ...(capFen === null ? [] : [{ kind: 'cap', fen: capFen } as const]),
    ...(poolSharePpm === null
      ? []
      : [{ kind: 'pool-share', fen: fen(Math.max(0, shareOf(capitalFen, poolSharePpm) - hasFen)) } as const]),
  ]
  return { limits, mostFen: limits.reduce((least, one) => smaller(least, one.fen), principalDueFen) }
}

/** Refuses `bridge-nothing` and `bridge-over-<limit>` with the most that this limit allows, the tightest first. */
export function checkBridgeAmount(policy: BridgePolicy, sums: BridgeSums, amountFen: Fen): Outcome<object> {
  if (amountFen <= 0) return refuse('bridge-nothing', { field: 'amountFen' })
  const over = bridgeLimitsOf(policy, sums)
    .limits.filter((one) => amountFen > one.fen)
    .toSorted((a, b) => a.fen - b.fen)[0]
  return over
    ? refuse(`bridge-over-${over.kind}`, { field: 'amountFen', values: { mostYuan: showYuan(over.fen) } })
    : done()
}

/** The least promise that covers an advance, and what a smaller one is refused with. */
export const leastPromise = ({ promiseSharePpm }: BridgePolicy, amountFen: Fen): Fen =>
  fen(Number((BigInt(amountFen) * BigInt(million) + BigInt(promiseSharePpm) - 1n) / BigInt(promiseSharePpm)))

/** Refuses `bridge-times`: so often has the pool paid to the firm in the year already. */
export function checkTimes({ exclusions }: BridgePolicy, times: number): Outcome<object> {
  const most = exclusions.timesPerYear
  return most !== null && times >= most ? refuse('bridge-times', { values: { times, most } }) : done()
}
