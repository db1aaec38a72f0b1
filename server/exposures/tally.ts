import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import {
  type Bearing,
  type Counted,
  countedIn,
  type Figure,
  figureKey,
  type Placed,
  partsOf,
  placesOf,
  type Stand,
} from './exposure.ts'

type Sums = { balanceFen: number; shareFen: number; loans: number }
type Cell = Counted & { readonly sums: Sums; readonly days: Map<Day, Sums>; day: Day | null; open: Sums }
type Counts = { readonly cell: Cell; readonly share: readonly number[] | null }
export type DayFigure = Figure & { readonly recordedOn: Day }

/**
 * Figures counted from entries, many millions of them: what each exposure counts in is worked out once for all that are
 * placed alike, and the sums are added in place.
 */
export class Tally {
  readonly #cells = new Map<string, Cell>()
  readonly #alike = new Map<string, readonly Counts[]>()
  readonly #firms = new Map<
    string,
    { readonly place: string; readonly enterpriseId: EnterpriseId; fen: number }
  >()

  add(
    exposure: Placed & { readonly enterpriseId: EnterpriseId },
    bearers: readonly Pick<Bearing, 'party' | 'role'>[],
    moved: Stand,
    on: Day,
  ): void {
    const parts = partsOf(bearers, moved)
    for (const { cell, share } of this.#countsOf(exposure, bearers)) {
      let shareFen: number = moved.balanceFen
      if (share !== null) {
        shareFen = 0
        for (const at of share) shareFen += parts[at] ?? 0
      }
      if (cell.day !== on) this.#turn(cell, on)
      for (const sums of [cell.sums, cell.open]) {
        sums.balanceFen += moved.balanceFen
        sums.shareFen += shareFen
        sums.loans += moved.loans
      }
    }
    for (const place of placesOf(exposure.district)) {
      const key = `${place} ${exposure.enterpriseId}`
      const there = this.#firms.get(key)
      if (there) there.fen += moved.balanceFen
      else this.#firms.set(key, { place, enterpriseId: exposure.enterpriseId, fen: moved.balanceFen })
    }
  }

  #turn(cell: Cell, on: Day): void {
    cell.day = on
    const there = cell.days.get(on)
    cell.open = there ?? { balanceFen: 0, shareFen: 0, loans: 0 }
    if (!there) cell.days.set(on, cell.open)
  }

  #countsOf(placed: Placed, bearers: readonly Pick<Bearing, 'party' | 'role'>[]): readonly Counts[] {
    const { bankId, guarantorId, district, industry, size, scheme, vintage } = placed
    const who = bearers.map(({ party, role }) => `${party} ${role}`).join(' ')
    const alike = `${bankId} ${guarantorId} ${district} ${industry} ${size} ${scheme} ${vintage} ${who}`
    const there = this.#alike.get(alike)
    if (there) return there
    const made = countedIn(placed, bearers).map((counted) => ({
      cell: this.#cellOf(counted),
      share: counted.share,
    }))
    this.#alike.set(alike, made)
    return made
  }

  #cellOf(counted: Counted): Cell {
    const key = figureKey(counted)
    const there = this.#cells.get(key)
    if (there) return there
    const made: Cell = {
      ...counted,
      ...{ sums: { balanceFen: 0, shareFen: 0, loans: 0 }, days: new Map(), day: null },
      open: { balanceFen: 0, shareFen: 0, loans: 0 },
    }
    this.#cells.set(key, made)
    return made
  }

  /** What stands after all that was added; keys that stand at nothing are left out. */
  figures(): Figure[] {
    return [...this.#cells.values()]
      .filter(({ sums }) => isThere(sums))
      .map((cell) => figureOf(cell, cell.sums))
  }

  /** By how much each moved on each day. */
  *days(): Generator<DayFigure> {
    for (const cell of this.#cells.values())
      for (const [recordedOn, sums] of cell.days)
        if (isThere(sums)) yield { ...figureOf(cell, sums), recordedOn }
  }

  firms(): { readonly place: string; readonly enterpriseId: EnterpriseId; readonly balanceFen: Fen }[] {
    return [...this.#firms.values()]
      .filter((one) => one.fen !== 0)
      .map(({ place, enterpriseId, fen: sum }) => ({ place, enterpriseId, balanceFen: fen(sum) }))
  }

  /** The sums of squares of what firms have, by place. */
  squares(): Map<string, bigint> {
    const squares = new Map<string, bigint>()
    for (const { place, fen: sum } of this.#firms.values())
      squares.set(place, (squares.get(place) ?? 0n) + BigInt(sum) ** 2n)
    return squares
  }
}

const isThere = ({ balanceFen, shareFen, loans }: Sums): boolean =>
  balanceFen !== 0 || shareFen !== 0 || loans !== 0

const figureOf = ({ party, place, dimension, key }: Counted, sums: Sums): Figure => ({
  ...{ party, place, dimension, key, loans: sums.loans },
  ...{ balanceFen: fen(sums.balanceFen), shareFen: fen(sums.shareFen) },
})

/** Who bears, each as what he bears, once. */
export const bearersIn = (...lists: readonly (readonly Bearing[])[]): readonly Bearing[] => [
  ...new Map(lists.flat().map((one) => [`${one.party} ${one.role}`, one])).values(),
]
