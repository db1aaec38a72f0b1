import { firmFacts } from '../../server/enterprises/index.ts'
import { type FitFacts, fit } from '../../server/matching/fit.ts'
import type { Day } from '../../server/money/day.ts'
import type { Fen } from '../../server/money/fen.ts'
import { needFacts } from '../../server/needs/index.ts'
import type { NeedFacts } from '../../server/needs/need.ts'
import type { City, Listing } from './city.ts'
import type { Member } from './members.ts'

/** What the match reads of a member and its need on a day. */
export const factsOn = (member: Member, need: NeedFacts, on: Day): FitFacts => ({
  need: needFacts(need),
  firm: firmFacts(member.row),
  on,
})

export type Borrowers = {
  /** A firm that the product is open to, large enough for the sum and with no other case on that day. */
  readonly find: (
    product: Listing,
    wish: NeedFacts,
    on: Day,
    reach: Reach,
    admits?: (member: Member) => boolean,
  ) => Member | null
  /** Keeps the firm from another case until that day. */
  readonly engage: (member: Member, until: Day) => void
}

/** Of a year's revenue, a firm borrows so much at least and at most; a few reach further, by tax credit none so far. */
const shares = { usual: [0.1, 0.6], far: [0.03, 1.2], taxed: [0.02, 0.2] } as const
export type Reach = keyof typeof shares

/** Firms in the order of their revenue, so that one of the right size is found at once. */
export function borrowersOf({ members, random, rule }: City): Borrowers {
  const bySize = members.toSorted((a, b) => a.revenueFen - b.revenueFen)
  const engaged = new Map<Member, Day>()
  const place = (revenueFen: number) => {
    let [low, high] = [0, bySize.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((bySize[middle]?.revenueFen ?? 0) < revenueFen) low = middle + 1
      else high = middle
    }
    return low
  }
  const isFree = (member: Member, on: Day) => member.joinedOn < on && (engaged.get(member) ?? '') < on

  return {
    find(product, wish, on, reach, admits = () => true) {
      const [from, until] = rangeOf(wish.amountFen, reach, place, bySize.length)
      const count = until - from
      if (count <= 0) return null
      const start = random.whole(0, count - 1)
      // A prime step walks over all of them without an order that anybody could see.
      for (let tried = 0; tried < Math.min(count, 400); tried += 1) {
        const member = bySize[from + ((start + tried * 7919) % count)]
        if (!member || !isFree(member, on)) continue
        if (fit(factsOn(member, wish, on), product.terms, rule).verdict === 'eligible' && admits(member))
          return member
      }
      return null
    },
    engage: (member, until) => engaged.set(member, until),
  }
}

function rangeOf(
  sumFen: Fen,
  reach: Reach,
  place: (revenueFen: number) => number,
  length: number,
): readonly [number, number] {
  const [least, most] = shares[reach]
  const from = place(sumFen / most)
  return [from, Math.min(length, Math.max(place(sumFen / least), from + 40))]
}
