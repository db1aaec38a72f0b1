import type { Arrangement } from '../arrangements/index.ts'
import { type SizeClass, sizeClasses } from '../enterprises/size-class.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import { million, type Ppm } from '../money/rate.ts'
import type { Cell } from './draw.ts'
import type { Group } from './share.ts'

/** What somebody besides the borrower stands in for, as it is today. */
export type Exposure = {
  readonly id: string
  readonly code: string
  /** The arrangement's version and its variant: they name the text of the shares. */
  readonly terms: string
  readonly guarantorId: string | null
  readonly size: SizeClass | null
  readonly balanceFen: Fen
}

const sizes = [...sizeClasses, null] as const

/** Gathers exposures one by one into groups that are shared alike, and within them by size. */
export class Portfolio {
  readonly #groups = new Map<string, { first: Exposure; balancesFen: Map<SizeClass | null, Fen[]> }>()
  #loans = 0
  #balanceFen: Fen = noFen

  add(one: Exposure): void {
    const key = `${one.code} ${one.terms} ${one.guarantorId ?? ''}`
    const group = this.#groups.get(key) ?? { first: one, balancesFen: new Map() }
    this.#groups.set(key, group)
    const list = group.balancesFen.get(one.size)
    if (list) list.push(one.balanceFen)
    else group.balancesFen.set(one.size, [one.balanceFen])
    this.#loans += 1
    this.#balanceFen = plus(this.#balanceFen, one.balanceFen)
  }

  get loans(): number {
    return this.#loans
  }

  get balanceFen(): Fen {
    return this.#balanceFen
  }

  /** One exposure of each group, in the order of `packed`. */
  get firsts(): readonly Exposure[] {
    return [...this.#groups.values()].map(({ first }) => first)
  }

  /** The groups with their text, and what is lost of each loan that fails: the balance less what comes back, to the fen. */
  packed(
    termsOf: (one: Exposure) => Arrangement,
    defaultRate: (size: SizeClass | null) => Ppm,
    recovery: Ppm,
  ): { readonly groups: readonly Group[]; readonly cells: readonly Cell[] } {
    const all = [...this.#groups.values()]
    const lost = (balanceFen: Fen) => balanceFen - Number((BigInt(balanceFen) * BigInt(recovery)) / million)
    return {
      groups: all.map(({ first }) => ({
        code: first.code,
        terms: termsOf(first),
        guarantorId: first.guarantorId,
      })),
      cells: all.flatMap(({ balancesFen }, group) =>
        sizes.flatMap((size) => {
          const balances = balancesFen.get(size)
          if (!balances) return []
          const rate = defaultRate(size) / Number(million)
          return [{ group, defaultRate: rate, lossesFen: Float64Array.from(balances, lost) }]
        }),
      ),
    }
  }
}
