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
  /** 不良: 次级, 可疑 or 损失. Such a loan has failed already. */
  readonly hasFailed: boolean
  readonly balanceFen: Fen
}

/** How many, and how much is out of them. */
export type Tally = { readonly loans: number; readonly balanceFen: Fen }
const none: Tally = { loans: 0, balanceFen: noFen }
const withOne = ({ loans, balanceFen }: Tally, one: Exposure): Tally => ({
  loans: loans + 1,
  balanceFen: plus(balanceFen, one.balanceFen),
})

const summed = (all: Float64Array) => Float64Array.of(all.reduce((sum, one) => sum + one, 0))

/** Loans that fail at one rate: by size, and those that have failed. */
const fates = [...sizeClasses, null, 'failed'] as const
type Fate = (typeof fates)[number]

/** Gathers exposures one by one into groups that are shared alike, and within them by what they fail at. */
export class Portfolio {
  readonly #groups = new Map<string, { first: Exposure; balancesFen: Map<Fate, Fen[]> }>()
  #all = none
  #failed = none

  add(one: Exposure): void {
    const key = `${one.code} ${one.terms} ${one.guarantorId ?? ''}`
    const group = this.#groups.get(key) ?? { first: one, balancesFen: new Map() }
    this.#groups.set(key, group)
    const fate = one.hasFailed ? 'failed' : one.size
    const list = group.balancesFen.get(fate)
    if (list) list.push(one.balanceFen)
    else group.balancesFen.set(fate, [one.balanceFen])
    this.#all = withOne(this.#all, one)
    if (one.hasFailed) this.#failed = withOne(this.#failed, one)
  }

  get all(): Tally {
    return this.#all
  }

  /** Those of all that have failed already. */
  get failed(): Tally {
    return this.#failed
  }

  /** One exposure of each group, in the order of `packed`. */
  get firsts(): readonly Exposure[] {
    return [...this.#groups.values()].map(({ first }) => first)
  }

  /**
   * The groups with their text, and what is lost of each loan that fails: the balance less what comes back, to the fen. What
   * has failed fails for certain: of a borrower in default the probability is 1 by definition (Basel II, BCBS 128, § 285).
   */
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
        fates.flatMap((fate): Cell[] => {
          const balances = balancesFen.get(fate)
          if (!balances) return []
          const lossesFen = Float64Array.from(balances, lost)
          // Of what is certain the sum is enough, and costs a drawn year nothing.
          if (fate === 'failed')
            return [{ ...{ group, defaultRate: 1, hasFailed: true }, lossesFen: summed(lossesFen) }]
          return [{ group, defaultRate: defaultRate(fate) / Number(million), lossesFen }]
        }),
      ),
    }
  }
}
