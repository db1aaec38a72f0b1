import { fit } from '../../server/matching/fit.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import type { NeedFacts } from '../../server/needs/need.ts'
import { Broken } from '../../server/platform/assert.ts'
import { dayOf } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import { fenInWan } from './amounts.ts'
import { type Borrowers, factsFor, factsOn, isOpenTo } from './borrowers.ts'
import type { City, CityRows, Listing } from './city.ts'
import type { Member } from './members.ts'
import { draft, type Play } from './need-life.ts'
import { isTaxCredit, type TaxSlice } from './tax-slice.ts'
import { wishFor } from './wishes.ts'

/** Where the cases of the city are played. */
export type Stage = {
  readonly city: City
  readonly rows: CityRows
  readonly borrowers: Borrowers
  /** How many loans a firm has had by the platform. */
  readonly hadLoan: Map<Id<'enterprise'>, number>
  readonly slice: TaxSlice
}

/** By tax credit, by anything else, or either. */
export type Credit = 'tax' | 'other' | 'any'

/** What a firm asks for that will not get it: mostly between one and ten million yuan. */
export const anySum = ({ random }: City): Fen =>
  fen(Math.min(3000, Math.max(5, Math.round(random.logNormal(260, 0.9) / 5) * 5)) * fenInWan)

export type Begun = { readonly play: Play; readonly product: Listing }

/** A draft of some firm, written with a product in mind that would lend to it. */
export function begin(stage: Stage, sumFen: Fen, on: Day, credit: Credit = 'any'): Begun {
  const begun = tryToBegin(stage, sumFen, on, credit)
  if (!begun) throw new Broken(`no firm for ${sumFen} fen on ${on}`)
  return begun
}

/** The same, or null on a day on which no firm could have the sum: there are few by tax credit. */
export function tryToBegin(
  { city, rows, borrowers, slice }: Stage,
  sumFen: Fen,
  on: Day,
  credit: Credit,
): Begun | null {
  const { random, shelf } = city
  const open = shelf.filter(
    ({ terms, listedOn }) => listedOn < on && terms.amountMinFen <= sumFen && sumFen <= terms.amountMaxFen,
  )
  const asked = credit === 'any' ? open : open.filter((one) => isTaxCredit(one) === (credit === 'tax'))
  const bank = credit === 'tax' ? slice.bankToServe(asked) : null
  // A product for twenty million is seldom asked for one.
  const weighed = asked.map(
    (one) => [one, one.weight * (sumFen * 8 > one.terms.amountMaxFen ? 4 : 1)] as const,
  )
  const toServe = weighed.filter(([{ institutionId }]) => institutionId === bank)
  // The match must let the case through too, on the facts that the first file is about to have.
  const admits = (member: Member, terms: ProductTerms, wish: NeedFacts) =>
    slice.admits(member, terms, sumFen, on) &&
    isOpenTo(fit(factsOn(member, wish, on, slice.factsOn(member, on)), terms, city.rule))
  for (let tried = 0; tried < 90; tried += 1) {
    const product = random.weighted(tried < 60 && toServe.length ? toServe : weighed)
    const wish = wishFor(random, product.terms, sumFen, on)
    const member =
      credit === 'tax'
        ? borrowers.find(product, wish, on, 'taxed', (one) => admits(one, product.terms, wish))
        : borrowers.find(product, wish, on, tried < 50 ? 'usual' : tried < 80 ? 'far' : 'any')
    if (!member) continue
    if (credit === 'tax') slice.serve(member, product)
    borrowers.engage(member, plusDays(on, random.whole(60, 150)))
    return { play: draft(city, rows, member, wish, on), product }
  }
  return null
}

/** Products of so many other banks that would lend to the same need. */
export function othersFor({ city, need, member }: Play, product: Listing | null, count: number): Listing[] {
  const { random, shelf, rule } = city
  const found = new Map<string, Listing>()
  const on = dayOf(need.createdAt)
  for (let tried = 0; tried < 90 && found.size < count; tried += 1) {
    const one = random.pick(shelf)
    if (one.institutionId === product?.institutionId || one.listedOn >= on) continue
    if (isOpenTo(fit(factsFor(city, one, member, need, on), one.terms, rule)))
      found.set(one.institutionId, one)
  }
  return [...found.values()]
}
