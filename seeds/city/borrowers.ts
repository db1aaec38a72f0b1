import { firmFacts } from '../../server/enterprises/index.ts'
import { type Fit, type FitFacts, fit, isOfScheme } from '../../server/matching/fit.ts'
import type { Day } from '../../server/money/day.ts'
import { type Fen, noFen } from '../../server/money/fen.ts'
import { needFacts } from '../../server/needs/index.ts'
import type { NeedFacts } from '../../server/needs/need.ts'
import { schemeOf } from '../../server/products/product.ts'
import type { TaxCreditFacts } from '../../server/tax-credit/index.ts'
import type { City, Listing } from './city.ts'
import type { Member } from './members.ts'

/** What the match reads of a member and its need on a day. */
export const factsOn = (
  member: Member,
  need: NeedFacts,
  on: Day,
  taxCredit: TaxCreditFacts | null,
): FitFacts => ({
  need: needFacts(need),
  firm: { ...firmFacts(member.row), taxCredit },
  on,
})

/** The same before one product: taxes are looked up where a scheme asks for them. */
export const factsFor = (
  { creditOf }: Pick<City, 'creditOf'>,
  { terms }: Pick<Listing, 'terms'>,
  member: Member,
  need: NeedFacts,
  on: Day,
  /** A file of the tax bureau that came while the need was written is read with the next. */
  taxesOn: Day = on,
): FitFacts => factsOn(member, need, on, schemeOf(terms) === null ? null : creditOf(member, taxesOn, noFen))

/**
 * Whether a product lends to a firm, as far as anybody could say. What a scheme asked was not known to the platform
 * before the tax bureau's first file, nor is it of a firm that joined since the last: there the bank looked for itself.
 */
export const isOpenTo = ({ conditions }: Pick<Fit, 'conditions'>): boolean =>
  conditions.every(({ rule, met }) => met === 'yes' || (met === 'unknown' && isOfScheme(rule)))

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

/**
 * Of a year's revenue, a firm borrows so much at least and at most; a few reach further, by tax credit none so far. On some
 * days chance leaves a sum that only a firm of another size could have.
 */
const shares = { usual: [0.1, 0.6], far: [0.03, 1.2], any: [0.005, 4], taxed: [0.02, 0.2] } as const
export type Reach = keyof typeof shares

/** Firms in the order of their revenue, so that one of the right size is found at once. */
export function borrowersOf(city: City): Borrowers {
  const { members, random, rule } = city
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
        if (!admits(member)) continue
        if (isOpenTo(fit(factsFor(city, product, member, wish, on), product.terms, rule))) return member
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
