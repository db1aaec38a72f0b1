import { type Fen, fenOf, minus } from '../money/fen.ts'
import { million, type Ppm, ppm } from '../money/rate.ts'

/**
 * 余量: what is used of every cap and line, and what is left. Caps bound what may be added for a customer, a guarantor, a bridge
 * borrower or an agreement; lines are a share of what stands, so their limit in fen is that share of it.
 */
export const roomRules = [
  'guarantee-cap',
  'cover-cap',
  'leverage',
  'customer-ratio',
  'group-ratio',
  'agreement',
  'agreement-ceiling',
  'pool-warn',
  'pool-stop',
  'claim-warn',
  'claim-stop',
  'bridge-cap',
  'bridge-share',
] as const
export type RoomRule = (typeof roomRules)[number]

type Named = { readonly zh: string; readonly en: string }

export type Room = {
  readonly rule: RoomRule
  /** Whose cap or line it is. */
  readonly who: Named
  /** Under which arrangement, at which guarantor, in which pool; null where `who` says all. */
  readonly under: Named | null
  readonly href: string | null
  readonly usedFen: Fen
  readonly limitFen: Fen
  /** The version of the policy that sets it. */
  readonly by: string
}

/** What is left; below zero where it is passed. */
export const leftOf = ({ usedFen, limitFen }: Pick<Room, 'usedFen' | 'limitFen'>): Fen =>
  minus(limitFen, usedFen)

/** How much of it is used, down to the ppm; a limit of nothing is passed by anything. */
export function usedPpm({ usedFen, limitFen }: Pick<Room, 'usedFen' | 'limitFen'>): Ppm {
  if (limitFen <= 0) return ppm(usedFen > 0 ? 10_000_000 : 0)
  const used = (BigInt(usedFen) * million) / BigInt(limitFen)
  return ppm(Number(used < 10_000_000n ? used : 10_000_000n))
}

/** A share of a sum, cut down to the fen: a limit that is rounded up would be passed by a fen. */
export const shareWithin = (sumFen: Fen, sharePpm: number): Fen =>
  fenOf((BigInt(sumFen) * BigInt(sharePpm)) / million) ?? sumFen

/**
 * The nearest first: by the part that is used, compared exactly, and of equals by what is left. A line of which there is
 * nothing, such as that of a pool which covers nothing yet, is left out.
 */
export const nearest = (rooms: readonly Room[]): readonly Room[] =>
  rooms
    .filter(({ usedFen, limitFen }) => limitFen > 0 || usedFen > 0)
    .toSorted((one, other) => {
      const crossed =
        BigInt(other.usedFen) * BigInt(one.limitFen) - BigInt(one.usedFen) * BigInt(other.limitFen)
      if (crossed !== 0n) return crossed > 0n ? 1 : -1
      return leftOf(one) - leftOf(other) || roomRules.indexOf(one.rule) - roomRules.indexOf(other.rule)
    })

export type Standing = 'passed' | 'near' | 'open'
/** Said as near from nine tenths on. */
export const standingOf = (room: Room): Standing =>
  leftOf(room) < 0 ? 'passed' : usedPpm(room) >= 900_000 ? 'near' : 'open'
