import type { SizeClass } from '../enterprises/size-class.ts'
import type { Fen } from '../money/fen.ts'
import type { GuaranteeMode, ProductKind, ProductTerms } from './product.ts'

/** What a reader of the shelf looks for; null and an empty text are no wish. */
export type ShelfWish = {
  /** An amount that the product must lend. */
  readonly amountFen: Fen | null
  readonly months: number | null
  readonly guaranteeMode: GuaranteeMode | null
  readonly kind: ProductKind | null
  readonly region: string | null
  readonly size: SizeClass | null
  readonly institution: string | null
  /** Words, or the initials of their pinyin; all of them must be found. */
  readonly words: string
}

export const shelfOrders = ['rate', 'amount', 'days'] as const
export type ShelfOrder = (typeof shelfOrders)[number]

type OnShelf = {
  readonly id: string
  readonly institutionId: string
  readonly search: string
  readonly terms: ProductTerms
}

/** The products that lend what is wished for, in order; equals stand in the order of their ids. */
export function sought<Product extends OnShelf>(
  shelf: readonly Product[],
  wish: ShelfWish,
  order: ShelfOrder,
): Product[] {
  const words = wish.words.toLowerCase().split(/\s+/u).filter(Boolean)
  return shelf
    .filter((product) => grants(product, wish) && words.every((word) => product.search.includes(word)))
    .sort((a, b) => inOrder[order](a.terms, b.terms) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

function grants({ terms, institutionId }: OnShelf, wish: ShelfWish): boolean {
  const { amountFen, months, guaranteeMode, kind, region, size, institution } = wish
  return (
    (amountFen === null || (terms.amountMinFen <= amountFen && amountFen <= terms.amountMaxFen)) &&
    (months === null || (terms.monthsMin <= months && months <= terms.monthsMax)) &&
    (guaranteeMode === null || terms.guaranteeModes.includes(guaranteeMode)) &&
    (kind === null || terms.kind === kind) &&
    (region === null || serves(terms.regions, region)) &&
    (size === null || terms.sizes.length === 0 || terms.sizes.includes(size)) &&
    (institution === null || institutionId === institution)
  )
}

/** A product of one town is shown to who looks at the county around it: it may be his town. */
const serves = (regions: readonly string[], region: string): boolean =>
  regions.length === 0 || regions.some((one) => region.startsWith(one) || one.startsWith(region))

/** Lowest rate, largest amount, quickest answer; each by what comes next to it where the first is equal. */
const inOrder: Readonly<Record<ShelfOrder, (a: ProductTerms, b: ProductTerms) => number>> = {
  rate: (a, b) => a.rateMinPpm - b.rateMinPpm || a.rateMaxPpm - b.rateMaxPpm,
  amount: (a, b) => b.amountMaxFen - a.amountMaxFen || a.rateMinPpm - b.rateMinPpm,
  days: (a, b) => a.daysPromised - b.daysPromised || a.rateMinPpm - b.rateMinPpm,
}

/** More than this many columns nobody can read side by side. */
export const mostCompared = 4
