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
  readonly bankId: string
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

/** Loans that fail at one rate: by size, and those that have failed. */
const fates = [...sizeClasses, null, 'failed'] as const
type Fate = (typeof fates)[number]

/** Loans of one group and one fate: what is out of each, and the place of its bank among those of the group. */
type Balances = { readonly fen: Fen[]; readonly banks: number[] }
type Gathered = {
  readonly first: Exposure
  readonly banks: Map<string, number>
  readonly byFate: Map<Fate, Balances>
}

/** Gathers exposures one by one into groups that are shared alike, and within them by what they fail at. */
export class Portfolio {
  readonly #groups = new Map<string, Gathered>()
  #all = none
  #failed = none

  add(one: Exposure): void {
    const key = `${one.code} ${one.terms} ${one.guarantorId ?? ''}`
    const group = this.#groups.get(key) ?? { first: one, banks: new Map(), byFate: new Map() }
    this.#groups.set(key, group)
    const bank = group.banks.get(one.bankId) ?? group.banks.size
    group.banks.set(one.bankId, bank)
    const fate = one.hasFailed ? 'failed' : one.size
    const balances = group.byFate.get(fate) ?? { fen: [], banks: [] }
    group.byFate.set(fate, balances)
    balances.fen.push(one.balanceFen)
    balances.banks.push(bank)
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
      groups: all.map(({ first, banks }) => ({
        code: first.code,
        terms: termsOf(first),
        guarantorId: first.guarantorId,
        bankIds: [...banks.keys()],
      })),
      cells: all.flatMap(({ banks, byFate }, group) =>
        fates.flatMap((fate): Cell[] => {
          const balances = byFate.get(fate)
          if (!balances) return []
          const lossesFen = Float64Array.from(balances.fen, lost)
          const each = { group, lossesFen, banks: Uint16Array.from(balances.banks) }
          if (fate === 'failed')
            return [{ ...each, ...summed(each, banks.size), defaultRate: 1, hasFailed: true }]
          return [{ ...each, defaultRate: defaultRate(fate) / Number(million) }]
        }),
      ),
    }
  }
}

/** Of what is certain the sum of each bank is enough, and costs a drawn year next to nothing. */
function summed({ lossesFen, banks }: Pick<Cell, 'lossesFen' | 'banks'>, count: number) {
  const sums = new Float64Array(count)
  for (const [at, loss] of lossesFen.entries()) sums[banks[at] ?? 0] = (sums[banks[at] ?? 0] ?? 0) + loss
  return { lossesFen: sums, banks: Uint16Array.from(sums.keys()) }
}
